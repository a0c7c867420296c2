"""What one page needs in several places is asked once, and never after something was written."""

from collections import Counter

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from cms.library.queries import reader
from config.middleware import Memory
from registrations.actors import Actor
from registrations.colloquium.queries import offers, price_for
from registrations.memberships.queries import organisation_of, organisations_managed_by, people_managed_by, standing
from registrations.memory import remembered, remembering
from registrations.orders.sales import Buyer
from registrations.organisations.actions import change_affiliation
from registrations.people.actions import lock_people
from tests.factories.registrations import NOW, AffiliationFactory, MembershipFactory
from tests.factories.sales import TicketTypeFactory

ASKED = ("registrations_affiliation", "registrations_mandate", "registrations_membership")
DAY = NOW.date()


def about_standing(captured):
    """The statements that read posts, mandates or memberships."""
    read = [query["sql"].partition(" FROM ")[2].partition(" ")[0].strip('"') for query in captured.captured_queries]
    return [table for table in read if table in ASKED]


@pytest.fixture
def registrar():
    post = AffiliationFactory(is_registrar=True)
    MembershipFactory(organisation=post.organisation, lapses_on="2099-01-01")
    return post.person


@pytest.mark.django_db
def test_a_page_that_needs_standing_in_five_places_asks_once(rf, registrar):
    edition, sold = TicketTypeFactory().colloquium, TicketTypeFactory()

    def page(_request):
        me = Actor(person=registrar)
        reader(registrar, at=NOW)  # the library
        offers(edition, person=registrar, at=NOW)  # the colloquium's prices
        price_for(sold, buyer=Buyer(person=registrar), at=NOW)
        mine = organisations_managed_by(me, on=DAY)
        return HttpResponse([organisation_of(registrar, on=DAY).organisation, *mine])

    with CaptureQueriesContext(connection) as captured:
        Memory(page)(rf.get("/"))
    tables = Counter(about_standing(captured))
    assert (tables["registrations_membership"], tables["registrations_mandate"]) == (1, 1)
    assert tables["registrations_affiliation"] == 1 + 2  # the price for members asks about all who attend at once


@pytest.mark.django_db
def test_five_questions_about_one_person_are_four_statements(registrar):
    me = Actor(person=registrar)
    with remembering(), CaptureQueriesContext(connection) as captured:
        for _again in range(2):
            standing(registrar, on=DAY)
            organisation_of(registrar, on=DAY)
            organisations_managed_by(me, on=DAY)
            people_managed_by(me, on=DAY)
    assert len(about_standing(captured)) == 4  # three, and the staff


@pytest.mark.django_db
def test_what_was_written_is_seen_at_once(registrar):
    post = registrar.affiliations.get()
    with remembering():
        before = standing(registrar, on=DAY).is_member
        change_affiliation(affiliation=post, ends_on=DAY, by=Actor.system("tests"), at=NOW)
        assert [before, standing(registrar, on=DAY).is_member] == [True, False]


@pytest.mark.django_db
def test_under_the_lock_of_a_person_one_asks_afresh(registrar):
    with remembering():
        standing(registrar, on=DAY)
        lock_people(registrar)
        with CaptureQueriesContext(connection) as captured:
            standing(registrar, on=DAY)
    assert len(about_standing(captured)) == 3


def test_nothing_is_remembered_outside_a_request_or_from_one_to_the_next():
    asked = []

    def ask():
        asked.append(1)
        return len(asked)

    outside = [remembered("key", ask), remembered("key", ask)]
    with remembering():
        inside = [remembered("key", ask), remembered("key", ask)]
    with remembering():
        assert (outside, inside, remembered("key", ask)) == ([1, 2], [3, 3], 4)
