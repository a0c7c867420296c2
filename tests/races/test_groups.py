"""Nobody sits twice in a group at the same dates, however many appoint them at the same moment."""

from collections import Counter
from datetime import date

import pytest

from registrations.actors import Actor
from registrations.groups.actions import appoint
from registrations.models import Group, Mandate, Organisation, User
from tests.factories.registrations import NOW, GroupFactory, OrganisationFactory, UserFactory
from tests.races.test_enrolments import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TIMES = 8
# With an end, no index refuses the second one: only the lock does.
DATES = [{"starts_on": date(2026, 1, 1)}, {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 1)}]


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_one_seat_at_the_same_dates(kind, dates):
    group = GroupFactory()
    holder = UserFactory() if kind == "person" else OrganisationFactory()
    model = User if kind == "person" else Organisation

    def act():
        who = {kind: model.objects.get(pk=holder.pk)}
        return type(
            appoint(group=Group.objects.get(pk=group.pk), **who, **dates, by=Actor.system("tests"), at=NOW)
        ).__name__

    outcome = Counter(at_once([act] * TIMES))

    assert (outcome, Mandate.objects.count()) == (Counter({"already-in-group": TIMES - 1, "Mandate": 1}), 1)
