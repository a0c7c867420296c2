"""Money that goes: refunds, disputes, what the card provider keeps and pays out.

A refund or a dispute changes its state in place, so its dates are those of the journal of acts, which only grows; but
money given by hand left on the day that accounting typed.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registrations.accounting.models import ProviderLine
from registrations.accounting.rules.disputes import CHANGED, LOST, OPENED, WON, Act, Step, steps
from registrations.accounting.rules.periods import Period
from registrations.accounting.rules.posting import (
    BAD_DEBTS,
    BANK,
    CARD,
    CREDITS,
    FEES,
    RECEIVABLE,
    REFUNDS,
    Account,
    Journal,
    Movement,
)
from registrations.accounting.rules.refunds import ACTS, Turn, turns
from registrations.journal.models import Entry
from registrations.payments.models import Dispute, Payment, PaymentMethod, Refund, RefundState
from registrations.payments.rules import Movement as AtProvider

COUNTED_LOST = "payments.count-lost"
Moved = dict[UUID, list[tuple[datetime, str]]]


def within(field: str, period: Period) -> Q:
    """Instants of these days, in Montréal."""
    return Q(**{f"{field}__gte": period.begins, f"{field}__lt": period.ends})


def owed_by(payment: Payment) -> Account:
    """The debt that the money pays; what came for nothing is held for the payer."""
    return CREDITS if payment.refund_reason else RECEIVABLE


def refunds(period: Period) -> Iterator[Movement]:
    """Out of what was paid from the asking; out of the bank, or of the card account, once it has left."""
    moved = _acts_of_refunds(period)
    rows = Refund.objects.filter(uuid__in=moved).exclude(method=PaymentMethod.CREDIT)
    for row in rows.select_related("payment__order").order_by("pk"):
        if [act for _at, act in moved[row.uuid]] == ["payments.external-refund"] and row.state == RefundState.FAILED:
            continue  # the provider's dashboard made it, and it never left
        for at, turn in turns(moved[row.uuid]):
            day = row.given_on if turn == Turn.DONE and row.given_on and row.by_hand else localdate(at)
            if day in period:
                yield _refund(row, day, at, turn)


def _acts_of_refunds(period: Period) -> Moved:
    """All the acts, until now, on the refunds that one of these days touched."""
    known = Entry.objects.filter(action__in=ACTS)
    given = Refund.objects.filter(given_on__gte=period.first, given_on__lt=period.after)
    of_these_days = within("at", period) | Q(about_uuid__in=given.order_by().values("uuid"))
    touched = set(known.filter(of_these_days).values_list("about_uuid", flat=True))
    moved: Moved = defaultdict(list)
    rows = known.filter(about_uuid__in=touched).order_by("pk")
    for uuid, at, action in rows.values_list("about_uuid", "at", "action"):
        moved[uuid].append((at, action))
    return moved


def _refund(row: Refund, day: date, at: datetime, turn: Turn) -> Movement:
    owed = CREDITS if row.from_due else owed_by(row.payment)
    paid = BANK if row.by_hand else CARD
    text, debit, credit = {
        Turn.COUNTED: (_("Refund decided"), owed, REFUNDS),
        Turn.DONE: (_("Refund"), REFUNDS, paid),
        Turn.UNDONE: (_("Refund that came back"), paid, REFUNDS),
        Turn.UNCOUNTED: (_("Refund not made"), REFUNDS, owed),
    }[turn]
    order, piece = row.payment.order.code, row.payment.reference
    said, kind, out = f"{text}, {order}", f"{turn}-{at.isoformat()}", Journal.MONEY_OUT
    return Movement(row.pk, day, out, kind, piece, said, debit=debit, credit=credit, cents=row.cents, order=order)


def moved_credits(period: Period) -> Iterator[Movement]:
    """What was paid too much on one invoice, and goes to another: held in between."""
    rows = Refund.objects.filter(method=PaymentMethod.CREDIT).select_related("payment__order").order_by("pk")
    for row in rows.filter(within("asked_at", period)):
        text = _("Credit moved, %(order)s") % {"order": row.payment.order.code}
        yield _moved(row, row.asked_at, "credit-moved", text, debit=owed_by(row.payment), credit=CREDITS)
    for row in rows.filter(within("ended_at", period), state=RefundState.FAILED):
        text = _("Credit moved back, %(order)s") % {"order": row.payment.order.code}
        yield _moved(row, row.ended_at, "credit-undone", text, debit=CREDITS, credit=owed_by(row.payment))


def _moved(row: Refund, at: datetime | None, kind: str, text: str, *, debit: Account, credit: Account) -> Movement:
    day, order, out = localdate(at or row.asked_at), row.payment.order.code, Journal.MONEY_OUT
    return Movement(
        row.pk, day, out, kind, row.reference, text, debit=debit, credit=credit, cents=row.cents, order=order
    )


def disputes(period: Period) -> Iterator[Movement]:
    """The provider takes the money when a cardholder contests, and gives it back when we win.

    Lost, it is a loss, less what the order thereby owes again.
    """
    moved = _acts_of_disputes(period)
    rows = Dispute.objects.filter(uuid__in=moved).select_related("payment__order")
    for row in rows.order_by("pk"):
        for step in steps(moved[row.uuid]):
            if localdate(step.act.at) in period:
                yield _dispute(row, step)
    yield from _counted_lost(period)


def _acts_of_disputes(period: Period) -> dict[UUID, list[Act]]:
    """All the acts, until now, on the disputes that one of these days touched."""
    known = Entry.objects.filter(action__in=(OPENED, CHANGED, WON, LOST))
    touched = set(known.filter(within("at", period)).values_list("about_uuid", flat=True))
    moved: dict[UUID, list[Act]] = defaultdict(list)
    rows = known.filter(about_uuid__in=touched).order_by("pk")
    for pk, uuid, at, action, details in rows.values_list("pk", "about_uuid", "at", "action", "details"):
        moved[uuid].append(Act(pk, at, action, details.get("cents", 0)))
    return moved


def _dispute(row: Dispute, step: Step) -> Movement:
    text = {
        OPENED: _("Payment contested"),
        CHANGED: _("Payment contested"),
        WON: _("Dispute won"),
        LOST: _("Dispute lost"),
    }[step.act.action]
    said, day = f"{text}, {row.payment.order.code}", localdate(step.act.at)
    debit, credit, cents = step.debit, step.credit, step.cents
    return Movement(
        step.act.pk, day, Journal.CARD, "dispute", row.reference, said, debit=debit, credit=credit, cents=cents
    )


def _counted_lost(period: Period) -> Iterator[Movement]:
    acts = Entry.objects.filter(within("at", period), action=COUNTED_LOST).order_by("pk")
    found = list(acts.values_list("pk", "about_uuid", "at", "details"))
    uuids = {uuid for _pk, uuid, *_rest in found}
    payments = {row.uuid: row for row in Payment.objects.filter(uuid__in=uuids).select_related("order")}
    for pk, uuid, at, details in found:
        yield _owed_again(pk, payments[uuid], at, details["cents"])


def _owed_again(pk: int, payment: Payment, at: datetime, cents: int) -> Movement:
    order = payment.order.code
    text = _("Owed again after a dispute, %(order)s") % {"order": order}
    day, piece, owed = localdate(at), payment.reference, owed_by(payment)
    return Movement(
        pk, day, Journal.CARD, "dispute", piece, text, debit=owed, credit=BAD_DEBTS, cents=cents, order=order
    )


def provider_lines(period: Period) -> Iterator[Movement]:
    """Fees, and payouts to the bank; charges, refunds and disputes are ours to say."""
    days = Q(posted_on__gte=period.first, posted_on__lt=period.after)
    for row in ProviderLine.objects.filter(days).order_by("pk"):
        if row.fee_cents:
            yield _provided(row, "fee", _("Fees, %(kind)s") % {"kind": row.type}, FEES, row.fee_cents)
        if row.kind == AtProvider.PAYOUT:
            yield _provided(row, "payout", _("Payout to the bank"), BANK, -row.cents)
        elif row.kind == AtProvider.FEE:
            yield _provided(row, "fees", _("Fees of the card provider"), FEES, -row.cents)


def _provided(row: ProviderLine, kind: str, text: str, debit: Account, cents: int) -> Movement:
    return Movement(
        row.pk, row.posted_on, Journal.CARD, kind, row.reference, text, debit=debit, credit=CARD, cents=cents
    )
