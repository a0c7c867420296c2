"""What waits for the training lead, session by session."""

from datetime import timedelta

import pytest

from config.home.training import TrainingDay
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import ActivityFactory, SessionFactory
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def enrolled(session, state, **fields):
    return Enrolment.objects.create(session=session, person=UserFactory(), state=state, created_at=NOW, **fields)


def session(title, **fields):
    given = {"opens_at": NOW - timedelta(days=60), "starts_at": NOW + timedelta(days=6)} | fields
    return SessionFactory(activity=ActivityFactory(title=title), **given)


def test_each_kind_of_thing_that_waits_is_listed_with_its_page(django_assert_max_num_queries):
    assert TrainingDay(at=NOW).heaps == []
    enrolled(session("Passée", starts_at=NOW - timedelta(days=3)), "confirmed")
    enrolled(session("Consignée", starts_at=NOW - timedelta(days=3)), "attended")
    session("Trop peu", minimum=4)
    enrolled(session("Sous réserve"), "reserved", reserved_until=NOW + timedelta(days=1))
    awaited = session("Attendue", pool__capacity=1, pool__taken=1, pool__waiting=1)
    enrolled(awaited, "waitlisted", queue=awaited.pool)
    session("Pleine", pool__capacity=2, pool__taken=2)
    session("Bientôt", opens_at=NOW + timedelta(days=1))
    session("Brouillon", state="draft", opens_at=NOW + timedelta(days=1))

    with django_assert_max_num_queries(6):
        heaps = TrainingDay(at=NOW).heaps

    found = [[item.text for item in heap.items] for heap in heaps]
    person = Enrolment.objects.get(state="reserved").person.get_full_name()
    assert found == [["Passée"], ["Trop peu"], [person], ["Attendue"], ["Pleine"], ["Bientôt"]]
    assert all(item.url.startswith("/admin/") and item.note for heap in heaps for item in heap.items)


def test_five_are_shown_and_the_rest_is_counted():
    for _each in range(7):
        session("Pleine", pool__capacity=2, pool__taken=2)
    (heap,) = TrainingDay(at=NOW).heaps
    assert (len(heap.items), heap.more) == (5, 2)
