"""Where the money of a dispute is, act after act: at the provider's, held by the bank, back, or lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from registrations.accounting.rules.posting import BAD_DEBTS, CARD, DISPUTES, Account

OPENED, CHANGED = "payments.open-dispute", "payments.change-dispute"
WON, LOST = "payments.win-dispute", "payments.lose-dispute"
PLACES = {OPENED: DISPUTES, WON: CARD, LOST: BAD_DEBTS}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the journal of acts; `cents` is the amount when it opens, and by how much when that changes."""

    pk: int
    at: datetime
    action: str
    cents: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What one act moves: so much, from one account to another; nothing when both are the same."""

    act: Act
    debit: Account
    credit: Account
    cents: int


def steps(acts: Iterable[Act]) -> Iterator[Step]:
    """The whole amount goes where each act says, whatever came before; a change of amount goes where the rest is."""
    place, cents = CARD, 0
    for act in acts:
        cents += act.cents
        if act.action == CHANGED:
            yield Step(act, place, CARD, act.cents)
        else:
            yield Step(act, PLACES[act.action], place, cents)
            place = PLACES[act.action]
