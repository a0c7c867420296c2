"""What is on: rooms, slots, workshops and those who speak."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.colloquium.models.editions import Colloquium
from registrations.dates import MONTREAL
from registrations.ids import uuid7
from registrations.seats.models import SeatPool


class Room(models.Model):
    """A physical room, or a virtual one with its join address."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="rooms", verbose_name=_("colloquium"))
    name = models.CharField(_("name"), max_length=120)
    join_url = models.URLField(_("join address"), blank=True, default="")
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["colloquium", "name"]
        constraints = [models.UniqueConstraint(fields=["colloquium", "name"], name="room_one_per_name")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """When something is held."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="slots", verbose_name=_("colloquium"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["colloquium", "starts_at", "ends_at"], name="slot_one_per_hours"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at.astimezone(MONTREAL):%Y-%m-%d %H:%M}"


class Speaker(models.Model):
    """Somebody who gives a workshop, as the programme names them."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="speakers", verbose_name=_("colloquium"))
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True, default="")
    organisation = models.CharField(_("organisation"), max_length=200, blank=True, default="")
    biography = models.TextField(_("biography"), blank=True, default="")

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["colloquium", "name"]
        constraints = [models.UniqueConstraint(fields=["colloquium", "name"], name="speaker_one_per_name")]

    def __str__(self) -> str:
        return self.name


class WorkshopKind(models.TextChoices):
    TALK = "talk", _("Talk")
    WORKSHOP = "workshop", _("Workshop")
    PANEL = "panel", _("Panel")
    GALA = "gala", _("Gala")


class Workshop(models.Model):
    """A talk or workshop; `code` is the team's own and names it in imports."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    colloquium = models.ForeignKey(Colloquium, models.PROTECT, related_name="workshops", verbose_name=_("colloquium"))
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=250)
    abstract = models.TextField(_("abstract"), blank=True, default="")
    kind = models.CharField(_("kind"), max_length=10, choices=WorkshopKind, default=WorkshopKind.WORKSHOP)
    language = models.CharField(_("language"), max_length=2, default="fr")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name=_("room")
    )
    slot = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name=_("slot")
    )
    speakers = models.ManyToManyField(Speaker, blank=True, related_name="workshops", verbose_name=_("speakers"))
    pool = models.OneToOneField(SeatPool, models.PROTECT, related_name="workshop", verbose_name=_("seats"))

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["colloquium", "code"]
        constraints = [models.UniqueConstraint(fields=["colloquium", "code"], name="workshop_one_per_code")]

    def __str__(self) -> str:
        return self.title
