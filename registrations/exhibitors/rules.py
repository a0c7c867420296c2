"""Who keeps the exhibitors, and the states they go through."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role


class ExhibitorState(TextChoices):
    APPLIED = "applied", _("Application received")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    PAID = "paid", _("Paid")
    CONFIRMED = "confirmed", _("Confirmed")


NEXT: Mapping[str, frozenset[str]] = {
    ExhibitorState.APPLIED: frozenset({ExhibitorState.APPROVED, ExhibitorState.REFUSED}),
    ExhibitorState.APPROVED: frozenset({ExhibitorState.PAID, ExhibitorState.REFUSED}),
    # Money that goes back, or an order that ends, leaves the exhibitor approved and unpaid.
    ExhibitorState.PAID: frozenset({ExhibitorState.CONFIRMED, ExhibitorState.APPROVED}),
}
HOLDS_A_BOOTH = frozenset({ExhibitorState.APPROVED, ExhibitorState.PAID, ExhibitorState.CONFIRMED})


def may_manage(by: Actor) -> bool:
    """The event lead keeps packages and exhibitors."""
    return by.has(Role.EVENT_LEAD)


def may_apply(by: Actor, *, organisation: int, registrar_of: frozenset[int]) -> bool:
    """An organisation's registrar applies for it; the event lead for any."""
    return may_manage(by) or organisation in registrar_of


def may_invoice(by: Actor) -> bool:
    """Accounting and the event lead invoice a booth to whoever was approved."""
    return by.has(Role.ACCOUNTING, Role.EVENT_LEAD)
