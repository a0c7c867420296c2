"""From one session to another of the same activity, in one act."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.messages.models import Message
from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for, with_role
from training.enrolments.actions import accept_offer, cancel_enrolment, enrol, move_enrolment
from training.enrolments.errors import (
    AlreadyEnrolled,
    DifferentPrice,
    NoPlaceToMove,
    NoSeatThere,
    NotYourPerson,
    OtherActivity,
    Overlapping,
    PaidSession,
    RegistrationClosed,
    SeatAwaitsPayment,
    TooLateToCancel,
)
from training.enrolments.mails.handing import moved
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_seat_adds_up():
    yield
    assert miscounted_pools() == []


def again(row):
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


def seated(session, person=None):
    person = person or UserFactory()
    return again(enrol(session=session, person=person, by=actor_for(person), at=NOW))


def going(row, to, by=None, **more):
    given = {"by": by or actor_for(row.person), "at": NOW} | more
    return again(move_enrolment(again(row), to=to, **given))


def states(*rows):
    return [again(row).state for row in rows]


@pytest.fixture
def here():
    return SessionFactory(pool__capacity=1)


@pytest.fixture
def there(here):
    return SessionFactory(activity=here.activity, pool__capacity=1, days=3)


def test_the_new_seat_is_taken_and_the_old_one_goes_to_the_next_in_line(here, there):
    row, waiting = seated(here), seated(here)

    made = going(row, there)

    assert states(row, waiting, made) == ["cancelled", "offered", "confirmed"]
    assert made.follows == row
    assert Message.objects.filter(kind="enrolment-moved", to=row.person).count() == 1
    files = moved(made.uuid, "fr").attachments
    assert [b"METHOD:REQUEST" in files[0].content, b"METHOD:CANCEL" in files[1].content] == [True, True]


def test_a_full_session_takes_nothing_from_who_asks(here, there):
    row, _inside = seated(here), seated(there)
    with pytest.raises(NoSeatThere):
        going(row, there)
    assert states(row) == ["confirmed"]

    waits = going(row, there, wait=True)

    assert states(row, waits) == ["confirmed", "waitlisted"]


def test_the_old_place_is_kept_until_the_new_one_is_accepted(here, there):
    row, inside = seated(here), seated(there)
    waits, next_here = going(row, there, wait=True), seated(here)
    cancel_enrolment(inside, by=actor_for(inside.person), at=NOW)
    assert states(row, waits) == ["confirmed", "offered"]

    accept_offer(again(waits), by=actor_for(row.person), at=NOW)

    assert states(row, waits, next_here) == ["cancelled", "confirmed", "offered"]


def test_who_gave_up_the_old_place_meanwhile_just_accepts(here, there):
    row, inside = seated(here), seated(there)
    waits = going(row, there, wait=True)
    cancel_enrolment(row, by=actor_for(row.person), at=NOW)
    cancel_enrolment(inside, by=actor_for(inside.person), at=NOW)
    assert accept_offer(again(waits), by=actor_for(row.person), at=NOW).state == "confirmed"


def test_an_overlap_with_the_old_session_alone_is_none(here):
    same_hour = SessionFactory(activity=here.activity)
    row = seated(here)
    assert going(row, same_hour).state == "confirmed"

    other, busy = SessionFactory(activity=here.activity, days=5), UserFactory()
    row = seated(here, busy)
    seated(SessionFactory(days=5), busy)
    with pytest.raises(Overlapping):
        going(row, other)
    assert states(row) == ["confirmed"]


def test_the_cap_of_the_programme_counts_one_seat_through_the_move():
    here = SessionFactory(activity__programme__cap_in_programme=1, activity__programme__cap_per_organisation=1)
    there = SessionFactory(activity=here.activity, days=3)
    person = AffiliationFactory(organisation=OrganisationFactory()).person
    assert going(seated(here, person), there).state == "confirmed"


def test_what_stands_against_it_is_said(here, there):
    row = seated(here)

    def refusal(error, to=there, what=row, **more):
        with pytest.raises(error):
            going(what, to, **more)

    refusal(OtherActivity, to=SessionFactory(days=2))
    refusal(OtherActivity, to=here)
    refusal(NotYourPerson, by=actor_for(UserFactory()))
    refusal(TooLateToCancel, at=here.starts_at - timedelta(hours=2))
    refusal(RegistrationClosed, by=LEAD, at=there.closes_at)
    inside = seated(SessionFactory(activity=here.activity, days=4), row.person)
    refusal(AlreadyEnrolled, to=inside.session)
    cancel_enrolment(again(row), by=LEAD, at=NOW)
    refusal(NoPlaceToMove)


@pytest.fixture
def paid():
    TaxProfileFactory(kind="session", category="exempt")
    centre = OrganisationFactory()
    MembershipFactory(organisation=centre)
    keeper = AffiliationFactory(organisation=centre, is_registrar=True).person
    session, person = SessionFactory(price_cents=10_000), AffiliationFactory(organisation=centre).person
    lines = [Wanted(LineKind.SESSION, session.uuid, 1, (person,))]

    def order(**more):
        place_order(lines=lines, payer=centre, by=actor_for(keeper), at=NOW, **more)
        return again(Enrolment.objects.get(person=person))

    return order


def test_what_was_paid_goes_with_the_person_at_the_same_price_only(paid):
    row = paid(on_account=True)
    here, line = row.session, row.line
    dear = SessionFactory(activity=here.activity, price_cents=12_000, days=2)
    same = SessionFactory(activity=here.activity, price_cents=10_000, days=3)
    with pytest.raises(DifferentPrice):
        going(row, dear)

    made = going(row, same)

    assert (made.state, made.line, again(row).line) == ("confirmed", line, None)
    assert line.order.invoices.count() == 1


def test_a_paid_seat_waits_for_another_and_is_not_ordered_again(paid):
    row = paid(on_account=True)
    there = SessionFactory(activity=row.session.activity, price_cents=10_000, pool__capacity=1, days=3)
    inside = enrol(session=there, person=UserFactory(), by=LEAD, at=NOW, reason="Entente")
    waits = going(row, there, wait=True)
    cancel_enrolment(again(inside), by=LEAD, at=NOW)

    made = accept_offer(again(waits), by=actor_for(row.person), at=NOW)

    assert (made.state, again(made).line, states(row)) == ("confirmed", row.line, ["cancelled"])


def test_a_seat_that_awaits_its_payment_does_not_move(paid):
    row = paid()
    with pytest.raises(SeatAwaitsPayment):
        going(row, SessionFactory(activity=row.session.activity, price_cents=10_000, days=3))


def test_who_waits_for_a_paid_seat_orders_where_there_is_one():
    here = SessionFactory(price_cents=10_000, pool__capacity=0)
    there = SessionFactory(activity=here.activity, price_cents=10_000, days=3)
    with pytest.raises(PaidSession):
        going(seated(here), there)


def test_a_person_moves_by_the_page_by_the_call_and_by_the_team(client):
    now = timezone.now()
    opened = {"opens_at": now - timedelta(days=1)}
    first = SessionFactory(starts_at=now + timedelta(days=10), **opened)
    second, third, fourth = (
        SessionFactory(activity=first.activity, starts_at=now + timedelta(days=11 + n), **opened) for n in range(3)
    )
    person, lead = UserFactory(), with_role(UserFactory(), Role.TRAINING_LEAD)
    row = enrol(session=first, person=person, by=actor_for(person), at=now)
    client.force_login(person)
    address = f"/moi/inscriptions/{row.uuid}/changer/"
    assert str(second.uuid) in client.get(address).content.decode()
    assert client.post(address, {"session": "autre"}).status_code == 409
    assert client.post(address, {"session": second.uuid}).status_code == 302

    row = Enrolment.objects.live().get()
    assert row.session == second
    call = {"path": f"/api/v1/training/enrolments/{row.uuid}/move", "content_type": "application/json"}
    assert client.post(data={"session": str(third.uuid)}, **call).status_code == 201
    client.force_login(lead)
    row = Enrolment.objects.live().get()
    client.post(reverse("inscriptions:deplacer", args=[row.pk]), {"session": fourth.pk})
    assert Enrolment.objects.live().get().session == fourth
