"""Orders placed, cancelled, expired; invoices issued once and for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from registrations.actors import Actor
from registrations.colloquium.errors import AlreadyHasTicket, SaleEnded, SaleNotOpen
from registrations.colloquium.models import Ticket
from registrations.errors import Forbidden, NotFound, constraint_means
from registrations.models import Invoice, InvoiceBalance, Message, NumberSeries, Order, OrderLine, SeatClaim
from registrations.orders.actions import Wanted, cancel_order, expire_order, issue_invoice, place_order
from registrations.orders.errors import (
    MayNotOrderFor,
    NoTaxProfile,
    NotCancellable,
    NothingOrdered,
    NotOnAccount,
    PriceChanged,
)
from registrations.orders.models import TaxProfile
from registrations.orders.queries import orders_of, visible_order
from registrations.orders.rules import HOLD
from registrations.seats.errors import SoldOut
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TaxComponentFactory, TicketTypeFactory, actor_for, order_ticket, quebec_taxes

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def ticket_type():
    quebec_taxes()
    return TicketTypeFactory()


@pytest.fixture
def registrar():
    """The registrar of a member organisation."""
    membership = MembershipFactory()
    return AffiliationFactory(organisation=membership.organisation, is_registrar=True)


def on_account(ticket_type, registrar, quantity=2, **changes):
    lines = [Wanted("ticket", ticket_type.uuid, quantity, (registrar.person,))]
    person = registrar.person
    given = {"lines": lines, "payer": registrar.organisation, "by": actor_for(person), "at": NOW, "on_account": True}
    return place_order(**given | changes)


def test_place_order_by_card_holds_the_seat_until_it_expires(ticket_type):
    order = order_ticket(ticket_type, UserFactory())

    claim = SeatClaim.objects.get()
    assert (order.state, order.expires_at, claim.until) == ("placed", NOW + HOLD, NOW + HOLD)
    assert (order.taxable_cents, order.tax_cents, order.total_cents) == (29_997, 4_492, 34_489)
    assert (Ticket.objects.get().state, Invoice.objects.count(), miscounted_pools()) == ("held", 0, [])


def test_place_order_gives_members_their_price_and_says_so(ticket_type):
    registrar = AffiliationFactory(organisation=MembershipFactory().organisation)

    line = order_ticket(ticket_type, registrar.person).lines.get()

    assert (line.unit_price_cents, line.basis, line.accounting_code) == (19_900, "member", "4100")


def test_place_order_when_an_attendee_is_not_a_member_asks_the_public_price(ticket_type, registrar):
    stranger = UserFactory()
    AffiliationFactory(person=stranger, organisation=registrar.organisation, verified_at=None)
    lines = [Wanted("ticket", ticket_type.uuid, 2, (registrar.person, stranger))]

    order = place_order(lines=lines, payer=registrar.person, by=actor_for(registrar.person), at=NOW)

    assert [(line.unit_price_cents, line.basis) for line in order.lines.all()] == [(29_997, "public")]


@pytest.mark.parametrize("missing", ["profile", "component"])
def test_place_order_without_tax_choice_stops_and_writes_nothing(missing):
    ticket_type = TicketTypeFactory()
    if missing == "component":
        quebec_taxes()
        TaxComponentFactory._meta.model.objects.all().delete()

    with pytest.raises(NoTaxProfile):
        order_ticket(ticket_type, UserFactory())

    assert (Order.objects.count(), OrderLine.objects.count(), SeatClaim.objects.count()) == (0, 0, 0)


def test_place_order_when_not_registered_has_no_tax_and_no_number(ticket_type):
    TaxProfile.objects.update(category="outside")
    order = order_ticket(ticket_type, UserFactory())
    assert (order.total_cents, order.exempt_cents, order.taxes) == (29_997, 29_997, [])


def test_place_order_when_price_changed_says_the_new_one(ticket_type):
    with pytest.raises(PriceChanged) as refused:
        order_ticket(ticket_type, UserFactory(), expected_total=30_000)

    assert refused.value.members["total_cents"] == 34_489
    assert (Order.objects.count(), SeatClaim.objects.count()) == (0, 0)


def test_place_order_when_sold_out_writes_nothing(ticket_type):
    ticket_type.pool.__class__.objects.update(capacity=1)
    order_ticket(ticket_type, UserFactory())

    with pytest.raises(SoldOut):
        order_ticket(ticket_type, UserFactory())

    assert (Order.objects.count(), Ticket.objects.count(), miscounted_pools()) == (1, 1, [])


def test_place_order_twice_for_one_person_is_refused(ticket_type):
    person = UserFactory()
    order_ticket(ticket_type, person)

    with pytest.raises(AlreadyHasTicket):
        order_ticket(ticket_type, person)

    assert (Order.objects.count(), miscounted_pools()) == (1, [])


@pytest.mark.parametrize(("days", "refusal"), [(-20, SaleNotOpen), (70, SaleEnded)])
def test_place_order_outside_the_sale_window_is_refused(ticket_type, days, refusal):
    with pytest.raises(refusal):
        order_ticket(ticket_type, UserFactory(), at=NOW + timedelta(days=days))


def test_place_order_of_an_unpublished_colloquium_finds_nothing(ticket_type):
    type(ticket_type.colloquium).objects.update(published_at=None)
    with pytest.raises(NotFound):
        order_ticket(ticket_type, UserFactory())


@pytest.mark.parametrize("quantity", [0, 201])
def test_place_order_of_nothing_or_too_much_is_refused(ticket_type, quantity):
    person = UserFactory()
    with pytest.raises(NothingOrdered):
        order_ticket(ticket_type, person, lines=[Wanted("ticket", ticket_type.uuid, quantity)])


def test_place_order_for_another_person_is_refused(ticket_type):
    somebody, another = UserFactory.create_batch(2)
    with pytest.raises(MayNotOrderFor):
        order_ticket(ticket_type, another, by=actor_for(somebody))


def test_place_order_names_colleagues_only(ticket_type, registrar):
    colleague = AffiliationFactory(organisation=registrar.organisation).person
    line = Wanted("ticket", ticket_type.uuid, 1, (colleague,))
    order = place_order(lines=[line], payer=registrar.organisation, by=actor_for(registrar.person), at=NOW)
    assert Ticket.objects.get().person == colleague

    stranger = Wanted("ticket", ticket_type.uuid, 1, (UserFactory(),))
    with pytest.raises(MayNotOrderFor):
        place_order(lines=[stranger], payer=order.organisation, by=actor_for(registrar.person), at=NOW)


def test_place_order_for_an_organisation_needs_its_registrar(ticket_type, registrar):
    colleague = AffiliationFactory(organisation=registrar.organisation).person
    line = Wanted("ticket", ticket_type.uuid, 1, (colleague,))
    with pytest.raises(MayNotOrderFor):
        place_order(lines=[line], payer=registrar.organisation, by=actor_for(colleague), at=NOW)


def test_place_order_on_account_confirms_and_invoices_at_once(ticket_type, registrar):
    order = on_account(ticket_type, registrar, purchase_order="BC-42")

    invoice = Invoice.objects.select_related("balance").get()
    assert (order.state, order.expires_at, invoice.label) == ("placed", None, "F-2026-00001")
    assert (invoice.total_cents, invoice.balance.due_cents) == (order.total_cents, order.total_cents)
    assert (invoice.purchase_order, str(invoice.due_on)) == ("BC-42", "2026-11-05")
    assert set(Ticket.objects.values_list("state", "person")) == {
        ("confirmed", registrar.person.pk),
        ("confirmed", None),
    }
    assert SeatClaim.objects.exclude(until=None).count() == 0
    assert set(Message.objects.values_list("kind", flat=True)) == {"invoice", "ticket-confirmed"}


def test_place_order_on_account_needs_a_member_or_the_teams_leave(ticket_type):
    registrar = AffiliationFactory(is_registrar=True)
    with pytest.raises(NotOnAccount):
        on_account(ticket_type, registrar)

    OrganisationFactory._meta.model.objects.update(may_pay_later=True)
    registrar.organisation.refresh_from_db()
    assert on_account(ticket_type, registrar).on_account is True


def test_place_order_on_account_is_not_for_people(ticket_type):
    with pytest.raises(NotOnAccount):
        order_ticket(ticket_type, UserFactory(), on_account=True)


def test_place_order_of_something_free_is_settled_at_once(ticket_type):
    type(ticket_type).objects.update(public_price_cents=0)
    order = order_ticket(ticket_type, UserFactory())
    assert (order.state, Ticket.objects.get().state, Invoice.objects.count()) == ("settled", "confirmed", 0)


def test_cancel_order_gives_the_seat_back_once(ticket_type):
    person = UserFactory()
    order = order_ticket(ticket_type, person)

    for _time in range(2):
        assert cancel_order(order=order, by=actor_for(person), at=NOW).state == "cancelled"

    ticket_type.pool.refresh_from_db()
    assert (ticket_type.pool.taken, Ticket.objects.get().state, miscounted_pools()) == (0, "cancelled", [])
    assert order_ticket(ticket_type, person).state == "placed"


def test_cancel_order_of_somebody_else_is_forbidden(ticket_type):
    order = order_ticket(ticket_type, UserFactory())
    with pytest.raises(Forbidden):
        cancel_order(order=order, by=actor_for(UserFactory()), at=NOW)


def test_registrar_who_left_answers_no_more_for_the_organisation(ticket_type, registrar):
    order = on_account(ticket_type, registrar)
    registrar.ends_on = NOW.date() + timedelta(days=1)
    registrar.save()
    on, by = NOW.date() + timedelta(days=2), actor_for(registrar.person)

    with pytest.raises(NotFound):
        visible_order(order.code, to=by, on=on)
    assert list(orders_of(by, on=on)) == []


def test_cancel_order_that_is_invoiced_is_refused(ticket_type, registrar):
    order = on_account(ticket_type, registrar)
    with pytest.raises(NotCancellable):
        cancel_order(order=order, by=actor_for(registrar.person), at=NOW)


def test_expire_order_waits_for_its_time_then_frees_the_seat(ticket_type):
    order = order_ticket(ticket_type, UserFactory())

    assert expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD - timedelta(seconds=1)) is False
    assert expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD) is True
    assert expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + HOLD) is False

    order.refresh_from_db()
    ticket_type.pool.refresh_from_db()
    assert (order.state, ticket_type.pool.taken, miscounted_pools()) == ("expired", 0, [])
    assert Message.objects.filter(kind="order-expired").count() == 1


def test_expire_order_never_ends_one_on_account(ticket_type, registrar):
    order = on_account(ticket_type, registrar)
    assert expire_order(order_pk=order.pk, by=SYSTEM, at=NOW + timedelta(days=900)) is False


def test_issue_invoice_snapshots_buyer_lines_and_taxes(ticket_type, registrar):
    on_account(ticket_type, registrar)

    invoice = Invoice.objects.get()
    assert invoice.buyer["name"] == registrar.organisation.name
    assert invoice.lines[0] == {
        "description": "QUARIERA 2027 – Forfait complet",
        "people": [registrar.person.get_full_name()],
        "quantity": 2,
        "unit_price_cents": 19_900,
        "discount_cents": 0,
        "total_cents": 39_800,
        "tax_category": "taxable",
        "accounting_code": "4100",
    }
    assert [tax["amount_cents"] for tax in invoice.taxes] == [1_990, 3_970]


def test_issue_invoice_numbers_follow_without_gap_when_one_is_rolled_back(ticket_type, registrar):
    order = on_account(ticket_type, registrar)
    with transaction.atomic():
        issue_invoice(order=order, by=SYSTEM, at=NOW)
        transaction.set_rollback(True)

    issue_invoice(order=order, by=SYSTEM, at=NOW)

    assert list(Invoice.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert NumberSeries.objects.get().last == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registrations_invoice SET total_cents = 1, base_cents = 1, tax_cents = 0",
        "UPDATE registrations_invoice SET number = 7",
        "DELETE FROM registrations_invoice",
    ],
)
def test_invoice_is_immutable_even_for_raw_sql(ticket_type, registrar, statement):
    on_account(ticket_type, registrar)
    InvoiceBalance.objects.all().delete()

    class Immutable(NotCancellable):
        code = "test-immutable"

    meant = constraint_means(Invoice, "invoice_immutable", Immutable())
    with pytest.raises(Immutable), meant, connection.cursor() as cursor:
        cursor.execute(statement)

    assert Invoice.objects.get().number == 1


def test_invoice_number_is_unique_in_its_series(ticket_type, registrar):
    on_account(ticket_type, registrar)
    invoice = Invoice.objects.get()
    invoice.pk, invoice.uuid = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        invoice.save(force_insert=True)
