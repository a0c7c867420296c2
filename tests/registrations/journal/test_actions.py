"""Incidents that nobody can change, and the log of what was given to others."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.journal.actions import add_note, disclose, record_incident
from registrations.journal.errors import IncidentClosed, IncidentDates, NoticeOwed, NotYourRegister
from registrations.journal.models import DisclosedPerson, Disclosure, Incident, IncidentNote
from registrations.journal.rules import incident_kept_until
from registrations.privacy.actions import purge
from tests.factories.registrations import NOW, UserFactory
from tests.people import actor_for, with_role

pytestmark = pytest.mark.django_db
ADMIN = Actor(person=None, roles=frozenset({Role.ADMINISTRATOR}))


def incident(**changes):
    said = {
        "title": "Courriel au mauvais destinataire",
        "what_happened": "Une liste est partie ailleurs.",
        "known_on": NOW.date(),
        "data": "Noms et adresses",
        "serious_risk": False,
        "reasoning": "Rien de sensible.",
        "by": ADMIN,
        "at": NOW,
    }
    return record_incident(**said | changes)


def note(row, kind, **changes):
    return add_note(row, **{"kind": kind, "on": NOW.date(), "text": "Fait", "by": ADMIN, "at": NOW} | changes)


def test_incident_is_kept_five_years_after_it_was_known():
    assert incident().kept_until == date(2031, 10, 6)
    assert incident_kept_until(date(2024, 2, 29)) == date(2029, 3, 1)


@pytest.mark.parametrize("what", ["change", "delete", "note", "note_away"])
def test_incident_and_its_notes_cannot_be_changed_even_in_the_database(what):
    row = incident(known_on=timezone.localdate(), at=timezone.now())
    note(row, "measure", on=timezone.localdate(), at=timezone.now())
    acts = {
        "change": lambda: Incident.objects.update(people_count=0),
        "delete": lambda: Incident.objects.filter(pk=row.pk).delete(),
        "note": lambda: IncidentNote.objects.update(text="Autre"),
        "note_away": lambda: IncidentNote.objects.all().delete(),
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        acts[what]()

    assert (Incident.objects.get().people_count, IncidentNote.objects.get().text) == (None, "Fait")


def test_incident_past_its_term_goes_with_its_notes():
    row = incident(known_on=date(2019, 1, 1))
    note(row, "measure")
    incident()

    done = purge(by=ADMIN, at=timezone.now())

    assert done.counts["incidents"] == 1
    assert Incident.objects.exclude(known_on=NOW.date()).count() + IncidentNote.objects.count() == 0


def test_serious_incident_closes_only_after_both_notices():
    row = incident(serious_risk=True)
    for kind in ("cai", "people"):
        with pytest.raises(NoticeOwed):
            note(row, "closed")
        note(row, kind)

    note(row, "closed")

    assert Incident.objects.with_closing().get().is_closed is True
    with pytest.raises(IncidentClosed):
        note(row, "measure")
    with pytest.raises(IncidentClosed):
        note(row, "closed")
    assert note(row, "correction").kind == "correction"


def test_incident_with_impossible_dates_or_by_somebody_else_is_refused():
    with pytest.raises(IncidentDates):
        incident(known_on=NOW.date() + timedelta(days=1))
    with pytest.raises(IncidentDates):
        incident(occurred_on=NOW.date(), known_on=NOW.date() - timedelta(days=1))
    with pytest.raises(NotYourRegister):
        incident(by=actor_for(UserFactory(), "accounting"))
    with pytest.raises(IncidentDates):
        note(incident(), "measure", on=NOW.date() + timedelta(days=1))
    assert Incident.objects.count() == 1


def test_disclosure_keeps_its_count_and_names_its_people_once():
    people = UserFactory.create_batch(3)
    given = {"to_whom": "Bailleur", "purpose": "Preuve", "legal_basis": "art. 18", "by": ADMIN, "at": NOW}

    row = disclose("Dossier", people=[p.pk for p in people] * 2, **given)

    assert (row.count, DisclosedPerson.objects.count()) == (3, 3)
    assert disclose("Liste", count=40, **given).count == 40
    with pytest.raises(NotYourRegister):
        disclose("Liste", **given | {"by": actor_for(people[0])})


@pytest.mark.parametrize(
    ("address", "people"), [("personnes", 3), ("affiliations", 1), ("organisations", 0), ("consentements", 0)]
)
def test_each_list_of_people_that_is_downloaded_is_noted(client, address, people):
    from tests.factories.registrations import AffiliationFactory

    admin = with_role(UserFactory(), "administrator")
    AffiliationFactory()
    UserFactory()
    client.force_login(admin)

    client.get(f"/admin/{address}/")
    shown = Disclosure.objects.count()
    body = b"".join(client.get(f"/admin/{address}/?export=csv").streaming_content)

    assert (shown, len(body) > 0) == (0, True)
    assert list(Disclosure.objects.values_list("count", "by")) == ([(people, admin.pk)] if people else [])
