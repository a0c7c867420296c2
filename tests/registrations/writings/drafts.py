"""Writings of tests."""

from uuid import uuid4

from registrations.actors import Role
from registrations.people.models import User
from registrations.writings.actions import add_recipients, compose_writing, open_writing
from registrations.writings.registry import to_person
from tests.factories.registrations import NOW, UserFactory
from tests.people import actor_for

TEXT = {
    "purpose": "service",
    "subject_fr": "Bonjour {prénom}",
    "body_fr": "Chère, cher {prénom|collègue} de {organisme|chez vous},\n\nVoir https://axtra.test/x",
    "subject_en": "",
    "body_en": "",
    "reply_to": "formation@axtra.test",
}


def writer():
    person = User.objects.filter(email="autrice@axtra.test").first() or UserFactory(email="autrice@axtra.test")
    return actor_for(person, Role.TRAINING_LEAD)


def draft(*people, by=None, origin="registrations.Affiliation", **text):
    """A composed draft to these people."""
    by = by or writer()
    writing = open_writing(uuid=uuid4(), origin=origin, by=by, at=NOW)
    add_recipients(writing, [to_person(person) for person in people], by=by)
    return compose_writing(writing, by=by, at=NOW, **TEXT | text)
