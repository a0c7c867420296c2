"""The weekly digest of registrars: one row per person and week, and who does not want it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7


class Digest(models.Model):
    """One registrar's week was judged, and told when there was something; `week_on` is the Monday that ends it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    week_on = models.DateField(_("week before"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "week_on"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return str(self.uuid)


class DigestRefusal(models.Model):
    """This person does not want the weekly digest."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("refusal of the weekly digest")
        verbose_name_plural = _("refusals of the weekly digest")

    def __str__(self) -> str:
        return str(self.person_id)
