"""Codes on orders: taken when placed, given back when the order ends, taken again by money that comes late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registrations.actors import Actor, Role
from registrations.journal.models import Entry
from registrations.models import InvoiceBalance, Order, OrderLine, Promotion, Redemption, SeatClaim, SeatPool
from registrations.orders.actions import (
    Credited,
    Wanted,
    cancel_order,
    credit_invoice,
    estimate,
    expire_order,
    place_order,
)
from registrations.orders.errors import MayNotOffer, PriceChanged
from registrations.orders.rules import HOLD
from registrations.payments.actions import record_session
from registrations.promotions.actions import (
    archive_promotion,
    change_promotion,
    copy_promotion,
    create_promotion,
    make_codes,
)
from registrations.promotions.errors import (
    BadPromotion,
    BudgetBelowSpent,
    CodeAlreadyUsed,
    CodeExhausted,
    CodeExpired,
    CodeNotForThis,
    CodeNotYet,
    CodeTaken,
    NotYourPromotions,
    TooManyCodesAsked,
    UnknownCode,
    UsesBelowTaken,
)
from registrations.promotions.queries import miscounted_promotions
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, UserFactory
from tests.factories.sales import PromotionFactory, TicketTypeFactory, actor_for, order_ticket, quebec_taxes
from tests.registrations.payments.conftest import fact_of

pytestmark = pytest.mark.django_db
PLAIN = 12  # statements of an order of one ticket, its seat, its journal and its answer
SYSTEM, STRIPE = Actor.system("test"), Actor.system("stripe")
LEAD = {Role.EVENT_LEAD}


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return TicketTypeFactory()


@pytest.fixture
def lead():
    return actor_for(UserFactory(), Role.EVENT_LEAD)


def counts_are_true():
    return (miscounted_pools(), miscounted_promotions()) == ([], [])


def on_account(ticket_type, code, quantity=2):
    held = AffiliationFactory(organisation=MembershipFactory().organisation, is_registrar=True)
    return place_order(
        lines=[Wanted("ticket", ticket_type.uuid, quantity)],
        payer=held.organisation,
        by=actor_for(held.person),
        at=NOW,
        on_account=True,
        code=code,
    )


def test_an_order_with_a_code_takes_its_use_and_its_budget(ticket_type):
    promotion = PromotionFactory(code="BIENVENUE", budget_cents=10_000, pool__capacity=5)

    order = order_ticket(ticket_type, UserFactory(), code=" bienvenue")

    promotion.refresh_from_db()
    line, use = order.lines.get(), Redemption.objects.get()
    assert (line.unit_price_cents, line.discount_cents, line.total_cents) == (29_997, 3_000, 26_997)
    assert (order.promotion_code, order.taxable_cents, order.tax_cents) == ("BIENVENUE", 26_997, 4_043)
    assert (promotion.spent_cents, promotion.pool.taken, use.cents, use.order_uuid) == (3_000, 1, 3_000, order.uuid)
    assert SeatClaim.objects.get(pool=promotion.pool).until == order.expires_at
    assert counts_are_true()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": "AUTRE-CODE"}, UnknownCode),
        ({"enabled": False}, UnknownCode),
        ({"archived_at": NOW}, UnknownCode),
        ({"starts_at": NOW + timedelta(days=1)}, CodeNotYet),
        ({"ends_at": NOW}, CodeExpired),
        ({"pool__capacity": 0}, CodeExhausted),
        ({"pool__closed": True}, CodeExhausted),
        ({"budget_cents": 500, "spent_cents": 500}, CodeExhausted),
        ({"kinds": ["session"]}, CodeNotForThis),
        ({"items": ["0193b6a0-0000-7000-8000-000000000000"]}, CodeNotForThis),
        ({"audience": "members"}, CodeNotForThis),
    ],
)
def test_a_code_that_does_not_apply_says_why_and_nothing_is_written(ticket_type, changes, refusal):
    PromotionFactory(**{"code": "RABAIS"} | changes)
    with pytest.raises(refusal):
        order_ticket(ticket_type, UserFactory(), code="RABAIS")
    assert (Order.objects.count(), OrderLine.objects.count(), Redemption.objects.count()) == (0, 0, 0)
    assert SeatClaim.objects.count() == 0


def test_a_code_for_those_who_pay_the_public_price_is_not_for_members(ticket_type):
    PromotionFactory(code="AMIS", audience="others")
    member = AffiliationFactory(organisation=MembershipFactory().organisation).person
    with pytest.raises(CodeNotForThis):
        order_ticket(ticket_type, member, code="AMIS")
    assert order_ticket(ticket_type, UserFactory(), code="AMIS").lines.get().discount_cents == 3_000


def test_one_payer_uses_a_code_as_often_as_it_says(ticket_type):
    PromotionFactory(code="UNEFOIS", per_payer=1)
    person = UserFactory()
    order = order_ticket(ticket_type, person, code="UNEFOIS")
    another = TicketTypeFactory()
    with pytest.raises(CodeAlreadyUsed):
        order_ticket(another, person, code="UNEFOIS")

    cancel_order(order=order, by=actor_for(person), at=NOW)
    assert order_ticket(another, person, code="UNEFOIS").lines.get().discount_cents


def test_the_last_of_the_budget_caps_the_discount_as_shown_before(ticket_type):
    promotion = PromotionFactory(code="BUDGET", budget_cents=1_000)
    shown = estimate(lines=[Wanted("ticket", ticket_type.uuid)], payer=UserFactory(), at=NOW, code="budget")
    assert (shown.applied.cents, shown.applied.is_capped) == (1_000, True)

    order_ticket(ticket_type, UserFactory(), code="BUDGET")
    with pytest.raises(CodeExhausted):
        order_ticket(ticket_type, UserFactory(), code="BUDGET")

    promotion.refresh_from_db()
    assert (promotion.spent_cents, counts_are_true()) == (1_000, True)


def test_when_the_budget_moved_since_it_was_shown_the_new_price_is_said(ticket_type):
    PromotionFactory(code="BUDGET", budget_cents=4_000)
    shown = estimate(lines=[Wanted("ticket", ticket_type.uuid)], payer=UserFactory(), at=NOW, code="BUDGET")
    order_ticket(ticket_type, UserFactory(), code="BUDGET")

    with pytest.raises(PriceChanged) as refused:
        order_ticket(ticket_type, UserFactory(), code="BUDGET", expected_total=shown.totals.total_cents)

    assert refused.value.members["total_cents"] > shown.totals.total_cents
    assert (Redemption.objects.count(), counts_are_true()) == (1, True)


def test_a_cancelled_order_gives_the_code_back_once(ticket_type):
    promotion = PromotionFactory(code="RABAIS")
    person = UserFactory()
    order = order_ticket(ticket_type, person, code="RABAIS")

    for _time in range(2):
        cancel_order(order=order, by=actor_for(person), at=NOW)

    promotion.refresh_from_db()
    assert (promotion.spent_cents, promotion.pool.taken, counts_are_true()) == (0, 0, True)
    assert set(Entry.objects.filter(about_uuid=promotion.uuid).values_list("action", flat=True)) == {
        "promotions.redeem",
        "promotions.give-back",
    }


def test_a_paid_order_keeps_its_code_for_good(ticket_type):
    promotion = PromotionFactory(code="RABAIS", pool__capacity=1)
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    record_session(fact_of(order), by=STRIPE, at=NOW)

    claim = SeatClaim.objects.get(pool=promotion.pool)
    assert (claim.until, claim.released_at, expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD)) == (
        None,
        None,
        False,
    )
    with pytest.raises(CodeExhausted):
        order_ticket(ticket_type, UserFactory(), code="RABAIS", at=NOW + timedelta(days=1))


def test_money_that_comes_late_takes_the_code_again(ticket_type):
    promotion = PromotionFactory(code="RABAIS", pool__capacity=1, budget_cents=3_000, per_payer=1)
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD)
    promotion.refresh_from_db()
    assert promotion.spent_cents == 0

    record_session(fact_of(order), by=STRIPE, at=NOW + HOLD * 2)

    order.refresh_from_db()
    promotion.refresh_from_db()
    assert (order.state, promotion.spent_cents, counts_are_true()) == ("settled", 3_000, True)
    assert Redemption.objects.get().released_at is None


def test_money_that_comes_late_before_the_sweep_keeps_the_code_that_nobody_took(ticket_type):
    PromotionFactory(code="RABAIS", pool__capacity=1)
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    record_session(fact_of(order), by=STRIPE, at=NOW + HOLD * 2)
    order.refresh_from_db()
    assert (order.state, Redemption.objects.count(), counts_are_true()) == ("settled", 1, True)


@pytest.mark.parametrize("swept", [True, False])
def test_money_that_comes_late_when_the_code_is_gone_is_to_be_given_back(ticket_type, swept):
    promotion = PromotionFactory(code="RABAIS", pool__capacity=1)
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    if swept:
        expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD)
    other = order_ticket(ticket_type, UserFactory(), code="RABAIS", at=NOW + HOLD)

    payment = record_session(fact_of(order), by=STRIPE, at=NOW + HOLD)

    order.refresh_from_db()
    promotion.refresh_from_db()
    assert (order.state, payment.refund_reason, payment.refunds.get().cents) == ("expired", "seats_gone", 31_040)
    assert Redemption.objects.get(released_at=None).order_uuid == other.uuid
    assert (promotion.spent_cents, counts_are_true()) == (3_000, True)


@pytest.mark.parametrize("gone", ["budget", "payer"])
def test_money_that_comes_late_does_not_pass_the_budget_nor_the_payers_limit(ticket_type, gone):
    limit = {"budget_cents": 3_000} if gone == "budget" else {"per_payer": 1}
    PromotionFactory(code="RABAIS", **limit)
    person = UserFactory()
    order = order_ticket(ticket_type, person, code="RABAIS")
    expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD)
    order_ticket(TicketTypeFactory(), person, code="RABAIS", at=NOW + HOLD)

    assert record_session(fact_of(order), by=STRIPE, at=NOW + HOLD).refund_reason == "seats_gone"
    assert (Redemption.objects.filter(released_at=None).count(), counts_are_true()) == (1, True)


def test_late_money_whose_seats_are_gone_leaves_the_code_to_others(ticket_type):
    promotion = PromotionFactory(code="RABAIS")
    SeatPool.objects.filter(pk=ticket_type.pool_id).update(capacity=1)
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD)
    order_ticket(ticket_type, UserFactory(), at=NOW + HOLD)

    record_session(fact_of(order), by=STRIPE, at=NOW + HOLD)

    promotion.refresh_from_db()
    assert (promotion.spent_cents, promotion.pool.taken, counts_are_true()) == (0, 0, True)


def test_an_order_on_account_keeps_its_code_until_it_is_credited_in_full(ticket_type):
    promotion = PromotionFactory(code="RABAIS")
    order = on_account(ticket_type, "RABAIS")
    invoice, line = order.invoices.get(), order.lines.get()
    accountant = actor_for(UserFactory(), Role.ACCOUNTING)
    assert SeatClaim.objects.get(pool=promotion.pool).until is None
    assert invoice.lines[0]["promotion_code"] == "RABAIS"

    credit_invoice(invoice=invoice, lines=[Credited(line, 100)], reason="Erreur", by=accountant, at=NOW)
    promotion.refresh_from_db()
    assert promotion.spent_cents == 3_980

    credit_invoice(invoice=invoice, reason="Annulation", by=accountant, at=NOW)
    promotion.refresh_from_db()
    assert (promotion.spent_cents, promotion.pool.taken, counts_are_true()) == (0, 0, True)


def test_a_paid_invoice_credited_in_full_gives_the_code_back(ticket_type):
    promotion = PromotionFactory(code="RABAIS")
    order = order_ticket(ticket_type, UserFactory(), code="RABAIS")
    record_session(fact_of(order), by=STRIPE, at=NOW)
    accountant = actor_for(UserFactory(), Role.ACCOUNTING)

    credit_invoice(invoice=order.invoices.get(), reason="Annulation", by=accountant, at=NOW)

    promotion.refresh_from_db()
    assert (promotion.spent_cents, promotion.pool.taken, counts_are_true()) == (0, 0, True)


def test_a_code_that_pays_for_everything_settles_the_order_at_once(ticket_type):
    PromotionFactory(code="GRATUIT", rate=10_000)
    for order in (order_ticket(ticket_type, UserFactory(), code="GRATUIT"), on_account(ticket_type, "GRATUIT")):
        assert (order.state, order.total_cents, order.invoices.count()) == ("settled", 0, 0)
    assert counts_are_true()


def test_the_team_offers_a_line_with_its_reason(ticket_type, lead):
    person = UserFactory()
    lines = [
        Wanted("ticket", ticket_type.uuid, 1, (person,), "Personne conférencière"),
        Wanted("ticket", ticket_type.uuid),
    ]

    order = place_order(lines=lines, payer=person, by=lead, at=NOW)

    offered, paid = order.lines.order_by("pk")
    assert (offered.basis, offered.offered_reason, offered.total_cents) == (
        "complimentary",
        "Personne conférencière",
        0,
    )
    assert (paid.basis, paid.total_cents, order.taxable_cents) == ("public", 29_997, 29_997)
    assert Entry.objects.get(action="orders.offer").details == {"lines": 1, "cents": 29_997}


def test_nobody_else_offers(ticket_type):
    person = UserFactory()
    with pytest.raises(MayNotOffer):
        order_ticket(ticket_type, person, lines=[Wanted("ticket", ticket_type.uuid, 1, (person,), "Merci")])
    assert Order.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"offered_reason": "Merci"},
        {"basis": "complimentary", "offered_reason": ""},
        {"basis": "complimentary", "offered_reason": "Merci", "discount_cents": 1},
    ],
)
def test_the_database_knows_what_is_offered(ticket_type, changes):
    order_ticket(ticket_type, UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.update(**changes)


@pytest.mark.parametrize(
    "changes", [{"spent_cents": 501}, {"rate": 0}, {"rate": 10_001}, {"amount_cents": 5}, {"audience": "amis"}]
)
def test_the_database_keeps_the_budget_and_the_value(changes):
    PromotionFactory(budget_cents=500)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.update(**changes)


def test_one_order_has_one_live_code_in_the_database(ticket_type):
    order = order_ticket(ticket_type, UserFactory(), code=PromotionFactory().code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redemption.objects.create(
            promotion=PromotionFactory(), order_uuid=order.uuid, person=UserFactory(), cents=1, taken_at=NOW
        )


def test_codes_are_made_changed_copied_and_archived(ticket_type, lead):
    made = create_promotion(code="ete-2027", name_fr="Été", rate=2_000, uses=3, by=lead, at=NOW)
    order_ticket(ticket_type, UserFactory(), code="ETE2027")
    changed = change_promotion(promotion=made, uses=1, budget_cents=90_000, by=lead, at=NOW)
    copy = copy_promotion(promotion=changed, code="", by=lead, at=NOW)
    archive_promotion(promotion=made, by=lead, at=NOW)

    assert (made.code, made.key, changed.spent_cents, changed.pool.capacity) == ("ETE-2027", "ETE2027", 5_999, 1)
    assert (len(copy.code), copy.rate, copy.budget_cents, copy.spent_cents) == (8, 2_000, 90_000, 0)
    with pytest.raises(UnknownCode):
        order_ticket(ticket_type, UserFactory(), code="ETE-2027")
    with pytest.raises(UsesBelowTaken):
        change_promotion(promotion=changed, uses=0, by=lead, at=NOW)
    with pytest.raises(BudgetBelowSpent):
        change_promotion(promotion=changed, uses=1, budget_cents=5_998, by=lead, at=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "É"},
        {"name_fr": " "},
        {"rate": None},
        {"amount_cents": 5},
        {"rate": 10_001},
        {"starts_at": NOW, "ends_at": NOW},
    ],
)
def test_a_promotion_that_is_not_whole_is_refused(lead, changes):
    with pytest.raises(BadPromotion):
        create_promotion(**{"code": "RABAIS", "name_fr": "Rabais", "rate": 500, "by": lead, "at": NOW} | changes)
    assert SeatPool.objects.count() == 0


def test_two_codes_that_read_the_same_are_refused(lead):
    PromotionFactory(code="B0NUS")
    with pytest.raises(CodeTaken):
        create_promotion(code="BONUS", name_fr="Bonus", rate=500, by=lead, at=NOW)


def test_a_batch_is_so_many_codes_of_one_use(ticket_type, lead):
    made = make_codes(count=20, batch="Partenaires", name_fr="Invitation", rate=10_000, by=lead, at=NOW)
    assert len({promotion.key for promotion in made}) == 20
    order_ticket(ticket_type, UserFactory(), code=made[0].code)
    with pytest.raises(CodeExhausted):
        order_ticket(ticket_type, UserFactory(), code=made[0].code)
    for count in (0, 501):
        with pytest.raises(TooManyCodesAsked):
            make_codes(count=count, batch="", name_fr="Invitation", rate=10_000, by=lead, at=NOW)


def test_promotions_are_kept_by_accounting_and_the_event_lead_alone(ticket_type):
    promotion, by = PromotionFactory(), actor_for(UserFactory(), Role.TRAINING_LEAD)
    for act in (
        lambda: create_promotion(code="RABAIS", name_fr="Rabais", rate=500, by=by, at=NOW),
        lambda: change_promotion(promotion=promotion, uses=1, by=by, at=NOW),
        lambda: copy_promotion(promotion=promotion, code="", by=by, at=NOW),
        lambda: archive_promotion(promotion=promotion, by=by, at=NOW),
        lambda: make_codes(count=1, batch="", name_fr="Rabais", rate=500, by=by, at=NOW),
    ):
        with pytest.raises(NotYourPromotions):
            act()
    assert Promotion.objects.count() == 1


def test_the_invoice_of_a_discount_adds_up(ticket_type):
    PromotionFactory(code="MOINS", rate=None, amount_cents=5_001)
    order = on_account(ticket_type, "MOINS", quantity=3)
    balance = InvoiceBalance.objects.get()
    assert (order.total_cents, order.lines.get().discount_cents) == (balance.total_cents, 5_001)
    assert balance.invoice.base_cents == 19_900 * 3 - 5_001


@pytest.mark.parametrize(("code", "more"), [("", 0), ("RABAIS", 7)])
def test_an_order_without_code_costs_not_one_statement_more(ticket_type, code, more, assert_own_queries):
    PromotionFactory(code="RABAIS")
    person = UserFactory()
    order_ticket(TicketTypeFactory(), UserFactory())
    with assert_own_queries(PLAIN + more):
        order_ticket(ticket_type, person, code=code)
