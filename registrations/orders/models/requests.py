"""What is asked to be cancelled once it is paid or invoiced: accounting answers with a credit note and a refund."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.orders.models.orders import Order, OrderLine


class Why(models.TextChoices):
    ASKED = "asked", _("Asked by the buyer")
    GIVEN_UP = "given_up", _("Seat given up")
    CALLED_OFF = "called_off", _("Session cancelled by the team")


class CancellationRequest(models.Model):
    """Of a whole order (`line` null), or of so many `places` of one of its lines."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="cancellation_requests", verbose_name=_("order"))
    line = models.ForeignKey(
        OrderLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order line")
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    places = models.PositiveIntegerField(_("places"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("cancellation request")
        verbose_name_plural = _("cancellation requests")
        ordering = ["answered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(line=None, answered_at=None),
                name="cancellationrequest_one_open_per_order",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(answered_at=None), name="cancellationrequest_one_open_per_line"
            ),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="cancellationrequest_known_why"),
            models.CheckConstraint(
                condition=~Q(why="asked") | ~Q(reason=""), name="cancellationrequest_asked_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(line=None) | Q(places__gte=1), name="cancellationrequest_line_has_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.get_why_display()}"
