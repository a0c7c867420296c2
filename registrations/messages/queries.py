"""Reading the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.timezone import localdate
from django.utils.translation import override

from registrations.association.models import Association
from registrations.messages.models import BouncedAddress, Message, MessageQuerySet, OpenKind
from registrations.messages.registry import MAILS, Mail
from registrations.messages.rules import BounceKind, MessageState


def mails_leave(sender: Association, *, at: datetime) -> bool:
    """Whether the team has opened the tap."""
    return sender.mails_opened_at is not None and sender.mails_opened_at <= at


def open_kinds() -> set[str]:
    """What leaves though the tap is closed: what the team opened, and what it sends to itself to see."""
    always = {kind for kind, spec in MAILS.items() if spec.to_oneself}
    return always | set(OpenKind.objects.values_list("kind", flat=True))


def may_leave(message: UUID, sender: Association, *, at: datetime) -> bool:
    """Whether the tap, or that of its kind, lets this message leave."""
    return mails_leave(sender, at=at) or Message.objects.filter(uuid=message, kind__in=open_kinds()).exists()


def due_messages(*, at: datetime, at_most: int, kinds: Iterable[str] | None = None) -> list[UUID]:
    """Messages that should have left by now, the oldest first; of these kinds alone when they are given."""
    due = Message.objects.due(at=at).order_by("not_before", "pk")
    if kinds is not None:
        due = due.filter(kind__in=list(kinds))
    return list(due.values_list("uuid", flat=True)[:at_most])


def was_told(kinds: Iterable[str], about: UUID) -> bool:
    """Whether a message of one of these kinds about this row was ever left to send."""
    return Message.objects.filter(kind__in=kinds, about_uuid=about).exists()


def told_about(kinds: Iterable[str], about: Iterable[UUID]) -> set[UUID]:
    """Those of these rows about which a message of one of these kinds was ever left to send."""
    return set(Message.objects.filter(kind__in=kinds, about_uuid__in=list(about)).values_list("about_uuid", flat=True))


PER_MINUTE = 60
"""What two workers send in a minute, for the estimate of the time that a reopened tap needs."""


@dataclass(frozen=True, slots=True)
class Held:
    """What waits of one kind: `due` could leave now, `people` are distinct, `opened_at` is its own tap's."""

    kind: str
    label: str
    waiting: int
    due: int
    people: int
    no_address: int
    bounced: int
    oldest: datetime
    opened_at: datetime | None

    @property
    def minutes(self) -> int:
        return -(-self.due // PER_MINUTE)


@dataclass(frozen=True, slots=True)
class Who:
    """To whom the waiting messages go, each person in the first group that fits; `twice` would get more than one."""

    messages: int
    team: int
    registrars: int
    staff: int
    others: int
    twice: int
    most: int

    @property
    def minutes(self) -> int:
        return -(-self.messages // PER_MINUTE)


def held(*, at: datetime, kind: str | None = None) -> list[Held]:
    """What waits in the outbox, kind by kind, the most first; in two statements."""
    opened = {row.kind: row.opened_at for row in OpenKind.objects.all()}
    rows = _waiting().filter(kind=kind) if kind else _waiting()
    dead = BouncedAddress.objects.hard().filter(address=OuterRef("goes_to"))
    counted = (
        rows.annotate(goes_to=Lower(Coalesce(NullIf("to_address", Value("")), "to__email", "to__contact_email")))
        .annotate(is_dead=Exists(dead))
        .values("kind")
        .annotate(
            waiting=Count("pk"),
            due=Count("pk", filter=Q(not_before__lte=at)),
            people=Count("to", distinct=True),
            no_address=Count("pk", filter=Q(goes_to="") | Q(goes_to=None)),
            bounced=Count("pk", filter=Q(is_dead=True)),
            oldest=Min("created_at"),
        )
        .order_by("-waiting", "kind")
    )
    return [
        Held(
            **row,
            label=str(MAILS[row["kind"]].label) if row["kind"] in MAILS else row["kind"],
            opened_at=opened.get(row["kind"]),
        )
        for row in counted
    ]


def held_of(kind: str, *, at: datetime) -> Held | None:
    """The same for one kind; None when nothing of it waits."""
    return next(iter(held(at=at, kind=kind)), None)


def who_waits(*, at: datetime) -> Who:
    """The people behind what waits, by what they are to the association."""
    live = Q(to__affiliations__ends_on=None) | Q(to__affiliations__ends_on__gt=localdate(at))
    posts = _waiting().filter(live, to__affiliations__isnull=False)
    numbers = dict(_waiting().exclude(to=None).order_by().values_list("to").annotate(number=Count("pk")))
    team = _people(_waiting().filter(to__groups__isnull=False))
    registrars = _people(posts.filter(to__affiliations__is_registrar=True)) - team
    staff = _people(posts) - registrars - team
    return Who(
        messages=_waiting().count(),
        team=len(team),
        registrars=len(registrars),
        staff=len(staff),
        others=len(numbers.keys() - team - registrars - staff),
        twice=sum(number > 1 for number in numbers.values()),
        most=max(numbers.values(), default=0),
    )


def left_lately(*, since: datetime) -> list[tuple[str, str, int, int]]:
    """Kind, label, sent and failed, of what was told or sent since then; the most first, in one statement."""
    recent = Message.objects.filter(Q(sent_at__gte=since) | Q(state=MessageState.FAILED, created_at__gte=since))
    sent, failed = Count("pk", filter=Q(state=MessageState.SENT)), Count("pk", filter=Q(state=MessageState.FAILED))
    rows = recent.order_by().values_list("kind").annotate(sent=sent, failed=failed).order_by("-sent", "kind")
    return [(kind, str(MAILS[kind].label) if kind in MAILS else kind, *numbers) for kind, *numbers in rows]


def next_of(kind: str, number: int) -> list[Message]:
    """The first messages of this kind that would leave."""
    return list(_waiting().filter(kind=kind).select_related("to").order_by("not_before", "pk")[:number])


def mail_of(message: Message) -> Mail | None:
    """The mail of one message as it would leave; None when there is nothing to say any more, or no such kind."""
    spec = MAILS.get(message.kind)
    with override(message.language):
        return spec.render(message.about_uuid, message.language) if spec else None


def example_of(kind: str, language: str) -> Mail | None:
    """A mail of this kind to look at: the kind's own example, else what was last told that can still be said."""
    spec = MAILS[kind]
    told = Message.objects.filter(kind=kind).order_by("-pk").values_list("about_uuid", flat=True)
    for about in [spec.example(), *told[:20]]:
        if about and (mail := spec.render(about, language)):
            return mail
    return None


def _waiting() -> MessageQuerySet:
    return Message.objects.filter(state=MessageState.WAITING)


def _people(rows: MessageQuerySet) -> set[int]:
    return set(rows.exclude(to=None).order_by().values_list("to", flat=True))


PART = 5000  # addresses a statement: SQLite bounds the number of its parameters


def bounced(addresses: Iterable[str]) -> dict[str, BouncedAddress]:
    """Those of these addresses that bounce today, by lower-case address, whatever the kind of bounce."""
    wanted = sorted({address.lower() for address in addresses if address})
    parts = (wanted[start : start + PART] for start in range(0, len(wanted), PART))
    return {row.address: row for part in parts for row in BouncedAddress.objects.open().filter(address__in=part)}


def dead_addresses(addresses: Iterable[str]) -> set[str]:
    """Those of these addresses, in lower case, to which nothing more is sent."""
    return {address for address, row in bounced(addresses).items() if row.kind == BounceKind.HARD}


def bounces_for_good(address: str) -> bool:
    """Whether nothing is to be sent to this address any more."""
    return BouncedAddress.objects.hard().filter(address=address.lower()).exists()


def message_named(identifier: str) -> Message | None:
    """The message that a Message-ID of ours names (`mails.message_id` makes them)."""
    try:
        uuid = UUID(identifier.strip().strip("<>").partition("@")[0])
    except ValueError:
        return None
    return Message.objects.select_related("to").filter(uuid=uuid).first()
