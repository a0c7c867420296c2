"""Money that goes back: refunds asked for, sent, failed, made at the provider's; disputes opened, won, lost."""

from django.conf import settings
from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from config.demo.stripe import disputes, refunds
from registrations.models import Order, Refund
from registrations.payments.actions import (
    approve_refund,
    ask_refund,
    discard_refund,
    record_refund_by_hand,
    refund_order,
)
from registrations.payments.jobs import send_refund, sweep_provider, sweep_refunds
from tests.factories.registrations import NOW, UserFactory
from tests.factories.sales import actor_for
from tests.registrations.payments.machine import books
from tests.registrations.payments.machine.model import CANCELLED, Coin, Purchase
from tests.registrations.payments.machine.provider import BUSY, DOWN, LOST, SILENT, TWICE
from tests.registrations.payments.machine.story import PICK
from tests.registrations.payments.machine.team import Money


class MoneyBack(Money):
    """The same world, where what was sold or paid for nothing is given back."""

    def buy_and_sell(self) -> None:
        super().buy_and_sell()
        self.two = [actor_for(UserFactory(), "accounting") for _each in range(2)]
        self.by_two = override_settings(REFUNDS_BY_TWO=True)

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            if settings.REFUNDS_BY_TWO:
                self.by_two.disable()

    @rule()
    def two_people_decide(self) -> None:
        """From now on what is asked for waits for somebody else; said again, no more."""
        if settings.REFUNDS_BY_TWO:
            self.by_two.disable()
        else:
            self.by_two.enable()

    @precondition(lambda self: Refund.objects.filter(state__in=["proposed", "asked"]).exists())
    @rule(pick=PICK, end=st.sampled_from(["approve", "approve", "discard", "by hand"]), alone=st.booleans())
    def the_second_person_decides(self, pick: int, end: str, *, alone: bool) -> None:
        self.tick()
        found = list(Refund.objects.filter(state__in=["proposed", "asked"]).order_by("pk"))
        refund = found[pick % len(found)]
        proposed, by_card, by = refund.state == "proposed", refund.method == "card", self.two[not alone]
        given = {"refund": refund, "by": by, "at": self.now}
        if end == "approve":
            outcome = self.refused(approve_refund, **given)
            assert outcome == ("" if proposed and not alone else outcome or "refused")
            return
        if end == "by hand":
            how = {"method": "transfer", "reference": "V", "given_on": NOW.date()}
            outcome = self.refused(record_refund_by_hand, **how, **given)
            assert bool(outcome) == (proposed or by_card)
            return
        outcome = self.refused(discard_refund, **given)
        assert bool(outcome) == (by_card and not proposed)
        if not outcome:
            key, reference = refund.payment.order_id, refund.payment.reference
            pair = next(each for each in self.coins() if (each[0].key, each[1].reference) == (key, reference))
            self.world.give_back(*pair, -refund.cents)

    def coins(self) -> list[tuple[Purchase, Coin]]:
        return [(each, coin) for each in self.world.purchases for coin in each.coins]

    def by_card(self) -> list[tuple[Purchase, Coin]]:
        """Payments by card that no bank speaks of."""
        return [(each, coin) for each, coin in self.coins() if coin.by_card and not coin.disputed]

    def tell_new_events(self, known: int) -> None:
        """What the provider announced since there were so many events reaches us at once."""
        for event in self.provider.events()[known:]:
            self.deliver(event, worker=True)

    @precondition(coins)
    @rule(pick=PICK, part=st.sampled_from([0.4, 1, 1, 1.2]))
    def refund_a_payment(self, pick: int, part: float) -> None:
        """What came for nothing, or above what is owed, may go back; nothing more."""
        self.tick()
        found = self.coins()
        purchase, coin = found[pick % len(found)]
        most = coin.due if coin.for_nothing else min(coin.left, max(-purchase.due, 0) if purchase.invoiced else 0)
        cents = int(most * part) if part <= 1 else most + 1
        given = {"payment": self.payment(purchase, coin), "cents": cents, "reason": "Payé en trop"}
        outcome = self.refused(ask_refund, by=self.two[0], at=self.now, **given)
        if not cents:
            assert outcome == "nothing-to-refund"
        elif coin.disputed and not coin.lost:
            assert outcome == "payment-disputed"
        elif cents > most:
            assert outcome
        else:
            assert outcome == ""
            self.world.give_back(purchase, coin, cents)

    @precondition(lambda self: any(each.invoiced for each in self.world.purchases))
    @rule(pick=PICK, give_back=st.booleans())
    def refund_an_order(self, pick: int, *, give_back: bool) -> None:
        """All that is left of it is credited and goes back, cards first; with its seats, or without."""
        self.tick()
        purchase = [each for each in self.world.purchases if each.invoiced][pick % self.invoiced()]
        bases = [cents for _hall, _seats, cents in purchase.lines]
        before, note = list(purchase.credits), purchase.total - purchase.credited
        given = {"order": self.order(purchase), "reason": "Annulé", "give_back": give_back}
        overpaid = max(note - purchase.due, 0)
        parts = self.taken_from(purchase, min(overpaid, note))
        outcome = self.refused(refund_order, by=self.two[0], at=self.now, **given)
        if before == bases:
            assert outcome == "nothing-to-credit"
        elif parts is None:
            assert outcome in {"payment-disputed", "refund-above-rest"}
        else:
            assert outcome == ""
            purchase.credits = bases
            self.world.follow(purchase)
            for coin, cents in parts:
                self.world.give_back(purchase, coin, cents)
            if give_back:
                purchase.state = CANCELLED

    def invoiced(self) -> int:
        return sum(each.invoiced for each in self.world.purchases)

    def taken_from(self, purchase: Purchase, cents: int) -> list[tuple[Coin, int]] | None:
        """Which payments give how much, cards first and the latest first; None when they have not enough."""
        free = [
            coin
            for coin in reversed(purchase.coins)
            if not coin.for_nothing and not coin.bounced and coin.left and not (coin.disputed and not coin.lost)
        ]
        parts = []
        for coin in sorted(free, key=lambda coin: not coin.by_card):
            if part := min(coin.left, cents):
                parts.append((coin, part))
                cents -= part
        return None if cents else parts

    @rule(mishap=st.sampled_from(["", "", LOST, DOWN, BUSY, SILENT, TWICE]), directly=st.booleans())
    def refund_sweep(self, mishap: str, *, directly: bool) -> None:
        """Refunds leave, by the sweep or their own task; nothing of what is counted changes by it."""
        self.tick()
        self.provider.mishaps = [mishap] if mishap else []
        if directly and (refund := Refund.objects.filter(method="card", state="asked").first()):
            send_refund.call(refund.pk)
        else:
            sweep_refunds.call_local()
        self.provider.mishaps = []

    @precondition(lambda self: self.provider.refunds())
    @rule(pick=PICK)
    def the_bank_sends_a_refund_back(self, pick: int) -> None:
        self.tick()
        found, known = self.provider.refunds(), len(self.provider.events())
        back = found[pick % len(found)]
        purchase, coin = next(pair for pair in self.coins() if pair[1].reference == back["payment_intent"])
        if coin.disputed:
            return
        refunds.fail(self.provider.account, back["id"])
        self.world.give_back(purchase, coin, -back["amount"])
        self.tell_new_events(known)

    @precondition(by_card)
    @rule(pick=PICK, part=st.sampled_from([0.3, 1]))
    def somebody_refunds_on_the_dashboard(self, pick: int, part: float) -> None:
        """Even when the invoice is owed again by it: the money has left."""
        self.tick()
        found, known = self.by_card(), len(self.provider.events())
        purchase, coin = found[pick % len(found)]
        if cents := int(coin.left * part):
            refunds.give_back(self.provider.account, coin.reference, cents)
            self.world.give_back(purchase, coin, cents)
            self.tell_new_events(known)

    @precondition(lambda self: [1 for _each, coin in self.by_card() if not coin.back])
    @rule(pick=PICK, end=st.sampled_from(["open", "won", "lost"]))
    def the_cardholder_contests(self, pick: int, end: str) -> None:
        self.tick()
        found, known = [pair for pair in self.by_card() if not pair[1].back], len(self.provider.events())
        purchase, coin = found[pick % len(found)]
        opened = disputes.dispute(self.provider.account, coin.reference)
        coin.disputed = True
        self.tell_new_events(known)
        if end == "open":
            return
        known = len(self.provider.events())
        disputes.close(self.provider.account, opened["id"], won=end == "won")
        if end == "lost":
            self.world.lose(purchase, coin)
        else:
            coin.disputed = False
        self.tell_new_events(known)

    @invariant()
    def what_went_back_was_counted(self) -> None:
        books.check_money_back(self.provider, in_the_end=False)

    @rule()
    def settle_down(self) -> None:
        super().settle_down()
        sweep_refunds.call_local()
        sweep_provider.call_local()
        self.the_books_agree()
        books.check_money_back(self.provider, in_the_end=True)
        assert not Order.objects.filter(state="placed", on_account=False, expires_at=None).exists()
