"""Issues of AXE Magazine."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

from magazine.articles.models import ReleasedTogether
from magazine.issues.rules import IssueState, Season, state_of
from registrations.files.storages import private_storage
from registrations.ids import uuid7

# What actions decide about an issue: a revision, which holds what editors write, never brings another value back.
KEPT = ("uuid", "release_at", "released_at", "withdrawn_at", "pdf", "pdf_sha256", "pdf_size", "pdf_pages")


class MagazineIndexPage(Page):
    """The magazine's own page, parent of its issues."""

    introduction = models.TextField(_("introduction"), blank=True, default="")

    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["magazine.IssuePage"]
    max_count = 2  # one per language

    class Meta:
        verbose_name = _("magazine")
        verbose_name_plural = _("magazines")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Its issues are released, never published."""
        return ReleasedTogether(user, self)


class IssueQuerySet(PageQuerySet):
    def visible(self, *, at: datetime) -> "IssueQuerySet":
        """Released and not withdrawn; the newest first."""
        found: IssueQuerySet = self.filter(released_at__lte=at, withdrawn_at=None).order_by("-number")
        return found


class IssuePage(Page):
    """A *numéro*. Its articles and its PDF become visible with it, in one transaction, or nothing does."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"))
    season = models.CharField(_("season"), max_length=6, choices=Season)
    year = models.PositiveSmallIntegerField(_("year"))
    theme = models.CharField(_("theme"), max_length=200)
    cover = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    cover_alt = models.CharField(_("cover's alternative text"), max_length=300, blank=True, default="")
    editorial = models.TextField(_("editorial"), blank=True, default="")
    partners = models.TextField(_("partners"), blank=True, default="", help_text=_("One a line."))
    pdf = models.FileField(_("PDF of the issue"), storage=private_storage, max_length=200, blank=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    pdf_size = models.PositiveBigIntegerField(_("size of the PDF"), null=True, blank=True, editable=False)
    pdf_pages = models.PositiveSmallIntegerField(_("pages of the PDF"), null=True, blank=True, editable=False)
    release_at = models.DateTimeField(_("planned release"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    content_panels: ClassVar[list] = [
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("season"),
        FieldPanel("year"),
        FieldPanel("theme"),
        FieldPanel("cover"),
        FieldPanel("cover_alt"),
        FieldPanel("editorial"),
        FieldPanel("partners"),
    ]
    parent_page_types: ClassVar[list[str]] = ["magazine.MagazineIndexPage"]
    subpage_types: ClassVar[list[str]] = ["magazine.ArticlePage"]

    objects = PageManager.from_queryset(IssueQuerySet)()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="issuepage_one_per_number"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(released_at__isnull=False), name="issuepage_withdrawn_was_released"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def with_content_json(self, content: dict[str, Any]) -> "IssuePage":
        """A revision holds what editors write; its PDF and the dates of its release stay those of the row."""
        revived: IssuePage = super().with_content_json(content)
        for name in KEPT:
            setattr(revived, name, getattr(self, name))
        return revived

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Released with its articles, never published by itself."""
        return ReleasedTogether(user, self)

    @property
    def state(self) -> IssueState:
        """Derived from the dates."""
        return state_of(self.released_at, self.withdrawn_at, self.release_at)

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def partner_names(self) -> list[str]:
        """One a line."""
        return [line.strip() for line in self.partners.splitlines() if line.strip()]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002 - the same
        """As readers will see it, with its articles as they stand."""
        return TemplateResponse(request, "portal/magazine/issue_preview.html", {"issue": self})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Wagtail's signature
        """The portal shows issues, and refuses those that may not be seen."""
        return redirect("magazine:issue", number=self.number)
