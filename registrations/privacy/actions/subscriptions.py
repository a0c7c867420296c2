"""Leaving a list, at once, with or without an account; coming back from it; tacit bases that the team notes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import Conflict
from registrations.journal.actions import log
from registrations.people.actions import lock_people
from registrations.privacy.actions.consents import end_consents
from registrations.privacy.errors import AlreadySaid, NotInCharge, UndoTooLate
from registrations.privacy.models import Consent, Subscription
from registrations.privacy.queries import Holder, facts_of
from registrations.privacy.rules import CONSENT_FOR, Basis, Ground, may_keep_subscriptions, may_send, tacit_until

UNDO_WITHIN = timedelta(days=1)


@transaction.atomic
def unsubscribe(holder: Holder, name: str, *, by: Actor, at: datetime) -> Subscription:
    """Nothing more of this list to this recipient, from now on; doing it again changes nothing.

    Whoever holds the link of a mail may, signed out (S.C. 2010, c. 23, s. 11).
    """
    _lock(holder)
    row = Subscription.objects.filter(**holder.fields, list=name).first()
    if row and row.unsubscribed_at:
        return row
    if row is None:  # two clicks of an address without account meet here: the table keeps one row
        rested = _rested_on(holder, name, on=localdate(at))
        row, _made = Subscription.objects.get_or_create(**holder.fields, list=name, defaults=rested)
    Subscription.objects.filter(pk=row.pk).update(unsubscribed_at=at)
    if holder.person:
        end_consents(holder.person, CONSENT_FOR[name], at=at)
    log(row, "privacy.unsubscribe", by=by, at=at, list=name)
    row.refresh_from_db()
    return row


@transaction.atomic
def undo_unsubscribe(holder: Holder, name: str, *, by: Actor, at: datetime) -> Subscription:
    """As it was before, within a day of a click made by mistake. Raises `UndoTooLate`."""
    _lock(holder)
    row = Subscription.objects.filter(**holder.fields, list=name).first()
    if row is None or row.unsubscribed_at is None or at - row.unsubscribed_at > UNDO_WITHIN:
        raise UndoTooLate()
    stopped = Consent.objects.filter(person=holder.person, purpose=CONSENT_FOR[name], withdrawn_at=row.unsubscribed_at)
    stopped.update(withdrawn_at=None)
    Subscription.objects.filter(pk=row.pk).update(unsubscribed_at=None)
    log(row, "privacy.undo_unsubscribe", by=by, at=at, list=name)
    row.refresh_from_db()
    return row


@transaction.atomic
def note_tacit(
    holder: Holder, name: str, *, basis: str, source: str, on: date, by: Actor, at: datetime
) -> Subscription:
    """Note a purchase or an enquiry made on that day: it opens the list for two years or six months.

    What the recipient said stands: an express consent is not weakened, and whoever left is not written to.
    """
    if not may_keep_subscriptions(by):
        raise NotInCharge()
    if basis == Basis.EXPRESS:
        raise Conflict()
    _lock(holder)
    ends_on = tacit_until(basis, on)
    row, made = Subscription.objects.get_or_create(
        **holder.fields, list=name, defaults={"basis": basis, "source": source, "since": on, "ends_on": ends_on}
    )
    if not made:
        if row.unsubscribed_at or row.basis == Basis.EXPRESS:
            raise AlreadySaid()
        longer = row.ends_on is not None and (ends_on is None or ends_on > row.ends_on)
        if longer:
            Subscription.objects.filter(pk=row.pk).update(basis=basis, source=source, since=on, ends_on=ends_on)
    log(row, "privacy.note_tacit", by=by, at=at, list=name, basis=basis)
    row.refresh_from_db()
    return row


def _lock(holder: Holder) -> None:
    if holder.person:
        lock_people(holder.person)


def _rested_on(holder: Holder, name: str, *, on: date) -> dict[str, Any]:
    """The basis that was alive when they left, so that the row says what ended."""
    found = may_send(name, facts_of(holder, name, on=on), on).ground or Ground(Basis.FUNCTION, on)
    return {"basis": found.basis, "source": found.source[:200], "since": found.since, "ends_on": found.until}
