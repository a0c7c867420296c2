"""What waits for the person in charge of personal data."""

from datetime import date, timedelta

import pytest

from config.home.attention import privacy
from registrations.actors import Actor, Role
from registrations.journal.actions import add_note, record_incident
from tests.factories.privacy import PrivacyRequestFactory
from tests.factories.registrations import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ADMIN = Actor(person=None, roles=frozenset({Role.ADMINISTRATOR}))


@pytest.mark.parametrize(
    ("left", "said"), [(20, []), (7, ["d’ici une semaine", False]), (-1, ["a dépassé ses 30 jours", True])]
)
def test_requests_are_said_when_their_term_comes(left, said):
    PrivacyRequestFactory(state="studied", received_on=date(2026, 8, 1), due_on=TODAY + timedelta(days=left))

    lines = list(privacy(on=TODAY))

    assert [line.urgent for line in lines] == said[1:]
    assert all(said[0] in line.text for line in lines)


def test_new_requests_and_open_incidents_are_said_until_they_are_dealt_with():
    PrivacyRequestFactory(received_on=TODAY, due_on=TODAY + timedelta(days=30))
    words = {"title": "x", "what_happened": "x", "data": "x", "reasoning": "x", "serious_risk": False}
    incident = record_incident(known_on=TODAY, by=ADMIN, at=NOW, **words)
    said = [(line.urgent, "nouvelle" in line.text, "incident" in line.text) for line in privacy(on=TODAY)]
    assert said == [(False, True, False), (True, False, True)]

    add_note(incident, kind="closed", on=TODAY, text="Fait", by=ADMIN, at=NOW)

    assert len(list(privacy(on=TODAY))) == 1
