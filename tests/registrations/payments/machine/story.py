"""Everything that can happen to orders and money, in any order; after each step the rows are those of the model."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.core import mail
from django.db import connection, transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from registrations.errors import DomainError
from registrations.models import Checkout, Order, StripeEvent
from registrations.orders.actions import Wanted, cancel_order, place_order
from registrations.orders.jobs import expire_orders
from registrations.payments.gateway import client
from registrations.payments.jobs import apply_event, refresh_order, start_checkout, sweep_checkouts, sweep_events
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, actor_for, quebec_taxes
from tests.registrations.payments.machine import books
from tests.registrations.payments.machine.model import BUDGET, CANCELLED, OFF, PLACED, USES, Coin, Page, Purchase, World
from tests.registrations.payments.machine.provider import BUSY, DOWN, LOST, Provider, signed

ACCOUNTANT = actor_for(None, "accounting")
PICK = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 8])
"""Which of those that exist; mostly the first, so that much happens to one order."""
FAR = timedelta(days=4000)
HOLD = timedelta(minutes=60)
QUIET = timedelta(minutes=2)
PRICES = ((19_999, 15_001), (333, 333), (0, 0))
"""Public and member price of what is sold, in three halls of 3, 2 and endless seats."""


class Buying(RuleBasedStateMachine):
    """One world: two payers, three things to buy, one provider, one clock that every step moves by a second."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.now = NOW
        self.provider = Provider(lambda: self.clock().timestamp())
        self.patches = [
            mock.patch("django.utils.timezone.now", self.clock),
            mock.patch.object(client, "client", self.provider.client),
        ]
        for patch in self.patches:
            patch.start()
        self.buy_and_sell()
        self.provider.depth = len(connection.savepoint_ids)
        self.references = 0

    def buy_and_sell(self) -> None:
        """Who buys and what is sold."""
        quebec_taxes()
        dates = {"opens_at": NOW - FAR, "closes_at": NOW + FAR}
        colloquium = None
        self.types = []
        for (public, member), capacity in zip(PRICES, (3, 2, None), strict=True):
            more = {"colloquium": colloquium} if colloquium else {}
            prices = {"public_price_cents": public, "member_price_cents": member, "pool__capacity": capacity}
            self.types.append(TicketTypeFactory(**prices, **dates, **more))
            colloquium = self.types[0].colloquium
        self.person = UserFactory()
        self.registrar = AffiliationFactory(
            organisation=MembershipFactory(lapses_on=(NOW + FAR).date()).organisation, is_registrar=True
        )
        self.code = PromotionFactory(
            code="RABAIS", rate=None, amount_cents=OFF, budget_cents=BUDGET, pool__capacity=USES
        )
        self.world = World({sold.pool_id: sold.pool.capacity for sold in self.types} | {self.code.pool_id: USES})

    def teardown(self) -> None:
        """Whatever was left under way: in the end nothing is missing anywhere."""
        try:
            self.settle_down()
        finally:
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)
            for patch in self.patches:
                patch.stop()
            self.provider.close()
            mail.outbox.clear()

    # Who and which.

    def clock(self) -> datetime:
        return self.now

    def tick(self, seconds: int = 1) -> None:
        self.now += timedelta(seconds=seconds)

    def purchase(self, pick: int) -> Purchase:
        return self.world.purchases[pick % len(self.world.purchases)]

    def order(self, purchase: Purchase) -> Order:
        return Order.objects.get(pk=purchase.key)

    def refused(self, act: Any, **given: Any) -> str:
        """The code of the refusal, or "" when it went through."""
        try:
            act(**given)
        except DomainError as refusal:
            return refusal.code
        return ""

    def bought(self) -> bool:
        return bool(self.world.purchases)

    # Ordering.

    @initialize(on_account=st.booleans())
    def first(self, on_account: bool) -> None:
        self.place(lines=[(0, 1)], on_account=on_account, by_person=not on_account)

    @rule(
        lines=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2)), min_size=1, max_size=3),
        on_account=st.booleans(),
        by_person=st.booleans(),
        code=st.booleans(),
    )
    def place(self, lines: list[tuple[int, int]], *, on_account: bool, by_person: bool, code: bool = False) -> None:
        self.tick()
        on_account = on_account and not by_person
        by = actor_for(self.person if by_person else self.registrar.person)
        payer = self.person if by_person else self.registrar.organisation
        parts = [(self.types[n].pool_id, seats, seats * PRICES[n][not by_person]) for n, seats in lines]
        wanted = [Wanted("ticket", self.types[n].uuid, seats) for n, seats in lines]
        purchase = Purchase(0, parts, on_account, None if on_account else self.now + HOLD)
        purchase.credits = [0] * len(parts)
        against = self.use_code(purchase) if code and purchase.base else set()
        against |= set() if self.world.fits(purchase, at=self.now) else {"sold-out"}
        given = {"by": by, "at": self.now, "on_account": on_account, "expected_total": purchase.total}
        given["code"] = "rabais" if code and purchase.base else ""
        outcome = self.refused(place_order, lines=wanted, payer=payer, **given)
        assert outcome in (against or {""})
        if not outcome:
            order = Order.objects.latest("pk")
            purchase.key, before = order.pk, purchase.base
            totals = order.lines.order_by("pk").values_list("total_cents", flat=True)
            purchase.lines = [(*part[:2], cents) for part, cents in zip(parts, totals, strict=True)]
            assert purchase.base == before
            self.world.place(purchase)

    def use_code(self, purchase: Purchase) -> set[str]:
        """Take the discount off the first lines that bear it; what stands against using the code."""
        used = self.world.taken(self.code.pool_id, at=self.now)
        purchase.code, purchase.off = self.code.pool_id, min(OFF, purchase.base, BUDGET - self.world.spent())
        left = purchase.off
        for number, (hall, seats, cents) in enumerate(purchase.lines):
            purchase.lines[number] = (hall, seats, cents - min(cents, left))
            left -= min(cents, left)
        return {"promotion-code-exhausted"} if used >= USES or not purchase.off else set()

    @precondition(bought)
    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        self.tick()
        purchase = self.purchase(pick)
        outcome = self.refused(cancel_order, order=self.order(purchase), by=self.payer(purchase), at=self.now)
        if purchase.state == PLACED and not purchase.on_account:
            purchase.state = CANCELLED
            assert outcome == ""
        else:
            assert outcome == ("" if purchase.state == CANCELLED else "order-not-cancellable")

    def payer(self, purchase: Purchase) -> Any:
        order = self.order(purchase)
        return actor_for(order.person or self.registrar.person)

    @rule(minutes=st.sampled_from([1, 3, 29, 35, 61]))
    def time_passes(self, minutes: int) -> None:
        self.tick(60 * minutes)

    @rule()
    def expiry_job(self) -> None:
        self.tick()
        expire_orders.call_local()
        self.world.expire(at=self.now)

    # By card.

    @precondition(bought)
    @rule(pick=PICK, mishap=st.sampled_from(["", "", "", LOST, DOWN, BUSY]))
    def open_page(self, pick: int, mishap: str) -> None:
        self.tick()
        purchase = self.purchase(pick)
        self.provider.mishaps = [mishap] if mishap else []
        given = {"order": self.order(purchase), "by": self.payer(purchase), "at": self.now}
        outcome = self.refused(start_checkout, **given)
        overdue = purchase.until is not None and purchase.until <= self.now
        if purchase.state != PLACED or overdue or purchase.due <= 0:
            assert outcome == "order-not-payable"
        elif not self.provider.mishaps and mishap and outcome:
            assert outcome == "provider-unreachable"
        elif outcome == "provider-refused":  # under the least that a card can pay, or gone on without us
            assert purchase.due < 50
        else:
            assert outcome == ""
            self.keep_page(purchase)
        self.provider.mishaps = []

    def keep_page(self, purchase: Purchase) -> None:
        """The page that the order's buyer sees asks for what is owed, neither more nor less."""
        checkout = Checkout.objects.filter(order=purchase.key).latest("attempt")
        session = self.provider.session(checkout.session_id)
        assert session["amount_total"] == purchase.due
        if not any(page.session == session["id"] for page in purchase.pages):
            purchase.pages.append(Page(session["id"], session["amount_total"], checkout.created_at))

    def pages(self) -> list[tuple[Purchase, Page]]:
        found = [(each, page) for each in self.world.purchases for page in each.pages]
        return sorted(found, key=lambda pair: pair[1].opened)

    @precondition(pages)
    @rule(pick=PICK)
    def pay(self, pick: int) -> None:
        self.tick()
        pages = self.pages()
        _purchase, page = pages[pick % len(pages)]
        page.paid = self.provider.pay(page.session) or page.paid

    @precondition(bought)
    @rule(pick=PICK, back=st.booleans(), told=st.integers(0, 2))
    def buy_by_card(self, pick: int, *, back: bool, told: int) -> None:
        """The usual way: to the page, pay, back to us or not; the event comes at once, twice, or not now."""
        self.open_page(pick, "")
        purchase = self.purchase(pick)
        if not purchase.pages:
            return
        page = purchase.pages[-1]
        page.paid = self.provider.pay(page.session) or page.paid
        if back:
            self.come_back(pick)
        for _time in range(told):
            self.webhook(0, last=True, worker=True)

    @precondition(bought)
    @rule(pick=PICK, rival=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2)), min_size=1, max_size=2))
    def pay_late(self, pick: int, rival: list[tuple[int, int]]) -> None:
        """The buyer pays, nobody tells us, the hold ends, others come for the seats; then the event arrives."""
        self.open_page(pick, "")
        purchase = self.purchase(pick)
        if not purchase.pages:
            return
        page = purchase.pages[-1]
        page.paid = self.provider.pay(page.session) or page.paid
        self.tick(3700)
        self.expiry_job()
        self.place(rival, on_account=False, by_person=True)
        self.webhook(0, last=True, worker=True)

    @precondition(bought)
    @rule(pick=PICK)
    def come_back(self, pick: int) -> None:
        """The buyer is back from the page before its event: the last page still open is read again."""
        self.tick()
        purchase = self.purchase(pick)
        if purchase.state == PLACED and (last := [page for page in purchase.pages if not self.closed(page)]):
            self.book(purchase, last[-1])
        refresh_order(order=self.order(purchase), at=self.now)

    def closed(self, page: Page) -> bool:
        return Checkout.objects.exclude(closed_at=None).filter(session_id=page.session).exists()

    @precondition(lambda self: self.provider.events())
    @rule(pick=st.integers(0, 40), last=st.booleans(), worker=st.booleans())
    def webhook(self, pick: int, *, last: bool, worker: bool) -> None:
        """Any event, any number of times; the worker applies it now, or it waits for a sweep."""
        self.tick()
        events = self.provider.events()
        self.deliver(events[-1] if last else events[pick % len(events)], worker=worker)

    def deliver(self, event: dict[str, Any], *, worker: bool) -> None:
        body, headers = signed(event)
        answer = Client().post("/webhooks/stripe", body, content_type="application/json", headers=headers)
        assert answer.status_code == 200
        if worker:
            row = StripeEvent.objects.get(event_id=event["id"])
            if row.state == "waiting":
                self.applied(row)
            apply_event.call(row.pk)

    def applied(self, event: StripeEvent) -> None:
        """What the model expects of an event about a page."""
        for purchase, page in self.pages():
            if page.session == event.object_id:
                self.book(purchase, page)

    def book(self, purchase: Purchase, page: Page) -> None:
        if page.paid and not page.booked:
            page.booked = True
            reference = self.provider.session(page.session)["payment_intent"]
            self.world.receive(purchase, Coin(reference, page.cents, by_card=True), at=self.now)

    @rule()
    def event_sweep(self) -> None:
        self.tick()
        for event in StripeEvent.objects.filter(state="waiting", not_before__lte=self.now).order_by("pk"):
            self.applied(event)
        sweep_events.call_local()

    @rule()
    def page_sweep(self) -> None:
        self.tick()
        for purchase, page in self.pages():
            if page.opened <= self.now - QUIET:
                self.book(purchase, page)
        sweep_checkouts.call_local()
        for purchase, page in self.pages():
            if page.opened <= self.now - QUIET and purchase.state != PLACED:
                assert self.provider.session(page.session)["status"] != "open", "the page of an ended order takes money"

    # What must be so after each step, and in the end.

    @invariant()
    def the_books_agree(self) -> None:
        assert books.read() == {each.key: books.shown(each) for each in self.world.purchases}
        books.check_balances()
        books.check_numbers()
        books.check_seats(self.world, at=self.now)
        books.check_code(self.world)
        books.check_money_moved(self.provider)

    @rule()
    def settle_down(self) -> None:
        """Every sweep passes, hours later: nothing waits, and the provider and the books say the same."""
        self.tick(5 * 3600)
        self.event_sweep()
        self.page_sweep()
        self.expiry_job()
        self.the_books_agree()
        books.check_nothing_missing(self.provider)
        assert not Order.objects.filter(state=PLACED, expires_at__lte=self.now).exists()
        assert not StripeEvent.objects.filter(state__in=["waiting", "failed"]).exists()
