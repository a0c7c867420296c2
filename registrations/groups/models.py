"""Groups, and who sits in them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.groups.rules import GroupKind
from registrations.ids import uuid7


class Group(models.Model):
    """People who work together; an audience of their own (`group:<slug>`)."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=GroupKind)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="group_one_per_slug")]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A person's seat in a group, with its office and dates."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="mandates", verbose_name=_("group"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("person")
    )
    office = models.CharField(_("office"), max_length=100, blank=True, default="")
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["group", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ends_on=None), name="mandate_one_live_per_group"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.group}"
