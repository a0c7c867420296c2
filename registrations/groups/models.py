"""Groups: who sits in them, what they share, when they meet."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.files.storages import private_storage
from registrations.groups.rules import GroupKind
from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from registrations.people.models import User


class Group(models.Model):
    """People or organisations who work together; its people are an audience of their own (`group:<slug>`)."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=GroupKind)
    description = models.TextField(_("mandate of the group"), max_length=2000, blank=True, default="")
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="partner_of", verbose_name=_("partners of the group")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="group_one_per_slug"),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def live(self, *, on: date) -> "MandateQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


class Mandate(models.Model):
    """A seat in a group, with its office and dates: a person's, or an organisation's.

    An organisation's seat makes nobody a member: whoever sits for it is appointed by name.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="mandates", verbose_name=_("group"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("organisation")
    )
    office = models.CharField(_("office"), max_length=100, blank=True, default="")
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["group", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ends_on=None), name="mandate_one_live_per_group"
            ),
            models.UniqueConstraint(
                fields=["group", "organisation"], condition=Q(ends_on=None), name="mandate_one_live_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(person=None, organisation__isnull=False) | Q(person__isnull=False, organisation=None),
                name="mandate_person_or_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} – {self.group}"

    @property
    def holder(self) -> "User | Organisation":
        """Who sits: a person or an organisation."""
        holder = self.person or self.organisation
        if holder is None:
            raise ValueError("mandate_person_or_organisation")
        return holder


class GroupDocument(models.Model):
    """A file that the people of a group share; nobody else gets it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="documents", verbose_name=_("group"))
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), storage=private_storage, max_length=200)
    original_name = models.CharField(_("file name"), max_length=255)
    format = models.CharField(_("format"), max_length=5)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("document of a group")
        verbose_name_plural = _("documents of groups")
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.title


class GroupMeetingQuerySet(models.QuerySet["GroupMeeting"]):
    def coming(self, *, at: datetime) -> "GroupMeetingQuerySet":
        """Those that are not over, the next first; cancelled ones are told until their hour."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")


class GroupMeeting(models.Model):
    """When and where a group meets next, and what about. Moved and cancelled, never erased."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="meetings", verbose_name=_("group"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    link = models.URLField(_("link"), max_length=500, blank=True, default="")
    agenda = models.TextField(_("agenda"), max_length=5000, blank=True, default="")
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects: ClassVar[GroupMeetingQuerySet] = GroupMeetingQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("meeting of a group")
        verbose_name_plural = _("meetings of groups")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="groupmeeting_ends_after_start"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="groupmeeting_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.starts_at:%Y-%m-%d}"
