"""The outbox: who was written to about what; addresses that a mail server repeated in its answer."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.registry import MAILS
from registrations.messages.rules import MessageState
from registrations.people.models import User
from registrations.privacy.queries import marks_of, mentioning
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept, Retention

ADDRESSES_KEPT = timedelta(days=366)


def preview(person: User, _on: date) -> Iterator[Fate]:
    theirs = _of(person)
    if waiting := theirs.filter(state=MessageState.WAITING).count():
        yield Ends(_("Messages that have not left: they never will"), waiting)
    if number := theirs.count():
        yield Kept(_("Messages: kind, date and state, without any address"), number, _("So that nobody is told twice."))
    if number := _addressed(person).count() + _repeating(person).count():
        yield Gone(_("Addresses written in messages"), number)
    if number := _bounced(person).count():
        yield Gone(_("Their addresses that refused a mail"), number)


def erase(person: User, _by: Actor, _at: datetime) -> None:
    _bounced(person).delete()
    repeated = list(_repeating(person).values_list("pk", flat=True))
    Message.objects.filter(pk__in=repeated).update(error="")
    _addressed(person).update(to=person, to_address="")
    waiting = _of(person).filter(state__in=[MessageState.WAITING, MessageState.FAILED])
    waiting.update(state=MessageState.CANCELLED, leased_until=None)
    _of(person).update(error="")


def _of(person: User) -> "QuerySet[Message]":
    return Message.objects.filter(to=person)


def _addressed(person: User) -> "QuerySet[Message]":
    """To an address that turned out to be theirs."""
    return Message.objects.filter(to=None, to_address__in=marks_of(person).addresses)


def _repeating(person: User) -> "QuerySet[Message]":
    return mentioning(Message.objects.exclude(error=""), "error", marks_of(person))


def _bounced(person: User) -> "QuerySet[BouncedAddress]":
    return BouncedAddress.objects.filter(address__in=marks_of(person).addresses)


def bounces(person: User) -> Iterator[Mapping[str, Any]]:
    yield from _bounced(person).order_by("pk").values("address", "kind", "diagnosis", "bounced_at", "resolved_at")


def sent(person: User) -> Iterator[Mapping[str, Any]]:
    for message in _of(person).order_by("pk"):
        label = str(MAILS[message.kind].label) if message.kind in MAILS else message.kind
        yield {
            "kind": message.kind,
            "label": label,
            "state": message.state,
            "created_at": message.created_at,
            "sent_at": message.sent_at,
        }


def old_addresses(on: date) -> "QuerySet[Message]":
    ended = Message.objects.exclude(state=MessageState.WAITING).filter(created_at__date__lt=on - ADDRESSES_KEPT)
    return ended.exclude(error="", to_address="").filter(~Q(error="") | Q(to__isnull=False))


def old_bounces(on: date) -> "QuerySet[BouncedAddress]":
    return BouncedAddress.objects.filter(resolved_at__date__lt=on - ADDRESSES_KEPT)


def forget_addresses(_by: Actor, at: datetime) -> int:
    old = old_addresses(at.date())
    number = old.filter(to__isnull=False).update(error="", to_address="")
    return number + old.filter(to=None).update(error="")


ERASURES = [Erasure(preview, erase, speaks_for=("registrations.message.to",), last=True)]
EXPORTS = [
    Export(
        "messages",
        _("Messages sent to you"),
        sent,
        columns={"label": _("Message"), "created_at": _("Written on"), "sent_at": _("Sent on")},
    ),
    Export(
        "bounced_addresses",
        _("Your addresses that refused a mail"),
        bounces,
        columns={"address": _("Address"), "bounced_at": _("When")},
    ),
]
RETENTIONS = [
    Retention(
        "messages",
        _("Outbox: addresses and answers of mail servers"),
        _("Emptied a year after; the kind and the date stay, so that nobody is told twice."),
        lambda on: old_addresses(on).count(),
        forget_addresses,
    ),
    Retention(
        "bounced_addresses",
        _("Addresses that refused a mail and work again"),
        _("Deleted a year after they work again."),
        lambda on: old_bounces(on).count(),
        lambda _by, at: old_bounces(at.date()).delete()[0],
    ),
]
