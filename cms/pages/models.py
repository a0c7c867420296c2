"""Pages of the site that are not the magazine's."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.blocks import BodyBlock
from cms.pages.words import words_of
from cms.search.actions import Entry, index
from cms.search.rules import terms
from registrations.caching.actions import bump


class HomePage(Page):
    """The root of the site; what a visitor sees at `/` is composed by the portal."""

    introduction = models.TextField(_("introduction"), blank=True, default="")

    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.StandardPage", "magazine.MagazineIndexPage"]
    max_count = 2  # one per language

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


AREA = "pages"


class StandardPage(Page):
    """A page of text: about, services, privacy."""

    summary = models.CharField(_("summary"), max_length=300, blank=True, default="")
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["cms.StandardPage"]
    template = "portal/pages/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail publishes by itself, without an action of ours: what was cached ends here."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            index("page", [self.entry()])
            bump(AREA)

    def entry(self) -> Entry:
        """Its words in the index, which follow each of its writings."""
        return Entry(self.pk, self.title, self.summary, " ".join(terms(words_of(self.body))))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The same, for a page that goes away."""
        with transaction.atomic():
            bump(AREA)
            return super().delete(*args, **kwargs)


def forget_answers(**_signal: Any) -> None:
    """Wagtail makes a page private, or moves it under one that is, without saving the page."""
    bump(AREA)
