"""A year of sales and of what happens to money: paid late, in part, together, twice, contested, given back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate, localtime

from config.demo.bringing import LOADER
from config.demo.parts.sales import REGISTRAR
from config.demo.world import World
from registrations.accounting.actions import keep_lines
from registrations.actors import Actor, Via
from registrations.models import Order, Organisation, User
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from registrations.orders.queries import amount_due
from registrations.payments.actions import (
    Part,
    make_slip,
    record_dispute,
    record_payment,
    record_receipt,
    record_refund,
    record_refund_by_hand,
    refund_order,
    reverse_receipt,
)
from registrations.payments.models import Payment, Receipt, Refund
from registrations.payments.rules import BalanceFact, DisputeFact, Movement, RefundFact, SessionFact
from registrations.receivables.actions import send_due, start_dunning
from training.catalogue.actions import create_activity, trainers_named
from training.models import Activity, Session
from training.sessions.actions import publish_session, schedule_session
from training.sessions.rules import Period

MONTHS = 12
METHODS = ("cheque", "transfer", "interac", "deposit")
LATE = 3
"""The first centres of the world after the demo's own two, which pay nothing of the last months."""
CARDS = 6
GIFT = "pi_demo_gift"
"""A charge at the card provider for something else than ours."""


def load(world: World, *, at: datetime) -> None:
    """After the accounts; before the books, which close the year."""
    team = User.objects.get(email="accounting@demo.test")
    by = Actor(person=team, roles=frozenset({"accounting"}), via=Via.ADMIN)
    start_dunning(by=by, at=at - timedelta(days=90))
    activity = _activity(at=at - timedelta(days=31 * MONTHS))
    sessions = [_session(activity, number, at=at) for number in range(MONTHS)]
    orders = [order for number, session in enumerate(sessions) for order in _sold(world, session, number, by=by)]
    late = {world.centres[place].name for place in range(2, 2 + LATE)}
    for place, order in enumerate(orders):
        if str(order.organisation) not in late:
            _paid(order, place, by=by, at=at)
    paid_together(by=by, at=at)
    in_part_and_bounced(by=by, at=at)
    cards(sessions, by=by, at=at)
    by_hand(orders, by=by, at=at)
    deposited(by=by, at=at)
    for days in range(60, 0, -1):
        send_due(by=Actor.system("reminders"), at=at - timedelta(days=days))


def _activity(*, at: datetime) -> Activity:
    return create_activity(
        slug="codeveloppement-professionnel",
        title="Codéveloppement professionnel",
        objectives="Éclairer une situation réelle en groupe, et en tirer un plan d’action.",
        stream="practitioners",
        mode="online",
        duration_minutes=180,
        trainers=trainers_named(["Hélène Marchand"], by=LOADER, at=at),
        by=LOADER,
        at=at,
    )


def _session(activity: Activity, number: int, *, at: datetime) -> Session:
    """One a month, the last one three weeks from now; sold from five weeks before."""
    day = at - timedelta(days=30 * (MONTHS - 1 - number)) + timedelta(days=21)
    starts = localtime(day).replace(hour=13, minute=0, second=0, microsecond=0)
    opens = starts - timedelta(days=45)
    session = schedule_session(
        activity=activity,
        code=f"CODEV-{number + 1:02d}",
        meetings=[Period(starts, starts + timedelta(hours=3))],
        capacity=30,
        opens_at=opens,
        closes_at=starts - timedelta(days=2),
        price_cents=18_500,
        member_price_cents=14_500,
        by=LOADER,
        at=opens - timedelta(days=5),
    )
    publish_session(session, by=LOADER, at=opens - timedelta(days=5))
    return session


def _sold(world: World, session: Session, number: int, *, by: Actor) -> list[Order]:
    """To four to six centres on account, two or three of their people each; lately to those that pay nothing too."""
    opens = session.meetings.order_by("starts_at")[0].starts_at - timedelta(days=44)
    late = list(range(2, 2 + LATE)) if number >= MONTHS - 4 else []
    places = [*late, *(10 + (number * 5 + place) % 60 for place in range(4 + number % 3))]
    return [
        order_for(world.centres[place].name, session, 2 + (number + place) % 2, by=by, at=opens + timedelta(days=day))
        for day, place in enumerate(places)
    ]


def order_for(name: str, session: Session, seats: int, *, by: Actor, at: datetime) -> Order:
    organisation = Organisation.objects.get(name=name, kind="centre")
    people = tuple(_staff(organisation)[:seats])
    line = Wanted(LineKind.SESSION, session.uuid, len(people), people)
    return place_order(lines=[line], payer=organisation, by=by, at=at, on_account=True)


def _staff(organisation: Organisation) -> list[User]:
    here = User.objects.filter(affiliations__organisation=organisation, affiliations__ends_on=None, is_active=True)
    return list(here.exclude(email__endswith="@demo.test").order_by("pk"))


def _paid(order: Order, place: int, *, by: Actor, at: datetime) -> None:
    """About a month later, each its own way."""
    when = (order.placed_at or at) + timedelta(days=18 + place % 17)
    if when < at:
        receive([order], amount_due(order), f"{2300 + place * 3}", METHODS[place % 4], by=by, at=when)


def receive(
    orders: list[Order], cents: int, reference: str, method: str = "cheque", *, by: Actor, at: datetime
) -> Receipt:
    """One payment for these orders, each as far as it goes."""
    left, parts = cents, []
    for order in orders:
        part = min(left, amount_due(order))
        left -= part
        parts += [Part(order, part)] if part else []
    payer = orders[0].organisation or orders[0].person
    if payer is None:
        raise LookupError(orders[0].code)
    given = {"method": method, "reference": reference, "received_on": localdate(at), "cents": cents}
    return record_receipt(payer=payer, parts=parts, by=by, at=at, **given)


def paid_together(*, by: Actor, at: datetime) -> None:
    """The late centre with the most invoices sends one cheque for three of them, and 150 $ too much."""
    orders = _late_orders(0)[:3]
    receive(orders, sum(amount_due(order) for order in orders) + 150_00, "4471", by=by, at=at - timedelta(days=4))


def in_part_and_bounced(*, by: Actor, at: datetime) -> None:
    """Another pays half of its oldest invoice; a third one's cheque came back from the bank."""
    half = _late_orders(1)[0]
    receive([half], amount_due(half) // 2, "0882", by=by, at=at - timedelta(days=9))
    bounced = receive([(order := _late_orders(2)[0])], amount_due(order), "310", by=by, at=at - timedelta(days=16))
    reverse_receipt(receipt=bounced, reason="Chèque sans provision", by=by, at=at - timedelta(days=11))


def _late_orders(number: int) -> list[Order]:
    """What the centre at this place of the late ones owes for sessions, the oldest first."""
    owing = Order.objects.filter(state="placed", on_account=True, lines__kind=LineKind.SESSION)
    of_demo = owing.exclude(organisation__affiliations__person__email=REGISTRAR).distinct().order_by("placed_at")
    payers = list(dict.fromkeys(of_demo.values_list("organisation", flat=True)))
    return list(of_demo.filter(organisation=payers[number]))


def deposited(*, by: Actor, at: datetime) -> None:
    """Each Friday the cheques of the week go to the bank; those of the last seven days wait for the next slip."""
    last = localdate(at) - timedelta(days=7)
    weeks: dict[date, list[Receipt]] = {}
    cheques = Receipt.objects.filter(method="cheque", slip=None, reversed_at=None, received_on__lte=last)
    for receipt in cheques.order_by("received_on", "pk"):
        friday = receipt.received_on + timedelta(days=(4 - receipt.received_on.weekday()) % 7)
        weeks.setdefault(friday, []).append(receipt)
    for friday, found in weeks.items():
        day = at - (localdate(at) - friday)
        make_slip(receipts=found, deposited_on=friday, by=by, at=min(day, at))


def cards(sessions: list[Session], *, by: Actor, at: datetime) -> None:
    """People who paid by card, and what became of it: given back, refused, contested, contested and won."""
    people = User.objects.filter(affiliations__ends_on=None, affiliations__organisation__kind="centre", is_active=True)
    buyers = people.exclude(email__endswith="@demo.test").distinct().order_by("-pk")[:CARDS]
    paid = [_by_card(buyer, sessions[-7 + number], number) for number, buyer in enumerate(buyers)]
    done, failed, won, contested = paid[0], paid[1], paid[2], paid[-1]
    _given_back(done, "re_demo_0001", "succeeded", by=by, at=at - timedelta(days=100))
    _given_back(failed, "re_demo_0002", "failed", by=by, at=at - timedelta(days=12))
    _disputed(won, "dp_demo_0001", "won", at=at - timedelta(days=70))
    _disputed(contested, "dp_demo_0002", "needs_response", at=at - timedelta(days=5))
    not_ours(at=at - timedelta(days=8))


def _by_card(buyer: User, session: Session, number: int) -> Payment:
    opens = session.meetings.order_by("starts_at")[0].starts_at - timedelta(days=40)
    herself = Actor(person=buyer, roles=frozenset(), via=Via.PORTAL)
    seat = Wanted(LineKind.SESSION, session.uuid, 1, (buyer,))
    order = place_order(lines=[seat], payer=buyer, by=herself, at=opens)
    paid = opens + timedelta(minutes=6)
    reference = f"pi_demo_{number + 1:04d}"
    page = f"cs_demo_{number + 1:04d}"
    said = {"url": "", "status": "complete", "paid": True, "currency": "cad", "reference": reference}
    fact = SessionFact(session_id=page, cents=order.total_cents, order_uuid=str(order.uuid), **said)
    fee, name = round(order.total_cents * 0.029) + 30, f"demo_{number + 1:04d}"
    line(f"txn_{name}", Movement.CHARGE, order.total_cents, fee, f"ch_{name}", reference, at=paid)
    return record_payment(fact, by=Actor.system("stripe"), at=paid)


def line(  # noqa: PLR0917 - the columns of the account, in their order
    reference: str, kind: Movement, cents: int, fee: int, source: str, payment: str = "", *, at: datetime
) -> None:
    """One line of the account at the card provider."""
    fact = BalanceFact(reference, kind, str(kind), cents, fee, cents - fee, "cad", source, payment, at, at)
    keep_lines([fact], at=at)


def _given_back(payment: Payment, reference: str, status: str, *, by: Actor, at: datetime) -> None:
    """A credit note and its refund, then the provider's word three hours later."""
    reason = "Empêchement signalé à temps"
    refund = refund_order(order=payment.order, reason=reason, give_back=False, by=by, at=at).refunds[0]
    later = at + timedelta(hours=3)
    failure = "expired_or_canceled_card" if status == "failed" else ""
    fact = RefundFact(reference, status, refund.cents, "cad", payment.reference, str(refund.uuid), failure, later)
    record_refund(fact, by=Actor.system("stripe"), at=later)
    if status == "succeeded":
        line(f"txn_{reference}", Movement.REFUND, -refund.cents, 0, reference, payment.reference, at=later)


def _disputed(payment: Payment, reference: str, status: str, *, at: datetime) -> None:
    opened = DisputeFact(
        reference, "needs_response", "product_not_received", payment.captured_cents, "cad", payment.reference,
        at + timedelta(days=14), at,
    )  # fmt: skip
    record_dispute(opened, by=Actor.system("stripe"), at=at)
    line(f"txn_{reference}", Movement.ADJUSTMENT, -payment.captured_cents, 1_500, reference, payment.reference, at=at)
    if status == "won":
        later = at + timedelta(days=20)
        cents = payment.captured_cents
        record_dispute(replace(opened, status=status), by=Actor.system("stripe"), at=later)
        line(f"txn_{reference}_won", Movement.ADJUSTMENT, cents, -1_500, reference, payment.reference, at=later)


def not_ours(*, at: datetime) -> None:
    """A charge that pays nothing here: the comparison of the night finds it."""
    line("txn_demo_gift", Movement.CHARGE, 50_00, 1_75, "ch_demo_gift", GIFT, at=at)


def by_hand(orders: list[Order], *, by: Actor, at: datetime) -> None:
    """One refund done by cheque; one that waits for accounting to say how it went."""
    done, given = _refunded(orders[8], by=by, at=at - timedelta(days=20)), at - timedelta(days=15)
    record_refund_by_hand(refund=done, method="cheque", reference="1187", given_on=localdate(given), by=by, at=given)
    _refunded(orders[9], by=by, at=at - timedelta(days=6))


def _refunded(order: Order, *, by: Actor, at: datetime) -> Refund:
    reason = "Séance annulée par la formatrice"
    return refund_order(order=order, reason=reason, give_back=False, by=by, at=at).refunds[0]
