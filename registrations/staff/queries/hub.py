"""What a registrar sees first: the page of their organisation."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.dates import spelled_day
from registrations.errors import NotFound
from registrations.memberships.models import Membership
from registrations.memberships.queries import organisations_managed_by
from registrations.organisations.models import Organisation
from registrations.organisations.registry import TILES, Tile
from registrations.staff.queries.lists import Wanted, colleagues, is_confirmed
from registrations.staff.rules import SignIn


def managed(slug: str, *, by: Actor, on: date) -> Organisation:
    """The organisation of this address, for its verified registrars; `NotFound` for anybody else."""
    found = next((each for each in organisations_managed_by(by, on=on) if each.slug == slug), None)
    if found is None:
        raise NotFound()
    return found


def tiles_of(organisation: Organisation, *, by: Actor, at: datetime) -> list[Tile]:
    """What there is to look after, each feature's in its place."""
    made = (make(organisation, by, at) for make in TILES)
    return sorted((tile for tile in made if tile is not None), key=lambda tile: tile.order)


def staff_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile:  # noqa: ARG001 - a tile maker's signature
    """How many work there, and what their list asks: people to verify, mails that come back, a confirmation."""
    staff = colleagues(organisation, Wanted(), on=localdate(at))
    unverified = sum(line.post.verified_at is None for line in staff)
    returned = sum(line.sign_in == SignIn.BOUNCED for line in staff)
    everybody = ngettext("%(n)s person", "%(n)s people", len(staff)) % {"n": len(staff)}
    urgent = []
    if unverified:
        urgent.append(ngettext("%(n)s person to verify", "%(n)s people to verify", unverified) % {"n": unverified})
    if returned:
        urgent.append(ngettext("%(n)s address returned", "%(n)s addresses returned", returned) % {"n": returned})
    if not is_confirmed(organisation, on=localdate(at)):
        urgent.append(_("List to be confirmed"))
    return Tile(
        _("Staff"),
        reverse("staff:people", args=[organisation.slug]),
        order=20,
        icon="users",
        facts=(everybody,),
        urgent=tuple(urgent),
    )


def membership_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile:  # noqa: ARG001 - the same
    """Whether the organisation is a member today, and until when."""
    on = localdate(at)
    current = Membership.objects.active(on=on).filter(organisation=organisation).order_by("-lapses_on").first()
    place = reverse("memberships:follow", args=[organisation.slug])
    if current is None:
        return Tile(_("Membership"), place, order=30, icon="award", urgent=(_("Not a member today"),))
    last = spelled_day(current.lapses_on, get_language() or "fr", weekday=False)
    until = _("Rights until %(day)s") % {"day": last}
    return Tile(_("Membership"), place, order=30, icon="award", facts=(_("AXTRA member"), until))
