"""Applying for a booth, and the event lead's answer: an approval takes a booth of the package, a refusal frees it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import Forbidden, constraint_means
from registrations.exhibitors.actions.booths import AREA
from registrations.exhibitors.errors import AlreadyExhibits, BoothOrdered
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.exhibitors.rules import HOLDS_A_BOOTH, NEXT, ExhibitorState, may_apply, may_manage
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.orders.queries import registrar_of
from registrations.organisations.models import Organisation
from registrations.seats.actions import Holder, release_seats, take_seats
from registrations.staff.queries import registrars_of
from registrations.states import move


@transaction.atomic
def apply_to_exhibit(
    *, package: ExhibitorPackage, organisation: Organisation, description: str = "", by: Actor, at: datetime
) -> Exhibitor:
    """Ask for a booth of a package in the name of an organisation; nothing is held yet. Raises `AlreadyExhibits`."""
    if not may_apply(by, organisation=organisation.pk, registrar_of=registrar_of(by, on=localdate(at))):
        raise Forbidden()
    exhibitor = Exhibitor(
        colloquium_id=package.colloquium_id,
        package=package,
        organisation=organisation,
        description=description.strip(),
    )
    with constraint_means(Exhibitor, "exhibitor_one_per_organisation", AlreadyExhibits()):
        exhibitor.save(force_insert=True)
    log(exhibitor, "exhibitors.apply", by=by, at=at)
    return exhibitor


@transaction.atomic
def approve_exhibitor(exhibitor: Exhibitor, *, by: Actor, at: datetime) -> Exhibitor:
    """A booth of the package is theirs, to be ordered; the organisation's registrars are told. Raises `SoldOut`."""
    exhibitor = _locked(exhibitor, by)
    _answer(exhibitor, ExhibitorState.APPROVED, by=by, at=at)
    take_seats(exhibitor.package.pool_id, holder=Holder.of(exhibitor), at=at)
    for person in registrars_of(exhibitor.organisation_id, on=localdate(at)):
        tell("exhibitor-approved", about=exhibitor, to=person, at=at)
    return exhibitor


@transaction.atomic
def refuse_exhibitor(exhibitor: Exhibitor, *, by: Actor, at: datetime) -> Exhibitor:
    """The booth goes to another. Raises `BoothOrdered` while an order stands: it is cancelled or credited first."""
    exhibitor = _locked(exhibitor, by)
    if exhibitor.line_id is not None:
        raise BoothOrdered()
    held = exhibitor.state in HOLDS_A_BOOTH
    _answer(exhibitor, ExhibitorState.REFUSED, by=by, at=at)
    if held:
        release_seats(exhibitor.package.pool_id, holder=Holder.of(exhibitor), at=at)
    return exhibitor


def _locked(exhibitor: Exhibitor, by: Actor) -> Exhibitor:
    if not may_manage(by):
        raise Forbidden()
    rows = Exhibitor.objects.select_for_update(no_key=True, of=("self",)).select_related("package")
    return rows.get(pk=exhibitor.pk)


def _answer(exhibitor: Exhibitor, to: ExhibitorState, *, by: Actor, at: datetime) -> None:
    move(Exhibitor.objects.all(), exhibitor.pk, table=NEXT, from_=exhibitor.state, to=to)
    exhibitor.state = to
    log(exhibitor, "exhibitors.approve" if to == ExhibitorState.APPROVED else "exhibitors.refuse", by=by, at=at)
    bump(AREA)
