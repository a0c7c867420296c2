"""Issues of AXE Magazine."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from registrations.files.storages import private_storage


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


class Season(models.TextChoices):
    SPRING = "spring", _("Spring")
    AUTUMN = "autumn", _("Autumn")


class IssuePage(Page):
    """A *numéro*. Its articles and its PDF become visible with it, in one transaction, or nothing does."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    season = models.CharField(_("season"), max_length=6, choices=Season)
    year = models.PositiveSmallIntegerField(_("year"))
    theme = models.CharField(_("theme"), max_length=200)
    cover = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    cover_alt = models.CharField(_("cover's alternative text"), max_length=300, blank=True, default="")
    editorial = models.TextField(_("editorial"), blank=True, default="")
    partners = models.JSONField(_("partners"), default=list, blank=True)
    pdf = models.FileField(_("PDF of the issue"), storage=private_storage, max_length=200, blank=True)
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
        FieldPanel("pdf"),
        FieldPanel("release_at"),
    ]
    parent_page_types: ClassVar[list[str]] = ["magazine.MagazineIndexPage"]
    subpage_types: ClassVar[list[str]] = ["magazine.ArticlePage"]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return str(self.title)
