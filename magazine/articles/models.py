"""Articles, their sections and those who wrote them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from cms.pages.blocks import BodyBlock


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


class ArticlePage(Page):
    """An article of an issue. It becomes visible with its issue, never before."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    order = models.PositiveSmallIntegerField(_("rank"), default=0)
    first_page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    lead = models.TextField(_("lead"), blank=True, default="")
    image = models.ForeignKey(
        "cms.CustomImage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

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

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


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
