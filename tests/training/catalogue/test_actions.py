"""An activity changes its programme as long as no seat is counted there."""

import pytest

from tests.factories.registrations import NOW
from tests.factories.training import LEAD, ActivityFactory, ProgrammeFactory, SessionFactory
from training.catalogue.actions import change_activity
from training.catalogue.errors import ProgrammeFrozen

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("from_cap", "to_cap"), [(3, None), (None, 3), (3, 3)])
def test_an_activity_with_seats_stays_in_a_programme_that_counts_them(from_cap, to_cap):
    activity = ActivityFactory(programme=ProgrammeFactory(cap_in_programme=from_cap))
    other = ProgrammeFactory(cap_in_programme=to_cap)
    SessionFactory(activity=activity, pool__taken=1)

    with pytest.raises(ProgrammeFrozen):
        change_activity(activity, programme=other, by=LEAD, at=NOW)


@pytest.mark.parametrize(("cap", "taken"), [(None, 1), (3, 0)])
def test_an_activity_without_seats_or_without_caps_changes_its_programme(cap, taken):
    activity = ActivityFactory(programme=ProgrammeFactory(cap_in_programme=cap))
    other = ProgrammeFactory()
    SessionFactory(activity=activity, pool__taken=taken)

    change_activity(activity, programme=other, title="Ailleurs", by=LEAD, at=NOW)

    activity.refresh_from_db()
    assert (activity.programme, activity.title) == (other, "Ailleurs")
