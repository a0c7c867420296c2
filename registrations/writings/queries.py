"""Reading writings: whom they go to, what became of each, how they look."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from registrations.messages.models import Message
from registrations.messages.queries import bounced
from registrations.messages.rules import MessageState
from registrations.writings.models import Writing, WritingRecipient
from registrations.writings.registry import RECIPIENTS
from registrations.writings.rules import COMMON, RecipientState

OUTCOMES = (*MessageState.values, RecipientState.LEFT_OUT.value, "bounced")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a writing, in numbers of people."""

    to_write: int
    waiting: int
    sent: int
    failed: int
    bounced: int
    cancelled: int
    left_out: int

    @property
    def total(self) -> int:
        return self.to_write + self.waiting + self.sent + self.failed + self.cancelled


def known_fields(writing: Writing) -> dict[str, str]:
    """The fields that its text may use, with what each means."""
    source = RECIPIENTS.get(writing.origin)
    return {name: str(label) for name, label in {**COMMON, **(source.fields if source else {})}.items()}


def with_outcome(recipients: "QuerySet[WritingRecipient]") -> "QuerySet[Any]":
    """Each with `outcome`: the state of its message in the outbox, else its own."""
    message = Message.objects.filter(about_uuid=OuterRef("uuid"))
    found = Coalesce(Subquery(message.values("state")[:1]), "state", Value(""), output_field=CharField())
    rows: QuerySet[Any] = recipients.annotate(outcome=found)
    return rows


def outcome(writing: Writing) -> Outcome:
    """Counted in two statements. The people still to be written to are `to_write`."""
    rows = with_outcome(writing.recipients.all()).order_by()
    unsent = writing.recipients.filter(state=RecipientState.WAITING).count()
    counts = dict(rows.values_list("outcome").annotate(people=Count("pk")))
    addresses = Message.objects.filter(about_uuid__in=writing.recipients.values("uuid"), bounces__resolved_at=None)
    return Outcome(
        to_write=unsent,
        waiting=counts.get(MessageState.WAITING, 0) - unsent,
        sent=counts.get(MessageState.SENT, 0),
        failed=counts.get(MessageState.FAILED, 0),
        bounced=addresses.exclude(bounces=None).distinct().count(),
        cancelled=counts.get(MessageState.CANCELLED, 0),
        left_out=counts.get(RecipientState.LEFT_OUT, 0),
    )


def samples(writing: Writing, number: int = 3) -> list[WritingRecipient]:
    """Real recipients to look at, of both languages when there are."""
    kept = writing.recipients.kept().select_related("person", "organisation")
    english = list(kept.filter(language="en").order_by("pk")[:1])
    return (list(kept.exclude(language="en").order_by("pk")[:number]) + english)[-number:]


def unreachable(addresses: list[str]) -> set[str]:
    """Those to which nothing more is sent."""
    return {address for address, row in bounced(addresses).items() if row.kind == "hard"}
