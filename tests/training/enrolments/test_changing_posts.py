"""Under which post, and by whose leave, a registration moves."""

import pytest

from registrations.orders.actions import Wanted, place_order
from registrations.orders.models import LineKind
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TaxProfileFactory
from tests.factories.training import LEAD, SessionFactory
from tests.people import actor_for
from training.enrolments.actions import accept_offer, cancel_enrolment, enrol, move_enrolment
from training.enrolments.errors import SeatOfSomebodyElse
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = pytest.mark.django_db


def again(row):
    return Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)


def going(row, to, by=LEAD, **more):
    return again(move_enrolment(again(row), to=to, by=by, at=NOW, **more))


def post_of(row):
    return row.organisation, row.region, row.role


def leaves_for(post, organisation, role):
    post.ends_on = NOW.date()
    post.save()
    return AffiliationFactory(person=post.person, organisation=organisation, role=role)


def registrar(organisation):
    return actor_for(AffiliationFactory(organisation=organisation, is_registrar=True).person)


def priced(here=None, **more):
    return SessionFactory(price_cents=10_000, **({"activity": here.activity} if here else {}), **more)


@pytest.fixture
def post():
    centre = OrganisationFactory(region="03")
    MembershipFactory(organisation=centre)
    return AffiliationFactory(organisation=centre, role="practitioner")


@pytest.fixture
def paid(post):
    """By the organisation of the post."""
    TaxProfileFactory(kind="session", category="exempt")
    keeper = AffiliationFactory(organisation=post.organisation, is_registrar=True).person
    return ordered(post.person, post.organisation, keeper)


@pytest.fixture
def other(paid):
    """Where the same person has a second post."""
    return AffiliationFactory(person=paid.person).organisation


def ordered(person, payer, by):
    session = priced()
    lines = [Wanted(LineKind.SESSION, session.uuid, 1, (person,))]
    place_order(lines=lines, payer=payer, by=actor_for(by), at=NOW, on_account=True)
    return again(Enrolment.objects.get(session=session))


def test_a_registration_moves_under_the_whole_of_todays_post(post):
    row = enrol(session=SessionFactory(), person=post.person, by=LEAD, at=NOW)
    other = OrganisationFactory(region="06")
    leaves_for(post, other, "manager")

    made = going(row, SessionFactory(activity=row.session.activity, days=3))

    assert post_of(made) == (other, "06", "manager")


def test_what_was_ordered_keeps_the_post_of_its_order(post, paid):
    leaves_for(post, OrganisationFactory(region="06"), "manager")

    made = going(paid, priced(paid.session, days=3))

    assert post_of(made) == (post.organisation, "03", "practitioner")


def test_a_registrar_does_not_move_what_another_organisation_ordered(paid, other):
    there = priced(paid.session, days=3)
    with pytest.raises(SeatOfSomebodyElse):
        going(paid, there, by=registrar(other))

    assert going(paid, there, by=registrar(paid.organisation)).state == "confirmed"


def test_nor_does_one_by_accepting_an_offer(paid, other):
    there = priced(paid.session, pool__capacity=1, days=3)
    inside = enrol(session=there, person=UserFactory(), by=LEAD, at=NOW, reason="Entente")
    waits = going(paid, there, by=actor_for(paid.person), wait=True)
    cancel_enrolment(again(inside), by=LEAD, at=NOW)

    with pytest.raises(SeatOfSomebodyElse):
        accept_offer(again(waits), by=registrar(other), at=NOW)

    assert accept_offer(again(waits), by=actor_for(paid.person), at=NOW).line == paid.line
