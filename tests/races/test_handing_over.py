"""Two registrars who hand the seats of the same two people over to each other, at once."""

import pytest

from registrations.seats.queries import miscounted_pools
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory
from tests.factories.training import SessionFactory
from tests.people import actor_for
from tests.races.test_enrolments import at_once, crowd
from training.colleagues.actions import hand_over_to
from training.colleagues.rules import Named
from training.enrolments.actions import enrol
from training.enrolments.models import Enrolment
from training.enrolments.queries import WITH_SESSION

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def handing(row, by, newcomer):
    def act():
        found = Enrolment.objects.select_related(*WITH_SESSION).get(pk=row.pk)
        return str(hand_over_to(found, named=Named(newcomer.email), by=by, at=NOW).state)

    return act


def test_two_people_who_take_the_seats_of_each_other_both_have_one():
    centre = OrganisationFactory()
    keepers = [
        actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person),
        actor_for(AffiliationFactory(organisation=centre, is_registrar=True).person),
    ]
    for _time in range(crowd(12, 2)):
        people = [AffiliationFactory(organisation=centre).person for _ in range(2)]
        sessions = [SessionFactory(), SessionFactory(days=3)]
        rows = [
            enrol(session=session, person=person, by=actor_for(person), at=NOW)
            for session, person in zip(sessions, people, strict=True)
        ]

        acts = [handing(rows[0], keepers[0], people[1]), handing(rows[1], keepers[1], people[0])]

        assert at_once(acts, threads=2) == ["confirmed", "confirmed"]
        live = Enrolment.objects.live().filter(session__in=sessions).order_by("session")
        assert [row.person for row in live] == people[::-1]
    assert miscounted_pools() == []
