"""From an application to a paid booth."""

import pytest

from registrations.errors import Forbidden, NotFound
from registrations.exhibitors.actions import apply_to_exhibit, approve_exhibitor, order_booth, refuse_exhibitor
from registrations.exhibitors.errors import AlreadyExhibits, AlreadyOrdered, BoothOrdered, NotApproved, OneBooth
from registrations.messages.models import Message
from registrations.models import Exhibitor, ExhibitorPackage, Invoice
from registrations.orders.actions import Wanted, cancel_order, credit_invoice, expire_order, place_order
from registrations.orders.errors import MayNotOrderFor, NotOnAccount
from registrations.payments.actions import record_payment, record_received, reverse_payment
from registrations.payments.rules import SessionFact
from registrations.seats.errors import SoldOut
from registrations.seats.queries import miscounted_pools
from registrations.states import WrongState
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, SeatPoolFactory, UserFactory
from tests.factories.sales import ColloquiumFactory, TaxProfileFactory, actor_for

pytestmark = pytest.mark.django_db
EVENTS, ACCOUNTING = actor_for(None, "event_lead"), actor_for(None, "accounting")


@pytest.fixture(autouse=True)
def _untaxed():
    TaxProfileFactory(kind="booth", category="exempt", accounting_code="4300")


@pytest.fixture(autouse=True)
def _seats_add_up(db):
    yield
    assert miscounted_pools() == []


@pytest.fixture
def package():
    pool = SeatPoolFactory(capacity=1)
    edition = ColloquiumFactory()
    return ExhibitorPackage.objects.create(
        colloquium=edition, slug="essentiel", name="Essentiel", price_cents=35_000, pool=pool
    )


@pytest.fixture
def registrar():
    organisation = OrganisationFactory(may_pay_later=True)
    return AffiliationFactory(organisation=organisation, is_registrar=True)


@pytest.fixture
def exhibitor(package, registrar):
    applied = apply_to_exhibit(
        package=package, organisation=registrar.organisation, by=actor_for(registrar.person), at=NOW
    )
    return approve_exhibitor(applied, by=EVENTS, at=NOW)


def by(registrar):
    return actor_for(registrar.person)


def state():
    return Exhibitor.objects.get().state


def pay(order, *, at=NOW):
    fact = SessionFact("cs_1", "", "complete", True, order.total_cents, "cad", str(order.uuid), "pi_1")
    return record_payment(fact, by=ACCOUNTING, at=at)


def test_approval_keeps_a_booth_and_tells_the_registrars(exhibitor, registrar):
    exhibitor.package.pool.refresh_from_db()
    assert (exhibitor.package.pool.taken, state()) == (1, "approved")
    assert Message.objects.filter(kind="exhibitor-approved", to=registrar.person).count() == 1


def test_card_order_makes_the_exhibitor_paid(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=False, by=by(registrar), at=NOW)
    assert (order.total_cents, state()) == (35_000, "approved")

    pay(order)

    assert state() == "paid"


def test_invoice_leaves_approved_and_a_cheque_pays_and_a_bounce_unpays(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=True, by=by(registrar), at=NOW)
    assert state() == "approved"

    cheque = {"method": "cheque", "cents": 35_000, "received_on": NOW.date(), "reference": "114"}
    payment = record_received(order=order, by=ACCOUNTING, at=NOW, **cheque)
    assert state() == "paid"

    reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTING, at=NOW)
    assert state() == "approved"


def test_expired_order_leaves_the_booth_to_the_exhibitor_who_orders_again(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=False, by=by(registrar), at=NOW)
    with pytest.raises(AlreadyOrdered):
        order_booth(exhibitor, on_account=True, by=by(registrar), at=NOW)

    assert expire_order(order_pk=order.pk, by=EVENTS, at=order.expires_at)
    order_booth(exhibitor, on_account=True, by=by(registrar), at=NOW)

    exhibitor.package.pool.refresh_from_db()
    assert (exhibitor.package.pool.taken, Invoice.objects.count()) == (1, 1)


def test_late_payment_pays_the_booth_unless_another_order_stands(exhibitor, registrar):
    first = order_booth(exhibitor, on_account=False, by=by(registrar), at=NOW)
    expire_order(order_pk=first.pk, by=EVENTS, at=first.expires_at)
    order_booth(exhibitor, on_account=True, by=by(registrar), at=first.expires_at)

    payment = pay(first, at=first.expires_at)

    assert (payment.refund_reason, state()) == ("seats_gone", "approved")


def test_late_payment_of_the_only_order_pays(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=False, by=by(registrar), at=NOW)
    expire_order(order_pk=order.pk, by=EVENTS, at=order.expires_at)

    assert pay(order, at=order.expires_at).refund_due_cents == 0
    assert state() == "paid"


def test_refusal_waits_for_the_order_to_end_then_frees_the_booth(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=True, by=by(registrar), at=NOW)
    with pytest.raises(BoothOrdered):
        refuse_exhibitor(exhibitor, by=EVENTS, at=NOW)

    credit_invoice(invoice=order.invoices.get(), reason="Désistement", by=ACCOUNTING, at=NOW)
    refuse_exhibitor(exhibitor, by=EVENTS, at=NOW)

    exhibitor.package.pool.refresh_from_db()
    assert (exhibitor.package.pool.taken, state()) == (0, "refused")


def test_cancelled_order_frees_the_exhibitor_for_another(exhibitor, registrar):
    order = order_booth(exhibitor, on_account=False, by=by(registrar), at=NOW)
    cancel_order(order=order, by=by(registrar), at=NOW)
    assert Exhibitor.objects.get().line is None


def test_last_booth_is_approved_once(package, exhibitor):
    other = apply_to_exhibit(package=package, organisation=OrganisationFactory(), by=EVENTS, at=NOW)
    with pytest.raises(SoldOut):
        approve_exhibitor(other, by=EVENTS, at=NOW)
    other.refresh_from_db()
    assert other.state == "applied"


def test_application_is_not_ordered_and_not_made_twice(package, registrar):
    organisation = registrar.organisation
    applied = apply_to_exhibit(package=package, organisation=organisation, by=by(registrar), at=NOW)
    with pytest.raises(NotApproved):
        order_booth(applied, on_account=False, by=by(registrar), at=NOW)
    with pytest.raises(AlreadyExhibits):
        apply_to_exhibit(package=package, organisation=organisation, by=by(registrar), at=NOW)


def test_accounting_invoices_who_may_not_pay_later_and_the_registrar_may_not(exhibitor, registrar):
    type(registrar.organisation).objects.update(may_pay_later=False)
    exhibitor.organisation.refresh_from_db()
    with pytest.raises(NotOnAccount):
        order_booth(exhibitor, on_account=True, by=by(registrar), at=NOW)

    assert order_booth(exhibitor, on_account=True, by=ACCOUNTING, at=NOW).on_account


def test_strangers_neither_apply_nor_answer_nor_order(package, exhibitor):
    stranger = actor_for(UserFactory())
    with pytest.raises(Forbidden):
        apply_to_exhibit(package=package, organisation=OrganisationFactory(), by=stranger, at=NOW)
    with pytest.raises(Forbidden):
        approve_exhibitor(exhibitor, by=stranger, at=NOW)
    with pytest.raises(Forbidden):
        refuse_exhibitor(exhibitor, by=ACCOUNTING, at=NOW)
    with pytest.raises(MayNotOrderFor):
        order_booth(exhibitor, on_account=False, by=stranger, at=NOW)


def test_another_organisation_does_not_order_it(exhibitor):
    other = AffiliationFactory(is_registrar=True)
    with pytest.raises(NotFound):
        place_order(
            lines=[Wanted("booth", exhibitor.uuid)], payer=other.organisation, by=actor_for(other.person), at=NOW
        )


def test_two_booths_in_one_line_are_refused(exhibitor, registrar):
    with pytest.raises(OneBooth):
        place_order(lines=[Wanted("booth", exhibitor.uuid, 2)], payer=exhibitor.organisation, by=by(registrar), at=NOW)


def test_same_booth_in_two_lines_is_refused(exhibitor, registrar):
    lines = [Wanted("booth", exhibitor.uuid), Wanted("booth", exhibitor.uuid)]
    with pytest.raises(AlreadyOrdered):
        place_order(lines=lines, payer=exhibitor.organisation, by=by(registrar), at=NOW)
    assert Exhibitor.objects.get().line is None


def test_approved_exhibitor_is_not_approved_again(exhibitor):
    with pytest.raises(WrongState):
        approve_exhibitor(exhibitor, by=EVENTS, at=NOW)
