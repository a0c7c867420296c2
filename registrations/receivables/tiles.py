"""What a registrar sees of their organisation's account, on its page."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.money import spelled
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Tile
from registrations.receivables.queries import open_orders, receipts_with_rest


def account_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile:  # noqa: ARG001 - a tile maker's signature
    """What is owed, and what of it is late."""
    on, language = localdate(at), get_language() or "fr"
    owed = open_orders(organisation, on=on)
    late = sum(one.due_cents for order, one, day in owed if order.on_account and day < on)
    rest = sum(receipt.left_cents for receipt in receipts_with_rest(organisation))
    urgent = (_("%(amount)s late") % {"amount": spelled(late, language)},) if late else ()
    total = sum(one.due_cents for _order, one, _due in owed)
    facts = [_("%(amount)s to pay") % {"amount": spelled(total, language)} if total else _("Nothing to pay")]
    if rest:
        facts.append(_("%(amount)s in credit") % {"amount": spelled(rest, language)})
    place = reverse("receivables:organisation", args=[organisation.slug])
    return Tile(_("Account and payments"), place, order=50, icon="receipt", facts=tuple(facts), urgent=urgent)
