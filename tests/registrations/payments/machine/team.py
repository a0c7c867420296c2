"""What accounting does: money by hand, cheques without funds, credit notes."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from registrations.models import Invoice, Payment
from registrations.orders.actions import Credited, credit_invoice
from registrations.payments.actions import (
    Part,
    record_receipt,
    record_received,
    release_part,
    reverse_payment,
    reverse_receipt,
)
from tests.factories.registrations import NOW
from tests.factories.sales import actor_for
from tests.registrations.payments.machine.model import PLACED, Coin, Purchase
from tests.registrations.payments.machine.story import PICK, Buying

ACCOUNTANT = actor_for(None, "accounting")


class Money(Buying):
    """The world of buyers, and the team that records what comes otherwise than by card."""

    @precondition(Buying.bought)
    @rule(pick=PICK, part=st.sampled_from([0.3, 1, 1, 1.5]))
    def cheque(self, pick: int, part: float) -> None:
        self.tick()
        purchase = self.purchase(pick)
        cents = max(int(max(purchase.due, 100) * part), 1)
        self.references += 1
        given = {"method": "cheque", "cents": cents, "received_on": NOW.date(), "reference": f"n{self.references}"}
        outcome = self.refused(record_received, order=self.order(purchase), by=ACCOUNTANT, at=self.now, **given)
        if purchase.state == PLACED and not purchase.on_account and cents < purchase.total:
            assert outcome == "whole-amount-only"
            return
        assert outcome == ""
        used = min(cents, max(purchase.due, 0) or cents)  # the rest is a credit on the payer's account
        self.world.receive(purchase, Coin(given["reference"], used, by_card=False), at=self.now)

    def cheques(self) -> list[tuple[Purchase, Coin]]:
        return [(each, coin) for each in self.world.purchases for coin in each.coins if not coin.by_card]

    @precondition(cheques)
    @rule(pick=PICK)
    def bounce(self, pick: int) -> None:
        self.tick()
        found = self.cheques()
        purchase, coin = found[pick % len(found)]
        payment = self.payment(purchase, coin)
        why = {"reason": "Sans provision", "by": ACCOUNTANT, "at": self.now}
        parts = [pair for pair in found if pair[1].reference == coin.reference and not pair[1].bounced]
        rest = 0 if coin.bounced else payment.receipt.left_cents
        if rest or len(parts) > 1:
            outcome = self.refused(reverse_receipt, receipt=payment.receipt, **why)
        else:
            outcome = self.refused(reverse_payment, payment=payment, **why)
        if coin.bounced or any(each.back for _purchase, each in parts):
            assert outcome
        elif not purchase.invoiced and not rest and len(parts) == 1:
            assert outcome == "payment-not-reversible"
        else:
            assert outcome == ""
            for pair in parts:
                self.world.bounce(*pair)

    def payment(self, purchase: Purchase, coin: Coin) -> Payment:
        return Payment.objects.get(order=purchase.key, reference=coin.reference)

    def owing(self) -> list[Purchase]:
        """Invoices of the organisation that a cheque can pay in part."""
        placed = [each for each in self.world.purchases if each.state == PLACED and each.on_account]
        theirs = set(self.registrar.organisation.orders.values_list("pk", flat=True))
        return [each for each in placed if each.due > 0 and each.key in theirs]

    @precondition(lambda self: len(self.owing()) > 1)
    @rule(part=st.sampled_from([0.3, 1, 1]), rest=st.sampled_from([0, 0, 700]))
    def one_cheque_for_several(self, part: float, rest: int) -> None:
        """All of it, or a part of each; the rest stays on the payer's account."""
        self.tick()
        self.references += 1
        reference = f"n{self.references}"
        shares = [(each, max(int(each.due * part), 1)) for each in self.owing()]
        given = {"payer": self.registrar.organisation, "method": "cheque", "reference": reference}
        given |= {"received_on": NOW.date(), "cents": sum(cents for _each, cents in shares) + rest}
        parts = [Part(self.order(each), cents) for each, cents in shares]
        assert self.refused(record_receipt, parts=parts, by=ACCOUNTANT, at=self.now, **given) == ""
        for each, cents in shares:
            self.world.receive(each, Coin(reference, cents, by_card=False), at=self.now)

    @precondition(cheques)
    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        """One part goes back on the payer's account; the other parts stay."""
        self.tick()
        found = self.cheques()
        purchase, coin = found[pick % len(found)]
        why = {"reason": "Autre facture", "by": ACCOUNTANT, "at": self.now}
        outcome = self.refused(release_part, payment=self.payment(purchase, coin), **why)
        if coin.bounced or coin.back:
            assert outcome
        else:
            assert outcome == ""
            self.world.bounce(purchase, coin)

    # Credits.

    @precondition(lambda self: any(each.invoiced for each in self.world.purchases))
    @rule(pick=PICK, line=st.integers(0, 2), part=st.sampled_from([0.25, 1, 1, 1.1]))
    def credit(self, pick: int, line: int, part: float) -> None:
        self.tick()
        invoiced = [each for each in self.world.purchases if each.invoiced]
        purchase = invoiced[pick % len(invoiced)]
        rows = list(self.order(purchase).lines.order_by("pk"))
        line %= len(rows)
        left = rows[line].total_cents - purchase.credits[line]
        cents = int(left * part) if part <= 1 else left + 1
        given = {"lines": [Credited(rows[line], cents)], "reason": "Erreur", "by": ACCOUNTANT, "at": self.now}
        outcome = self.refused(credit_invoice, invoice=Invoice.objects.get(order=purchase.key), **given)
        if not cents:
            assert outcome == "nothing-to-credit"
        elif cents > left:
            assert outcome == "credit-above-invoice"
        else:
            assert outcome == ""
            purchase.credits[line] += cents
            self.world.follow(purchase)
