"""The seats of two records of one organisation."""

from datetime import date

import pytest

from registrations.actors import Actor
from registrations.groups.merging import MERGE
from registrations.models import Mandate
from tests.factories.registrations import NOW, GroupFactory, MandateFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def seat(group, organisation, starts_on, ends_on=None, **more):
    return MandateFactory(
        group=group, person=None, organisation=organisation, starts_on=starts_on, ends_on=ends_on, **more
    )


def test_seats_move_and_those_that_meet_are_joined():
    kept, dropped, group, other = OrganisationFactory(), OrganisationFactory(), GroupFactory(), GroupFactory()
    seat(group, kept, date(2024, 1, 1))
    seat(group, dropped, date(2023, 1, 1), office="Présidence")
    seat(other, dropped, date(2020, 1, 1), date(2021, 1, 1))
    other.partners.add(kept, dropped)
    group.partners.add(dropped)
    MERGE.move(kept, dropped, Actor.system("tests"), NOW)
    found = Mandate.objects.order_by("group").values_list("group", "organisation", "starts_on", "ends_on", "office")
    assert list(found) == [
        (group.pk, kept.pk, date(2023, 1, 1), None, "Présidence"),
        (other.pk, kept.pk, date(2020, 1, 1), date(2021, 1, 1), ""),
    ]
    assert ([*group.partners.all()], [*other.partners.all()]) == ([kept], [kept])
