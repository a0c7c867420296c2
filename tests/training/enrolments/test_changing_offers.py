"""A seat offered to somebody who keeps a place in another session: which of the two they have in the end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.messages.models import Message
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import accept_offer, cancel_enrolment, enrol, move_enrolment
from training.enrolments.errors import PaidSession
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    yield
    assert miscounted_pools() == []


def again(row):
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


def given(session, person=None, at=NOW):
    """A seat by the team, whatever it costs."""
    return enrol(session=session, person=person or UserFactory(), by=LEAD, at=at, reason="Entente")


def waiting_there(row, there, at=NOW):
    """The registration of one who keeps `row` and waits in `there`, which is full, and who has the last seat there."""
    inside = given(there, at=at)
    return again(move_enrolment(again(row), to=there, by=actor_for(row.person), at=at, wait=True)), inside


def freed(row, at=NOW):
    cancel_enrolment(again(row), by=LEAD, at=at)


def states(*rows):
    return [again(row).state for row in rows]


@pytest.fixture
def centre():
    TaxProfileFactory(kind="session", category="exempt")
    centre = OrganisationFactory()
    MembershipFactory(organisation=centre)
    return centre


@pytest.fixture
def pay(centre):
    keeper = AffiliationFactory(organisation=centre, is_registrar=True).person

    def order(session, person, at=NOW):
        lines = [Wanted(LineKind.SESSION, session.uuid, 1, (person,))]
        place_order(lines=lines, payer=centre, by=actor_for(keeper), at=at, on_account=True)
        return again(Enrolment.objects.get(session=session, person=person))

    return order


def test_what_was_paid_while_waiting_elsewhere_does_not_pay_for_a_dearer_session(centre, pay):
    here = SessionFactory(price_cents=10_000, pool__capacity=1)
    there = SessionFactory(activity=here.activity, price_cents=50_000, pool__capacity=1, days=3)
    person, first = AffiliationFactory(organisation=centre).person, given(here)
    row = enrol(session=here, person=person, by=actor_for(person), at=NOW)
    waits, inside = waiting_there(row, there)
    freed(first)
    row = pay(here, person)
    freed(inside)

    with pytest.raises(PaidSession):
        accept_offer(again(waits), by=actor_for(person), at=NOW)

    assert states(row, waits) == ["confirmed", "offered"]
    assert pay(there, person).state == "confirmed"
    assert (again(row).state, again(row).line) == ("confirmed", row.line)


@pytest.mark.parametrize("begun", [timedelta(hours=-2), timedelta(days=1)])
def test_a_seat_that_it_is_too_late_to_cancel_stays_theirs(begun):
    here = SessionFactory()
    there = SessionFactory(activity=here.activity, pool__capacity=1, days=9)
    person, at = UserFactory(), here.starts_at + begun
    row = enrol(session=here, person=person, by=actor_for(person), at=NOW)
    waits, inside = waiting_there(row, there)
    freed(inside, at=at)

    accept_offer(again(waits), by=actor_for(person), at=at)

    assert states(row, waits) == ["confirmed", "confirmed"]
    assert not Message.objects.filter(kind="enrolment-moved").exists()


def test_a_paid_seat_that_it_is_too_late_to_cancel_pays_for_no_other(centre, pay):
    here = SessionFactory(price_cents=10_000)
    there = SessionFactory(activity=here.activity, price_cents=10_000, pool__capacity=1, days=9)
    row = pay(here, AffiliationFactory(organisation=centre).person)
    waits, inside = waiting_there(row, there)
    late = here.starts_at + timedelta(days=1)
    freed(inside, at=late)

    with pytest.raises(PaidSession):
        accept_offer(again(waits), by=actor_for(row.person), at=late)

    assert states(row, waits) == ["confirmed", "offered"]


def test_who_gave_up_the_old_place_is_not_told_of_a_move():
    here = SessionFactory()
    there = SessionFactory(activity=here.activity, pool__capacity=1, days=3)
    row = enrol(session=here, person=UserFactory(), by=LEAD, at=NOW)
    waits, inside = waiting_there(row, there)
    stale = again(waits)
    assert stale.follows.state == "confirmed"
    freed(row)
    freed(inside)

    accept_offer(stale, by=actor_for(row.person), at=NOW)

    assert [Message.objects.filter(kind=f"enrolment-{kind}", about_uuid=waits.uuid).count() for kind in TOLD] == [0, 1]


TOLD = ("moved", "confirmed")


def test_the_page_asks_for_an_order_once_the_paid_seat_was_given_up(client, centre, pay):
    now = timezone.now()
    here, opened = SessionFactory(price_cents=10_000, starts_at=now + timedelta(days=9)), now - timedelta(days=1)
    there = SessionFactory(
        activity=here.activity,
        price_cents=10_000,
        pool__capacity=1,
        starts_at=now + timedelta(days=12),
        opens_at=opened,
    )
    here.opens_at = opened
    here.save()
    row = pay(here, AffiliationFactory(organisation=centre).person, at=now)
    waits, inside = waiting_there(row, there, at=now)
    freed(inside, at=now)
    client.force_login(row.person)
    page, order = (
        reverse("training_enrolments:offer", args=[waits.uuid]),
        reverse("training_enrolments:order", args=[there.uuid]),
    )
    assert order not in client.get(page).content.decode()

    freed(row, at=now)

    assert order in client.get(page).content.decode()
