"""What the team wrote to several people: sent, to be sent, being written; and one address that no longer works."""

from datetime import datetime, timedelta
from uuid import uuid5

from config.demo.bringing import LOADER
from registrations.actors import Actor, Via, roles_of
from registrations.messages.actions import record_bounce
from registrations.messages.rules import BounceKind
from registrations.models import Organisation, User
from registrations.writings.actions import (
    add_recipients,
    compose_writing,
    finish_writing,
    hand_over,
    open_writing,
    send_writing,
)
from registrations.writings.models import Writing
from registrations.writings.registry import RECIPIENTS
from training.models import Session

NEWS = {
    "subject_fr": "{organisme}\N{NO-BREAK SPACE}: votre fiche est-elle à jour ?",
    "body_fr": "Bonjour {prénom|à vous},\n\nLe répertoire public montre la fiche de {organisme}. Prenez deux minutes pour vérifier "
    "l’adresse, le téléphone et les spécialités.\n\nMerci de ce que vous faites dans la région {région}.\n\nLa permanence d’AXTRA",
    "subject_en": "{organisme}: is your record up to date?",
    "body_en": "Hello {prénom|there},\n\nThe public directory shows the record of {organisme}. Please take two minutes to check "
    "the address, the telephone and the specialities.\n\nAXTRA’s team",
}
MATERIAL = {
    "subject_fr": "{séance}\N{NO-BREAK SPACE}: le matériel de la rencontre",
    "body_fr": "Bonjour {prénom|à vous},\n\nLa séance commence le {date}. Le cahier sera déposé la veille dans votre espace.\n\n"
    "Au plaisir de vous y voir.",
}
SURVEY = {
    "subject_fr": "Vos besoins de formation",
    "body_fr": "Bonjour {prénom|à vous},\n\nQue devrions-nous offrir l’an prochain à {organisme|votre équipe} ?",
}
EMPTY = {"subject_en": "", "body_en": "", "purpose": "service", "reply_to": "formation@axtra.example"}


def load(*, at: datetime) -> None:
    """Written by the training lead, to the people behind lists, as the admin does."""
    lead = User.objects.get(email="training@demo.test")
    by = Actor(lead, roles_of(lead), via=Via.ADMIN)
    centres = Organisation.objects.filter(kind="centre", archived_at=None).values_list("pk", flat=True)
    soon = (
        Session.objects.filter(state="published", starts_at__gt=at).order_by("starts_at").values_list("pk", flat=True)
    )
    sent = drafted(by, "registrations.Organisation", list(centres[:40]), "registrars", NEWS, at=at - timedelta(days=9))
    dispatch(sent, by=by, at=at - timedelta(days=9))
    coming = drafted(by, "training.Session", list(soon[:2]), "in", MATERIAL, at=at)
    if people := coming.recipients.kept().count():
        send_writing(coming, send_at=at + timedelta(days=2), number=people, by=by, at=at)
    drafted(by, "registrations.Organisation", list(centres[40:55]), "directors", SURVEY, at=at)


def drafted(by: Actor, origin: str, rows: list[int], audience: str, text: dict[str, str], *, at: datetime) -> Writing:
    """A composed draft to the people behind these rows."""
    found = RECIPIENTS[origin].read(rows, audience, at.date())
    writing = open_writing(uuid=uuid5(by.person.uuid, text["subject_fr"]), origin=origin, by=by, at=at)
    add_recipients(writing, [one for row in rows for one in found.get(row, [])], by=by)
    return compose_writing(writing, by=by, at=at, **EMPTY | text)


def dispatch(writing: Writing, *, by: Actor, at: datetime) -> None:
    """Every message in the outbox; one address has stopped working since."""
    people = list(writing.recipients.kept())
    send_writing(writing, number=len(people), by=by, at=at)
    while hand_over(writing, most=200, at=at):
        pass
    finish_writing(writing, by=by, at=at)
    record_bounce(
        address=people[0].address, kind=BounceKind.HARD, diagnosis="550 5.1.1 mailbox unavailable", by=LOADER, at=at
    )
