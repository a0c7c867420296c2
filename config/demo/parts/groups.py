"""The board, two committees and a project: who sits, what they share, when they meet; points of service of centres."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from config.demo.bringing import LOADER, Row, bring
from config.demo.data.colloquium import EXHIBITORS
from config.demo.papers import paper
from config.demo.world import Person, World
from registrations.files.uploads import received
from registrations.groups.actions import add_document, change_group, plan_meeting
from registrations.models import Group, Organisation

BOARD = "Conseil d'administration"
EMPLOYMENT = "Comité Emploi et Immigration"
VISIBILITY = "Comité Communication et Visibilité"
PROJECT = "Projet Relève en région"
OFFICES = ("Présidence", "Vice-présidence", "Secrétariat-trésorerie")
MANDATES = {
    BOARD: "Neuf personnes élues par l’assemblée générale, qui adoptent les politiques et le budget.",
    EMPLOYMENT: "Suit les mesures pour les personnes immigrantes et prépare les positions de l’alliance ; trois rencontres par année.",
    VISIBILITY: "Conseille l’équipe sur la visibilité des centres, le magazine et les réseaux sociaux.",
    PROJECT: "Un projet de deux ans pour attirer et garder des conseillères et des conseillers hors des grands centres.",
}
# Group, days from now, hour, hours, place, link, agenda.
MEETINGS = (
    (BOARD, 19, 9, 3, "Bureaux d’AXTRA, Montréal", "https://visio.exemple/conseil", "1. Mot de la présidence\n2. Adhésions à l’étude\n3. Suivi budgétaire\n4. Politique de diffusion"),
    (BOARD, 75, 9, 3, "", "https://visio.exemple/conseil", ""),
    (EMPLOYMENT, 8, 13, 2, "", "https://visio.exemple/emploi", "1. Retour sur la consultation\n2. Services en français\n3. Varia"),
    (VISIBILITY, 27, 10, 2, "", "https://visio.exemple/visibilite", "1. Bilan du dernier numéro\n2. Idées pour le printemps"),
    (PROJECT, 40, 10, 6, "Hôtel de ville, Rimouski", "", "Journée de travail avec les partenaires."),
)  # fmt: skip
MINUTES = "Compte rendu de la dernière rencontre"


def load(world: World, *, at: datetime, past: datetime) -> None:
    """After the accounts, so that three of them sit somewhere."""
    bring("groups", mandates(world, on=at.date()), at=past, historical=True)
    for group in Group.objects.filter(name__in=MANDATES):
        partners = Organisation.objects.filter(name__in=EXHIBITORS[:2]) if group.name == PROJECT else ()
        given = {"name": group.name, "kind": group.kind, "description": MANDATES[group.name]}
        change_group(group=group, **given, partners=partners, by=LOADER, at=past)
    meetings(at=at)
    documents(at=at)


def mandates(world: World, *, on: date) -> Iterator[Row]:
    """A board of nine, committees of seventeen and nine, a project of two people and two organisations."""
    directors = [person for person in world.people if person.role == "director"]
    managers = [person for person in world.people if person.role == "manager"]
    since = f"{on.year - 1}-10-08"
    for place, person in enumerate(directors[:9]):
        yield mandate(person, BOARD, "Conseil d'administration", since, OFFICES[place] if place < len(OFFICES) else "")
    yield from members(directors[20:36], EMPLOYMENT, since)
    yield account("registrar", EMPLOYMENT, "Comité", since, "Présidence du comité")
    yield from members(managers[10:18], VISIBILITY, since)
    yield account("manager", VISIBILITY, "Comité", since)
    yield account("participant", PROJECT, "Projet", since)
    yield mandate(managers[30], PROJECT, "Projet", since, "Coordination")
    for centre in world.centres[3:5]:
        yield {"group": PROJECT, "group_kind": "Projet", "organisation": centre.name, "starts_on": since}


def members(people: Iterable[Person], group: str, since: str) -> Iterator[Row]:
    for person in people:
        yield mandate(person, group, "Comité", since)


def mandate(person: Person, group: str, kind: str, since: str, office: str = "") -> Row:
    names = {"email": person.email, "given_name": person.given, "family_name": person.family}
    return {"group": group, "group_kind": kind, "office": office, "starts_on": since, **names}


def account(name: str, group: str, kind: str, since: str, office: str = "") -> Row:
    """A demo account, found by its address alone."""
    return {
        "group": group,
        "group_kind": kind,
        "office": office,
        "starts_on": since,
        "email": f"{name}@demo.test",
    }


def meetings(*, at: datetime) -> None:
    today = timezone.localdate(at)
    for name, days, hour, hours, place, link, agenda in MEETINGS:
        day = working_day(today + timedelta(days=days))
        starts_at = timezone.make_aware(datetime.combine(day, time(hour)))
        given: dict[str, Any] = {"place": place, "link": link, "agenda": agenda}
        ends_at = starts_at + timedelta(hours=hours)
        group = Group.objects.get(name=name)
        plan_meeting(group=group, starts_at=starts_at, ends_at=ends_at, **given, by=LOADER, at=at)


def working_day(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


def documents(*, at: datetime) -> None:
    text = [
        "Les personnes présentes adoptent l’ordre du jour et le compte rendu précédent.",
        "Suivis : chacune et chacun revient avec deux propositions.",
    ]
    content = paper(title=MINUTES, author="AXTRA", date=f"{at:%Y}", language="fr", paragraphs=text, pages=2)
    for group in Group.objects.filter(name__in=MANDATES):
        with received(ContentFile(content, name="compte-rendu.pdf"), feature="groups", at=at) as kept:
            add_document(group=group, title=MINUTES, file=kept, by=LOADER, at=at)
