"""The audit log: who did what, to what, for whom, when. A kind and a uuid name the object, never a person's name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.actors import Via


class Entry(models.Model):
    """One act. `about_kind` is a model's label (`training.enrolment`), `about_uuid` its public identifier."""

    at = models.DateTimeField(_("when"), db_index=True)
    action = models.CharField(_("action"), max_length=60)
    about_kind = models.CharField(_("kind of object"), max_length=60)
    about_uuid = models.UUIDField(_("object"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    job = models.CharField(_("job"), max_length=60, blank=True, default="")
    on_behalf_of = models.CharField(_("on behalf of"), max_length=60, blank=True, default="")
    via = models.CharField(_("door"), max_length=10, choices=Via)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["about_uuid"], name="entry_about")]

    def __str__(self) -> str:
        return f"{self.action} {self.about_kind} {self.about_uuid}"
