"""Images of pages and articles, with the words that replace them for people who do not see them."""

from datetime import date
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from registrations.ids import uuid7


class CustomImage(AbstractImage):
    """An image and its credit; `description` (Wagtail's) is the alternative text."""

    credit = models.CharField(_("credit"), max_length=200, blank=True, default="")

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """An address that nobody guesses: the cover of an issue in preparation is on public storage too."""
        return f"images/{date.today():%Y}/{uuid7()}{PurePath(filename).suffix.lower()[:6]}"  # noqa: DTZ011 - a folder


class Rendition(AbstractRendition):
    """One size of an image."""

    image = models.ForeignKey(CustomImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_one_per_filter"
            ),
        ]
