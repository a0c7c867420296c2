"""Articles, their sections and those who wrote them."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

from cms.pages.blocks import BodyBlock
from cms.pages.words import words_of
from cms.search.actions import Entry, index
from cms.search.rules import terms
from registrations.folding import folded
from registrations.ids import uuid7


class Section(models.Model):
    """A *rubrique* of the magazine."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Contributor(models.Model):
    """Somebody who writes, is interviewed or draws; often from outside the alliance."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True, default="")
    organisation = models.CharField(_("organisation"), max_length=200, blank=True, default="")
    biography = models.TextField(_("biography"), blank=True, default="")
    photo = models.ForeignKey(
        "cms.CustomImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    consented_on = models.DateField(_("agreed to appear on"), null=True, blank=True)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ReleasedTogether(PagePermissionTester):
    """Of the magazine's pages nobody publishes, hides, moves or deletes one by itself: actions release whole issues."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.live and bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_move(self) -> bool:
        return not self.page.live and bool(super().can_move())


class ArticleQuerySet(PageQuerySet):
    def visible(self, *, at: datetime) -> "ArticleQuerySet":
        """Published, in an issue that is released and not withdrawn: publishing alone shows nothing."""
        released = Q(issue__released_at__lte=at, issue__withdrawn_at=None)
        found: ArticleQuerySet = self.filter(released, live=True).order_by("issue", "section__order", "order", "pk")
        return found


class ArticlePage(Page):
    """An article of an issue. It becomes visible with its issue, never before."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    issue = models.ForeignKey(
        "magazine.IssuePage", models.PROTECT, related_name="articles", editable=False, verbose_name=_("issue")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    order = models.PositiveSmallIntegerField(_("rank"), default=0)
    first_page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    lead = models.TextField(_("lead"), blank=True, default="")
    image = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    search_text = models.TextField(blank=True, default="", editable=False)

    content_panels: ClassVar[list] = [
        *Page.content_panels,
        FieldPanel("section"),
        FieldPanel("order"),
        FieldPanel("first_page"),
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldPanel("body"),
        InlinePanel("contributions", label=_("Contributors"), min_num=0),
    ]
    parent_page_types: ClassVar[list[str]] = ["magazine.IssuePage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["uuid", "approved_revision"]

    objects = PageManager.from_queryset(ArticleQuerySet)()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The issue is the parent page: kept as a key, so that lists need no walk of the tree."""
        if self.path and self.issue_id is None:
            setattr(self, "issue_id", self.get_parent().pk)  # noqa: B010 - the key's type is not known here
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The folded words, which a search meets, follow the text."""
        if kwargs.get("update_fields") is None:
            self.search_text = f" {folded(' '.join(self._words()))}"
        with transaction.atomic():
            super().save(*args, **kwargs)
            index("article", [self.entry()])

    def entry(self) -> Entry:
        """Its words in the index of the whole site."""
        title, lead, body, *names = self._words()
        return Entry(self.pk, title, " ".join([lead, *names]), " ".join(terms(body)))

    def _words(self) -> list[str]:
        names = [contribution.byline for contribution in self.contributions.all()]
        return [self.title, self.lead, words_of(self.body), *names]

    def save_revision(self, *args: Any, overwrite_revision: Any = None, **kwargs: Any) -> Any:
        """An editor's screen saves over its own last revision every few seconds, but never over an approved one."""
        if overwrite_revision is not None and self._was_approved(overwrite_revision.pk):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _was_approved(self, revision_pk: int) -> bool:
        return bool(ArticlePage.objects.filter(pk=self.pk, approved_revision=revision_pk).exists())

    def clean(self) -> None:
        """An article is known by its slug alone, whatever its issue."""
        super().clean()
        if ArticlePage.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": _("Another article already has this address.")})

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """A revision holds what editors write; what the magazine decided stays that of the row."""
        revived: ArticlePage = super().with_content_json(content)
        for name in ("uuid", "issue_id", "approved_revision_id"):
            setattr(revived, name, getattr(self, name))
        return revived

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Publishing is not for pages of the magazine."""
        return ReleasedTogether(user, self)

    @property
    def is_approved(self) -> bool:
        """Whether the text as it stands is the one that was approved: a later change must be approved again."""
        return self.latest_revision_id is not None and self.approved_revision_id == self.latest_revision_id

    def move(self, target: Page, pos: str | None = None) -> None:
        """Moved to another issue, it belongs to that one."""
        super().move(target, pos)
        ArticlePage.objects.filter(pk=self.pk).update(issue_id=self.get_parent(update=True).pk)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002 - the same
        """As readers will see it."""
        return TemplateResponse(request, "portal/magazine/article.html", {"article": self, "issue": self.issue})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Wagtail's signature
        """The portal shows articles, and refuses those that may not be seen."""
        return redirect("magazine:article", number=self.issue.number, slug=self.slug)


class ContributionRole(models.TextChoices):
    AUTHOR = "author", _("Author")
    INTERVIEWEE = "interviewee", _("Interviewed")
    ILLUSTRATOR = "illustrator", _("Illustrator")


class Contribution(Orderable):
    """Who contributed, with the byline and affiliation as they were at publication."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="contributions")
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="contributions", verbose_name=_("contributor")
    )
    role = models.CharField(_("role"), max_length=12, choices=ContributionRole, default=ContributionRole.AUTHOR)
    byline = models.CharField(_("byline"), max_length=200, blank=True, default="")
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True, default="")

    panels: ClassVar[list] = [
        FieldPanel("contributor"),
        FieldPanel("role"),
        FieldPanel("byline"),
        FieldPanel("affiliation"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ContributionRole.values), name="contribution_known_role"),
        ]

    def __str__(self) -> str:
        return self.byline or str(self.contributor)
