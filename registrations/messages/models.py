"""The outbox: one row per fact to tell. The row is written with the fact; sending comes after, once."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.messages.rules import LEASE, LONGEST_DIAGNOSIS, BounceKind, MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> "MessageQuerySet":
        """Waiting, not before their time, and leased by nobody."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.filter(free, state=MessageState.WAITING, not_before__lte=at)

    def lease(self, uuid: UUID, *, at: datetime) -> "Message | None":
        """Take one due message for oneself by one guarded UPDATE; None when somebody else has it."""
        taken = self.due(at=at).filter(uuid=uuid).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
        return self.select_related("to").get(uuid=uuid) if taken else None

    def leased_by(self, message: "Message") -> "MessageQuerySet":
        """The row of `message` while the lease is still its own."""
        return self.filter(pk=message.pk, state=MessageState.WAITING, leased_until=message.leased_until)


class Message(models.Model):
    """One message to one person about one fact; `fact` is unique, so that nobody is told twice."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    fact = models.CharField(_("fact"), max_length=200)
    about_uuid = models.UUIDField(_("about"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("to")
    )
    to_address = models.EmailField(_("address"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="fr")
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    not_after = models.DateTimeField(_("not after"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["fact"], name="message_one_per_fact"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_known_state"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_instant"
            ),
            models.CheckConstraint(condition=~Q(to=None) | ~Q(to_address=""), name="message_has_recipient"),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["about_uuid"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def address(self) -> str:
        """Where it goes; "" when the person has no address."""
        return self.to_address or (self.to.address if self.to else "")


class OpenKind(models.Model):
    """A kind of mail that leaves though the tap is closed for the others."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    opened_at = models.DateTimeField(_("mails leave since"))

    class Meta:
        verbose_name = _("open kind of mail")
        verbose_name_plural = _("open kinds of mail")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["kind"], name="openkind_once")]

    def __str__(self) -> str:
        return self.kind


class BouncedAddressQuerySet(models.QuerySet["BouncedAddress"]):
    def open(self) -> "BouncedAddressQuerySet":
        """Those that nobody has said to work again."""
        return self.filter(resolved_at=None)

    def hard(self) -> "BouncedAddressQuerySet":
        """Those to which nothing more is sent."""
        return self.open().filter(kind=BounceKind.HARD)


class BouncedAddress(models.Model):
    """An address that refused a mail, until somebody proves or says that it works again."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    address = models.EmailField(_("address"))
    kind = models.CharField(_("kind"), max_length=4, choices=BounceKind)
    diagnosis = models.CharField(_("what the server said"), max_length=LONGEST_DIAGNOSIS, blank=True, default="")
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="bounces", verbose_name=_("message")
    )
    bounced_at = models.DateTimeField(_("bounced"))
    resolved_at = models.DateTimeField(_("works again since"), null=True, blank=True)

    objects: ClassVar[BouncedAddressQuerySet] = BouncedAddressQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("bounced address")
        verbose_name_plural = _("bounced addresses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(resolved_at=None), name="bouncedaddress_one_open_per_address"
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="bouncedaddress_lower_case"),
            models.CheckConstraint(condition=Q(kind__in=BounceKind.values), name="bouncedaddress_known_kind"),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("bounced_at")),
                name="bouncedaddress_resolved_after",
            ),
        ]

    def __str__(self) -> str:
        return self.address
