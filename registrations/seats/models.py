"""Seats: everything that can run out has a pool. The one place that counts them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7


class SeatPool(models.Model):
    """`capacity` null is unlimited. `taken` is the sum of live claims; `waiting` the length of the queue."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("taken"), default=0)
    waiting = models.PositiveIntegerField(_("waiting"), default=0)
    closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("seat pool")
        verbose_name_plural = _("seat pools")
        constraints = [
            models.CheckConstraint(condition=Q(taken__gte=0), name="seatpool_taken_not_negative"),
            models.CheckConstraint(condition=Q(waiting__gte=0), name="seatpool_waiting_not_negative"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="seatpool_never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{'∞' if self.capacity is None else self.capacity}"

    @property
    def available(self) -> int | None:
        """Seats one can take now; None is unlimited. Nobody jumps the queue: none while somebody waits."""
        if self.closed or self.waiting:
            return 0
        return None if self.capacity is None else self.capacity - self.taken


class SeatClaim(models.Model):
    """`count` seats held for one thing (an enrolment, a ticket) until an instant, or for good (`until` null)."""

    pool = models.ForeignKey(SeatPool, models.PROTECT, related_name="claims")
    count = models.PositiveIntegerField(default=1)
    holder_kind = models.CharField(max_length=40)
    holder_uuid = models.UUIDField()
    until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("seat claim")
        verbose_name_plural = _("seat claims")
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "holder_kind", "holder_uuid"],
                condition=Q(released_at=None),
                name="seatclaim_one_live_per_holder",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="seatclaim_at_least_one"),
        ]
        indexes = [
            models.Index(fields=["pool", "until"], condition=Q(released_at=None), name="seatclaim_live"),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.holder_kind} {self.holder_uuid}"
