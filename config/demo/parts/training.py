"""Funded training: the closed PACME of 2020, telepractice and diversity; and the programme that is open now."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.text import slugify
from django.utils.timezone import localtime

from config.demo.bringing import LOADER, Row, bring
from config.demo.data.activities import CURRENT, DIVERSITY, OBJECTIVES, PACME, TELEPRACTICE, TRAINERS, Training
from config.demo.parts import asking
from config.demo.parts.register import FUNDER, ROLES
from config.demo.world import Person, World
from registrations.models import User
from training.enrolments.actions import cancel_enrolment, enrol
from training.enrolments.errors import Overlapping
from training.models import Enrolment, Session

STREAMS = {"practitioners": "Intervenants", "managers": "Gestionnaires"}
PACME_CENTRES, PACME_PEOPLE = 82, 2_500
TELEPRACTICE_PEOPLE, DIVERSITY_PEOPLE, DIVERSITY_CENTRES = 299, 230, 45
SOON = "DEMAIN-A"


def load(world: World, *, at: datetime, past: datetime) -> None:
    """Bring the past in historical mode, then the present through the same doors as everybody."""
    chance = random.Random("training")  # noqa: S311 - a drawing, not a secret
    bring("programmes", past_programmes(), at=past, historical=True)
    bring("activities", past_activities(), at=past, historical=True)
    sessions = past_sessions()
    bring("sessions", [row for rows in sessions.values() for row in rows], at=past, historical=True)
    bring("enrolments", past_enrolments(world, sessions, chance), at=past, historical=True)
    present(world, at=at, chance=chance)


def past_programmes() -> Iterator[Row]:
    yield {
        "slug": "pacme-2020",
        "title": "PACME 2020 : offre spéciale de formation",
        "summary": "Soixante-dix activités gratuites, en deux volets, pour traverser la crise.",
        "funder": FUNDER,
        "agreement": "PACME-2020-117",
        "starts_on": "2020-06-01",
        "last_day": "2020-11-30",
        "members_only": True,
        "target_activities": 60,
        "target_participants": 2000,
        "target_organisations": 80,
        "published_at": "2020-05-25 09:00",
    }
    yield {
        "slug": "formations-2020-2021",
        "title": "Formations 2020-2021",
        "summary": "Télépratique, avec d’autres réseaux, et diversité culturelle.",
        "starts_on": "2020-04-01",
        "last_day": "2021-03-31",
        "members_only": False,
        "published_at": "2020-04-01 09:00",
    }


def past_activities() -> Iterator[Row]:
    for number, training in enumerate(PACME):
        yield activity(training, "pacme-2020", number)
    for number, training in enumerate([*TELEPRACTICE, DIVERSITY]):
        yield activity(training, "formations-2020-2021", number)


def activity(training: Training, programme: str, number: int) -> Row:
    return {
        "slug": slug_of(training),
        "title": training.title,
        "programme": programme,
        "objectives": OBJECTIVES,
        "stream": STREAMS[training.stream],
        "mode": "En ligne",
        "duration_minutes": f"{training.hours:g}",
        "trainers": [TRAINERS[number % len(TRAINERS)]],
    }


def slug_of(training: Training) -> str:
    return slugify(training.title)[:80].strip("-")


def past_sessions() -> dict[str, list[Row]]:
    """By code, the lines of each session (one per meeting): ninety of PACME, three of telepractice, five of diversity."""
    sessions: dict[str, list[Row]] = {}
    for number, training in enumerate(PACME):
        for letter in "AB"[: 2 if number % 7 < 2 else 1]:
            on = weekday(date(2020, 6, 8) + timedelta(days=(number * 2 + (35 if letter == "B" else 0)) % 168))
            sessions[f"PACME-{number + 1:03d}-{letter}"] = [
                meeting(f"PACME-{number + 1:03d}-{letter}", training, on, 40)
            ]
    for number, training in enumerate(TELEPRACTICE):
        code = f"TELE-{number + 1}"
        sessions[code] = [meeting(code, training, date(2020, 5, 5) + timedelta(days=14 * number), 120)]
    for number in range(5):
        code, on = f"DIV-{number + 1}", weekday(date(2020, 10, 6) + timedelta(days=7 * number))
        half = DIVERSITY._replace(hours=3)
        sessions[code] = [
            meeting(code, half, on, 60, activity=DIVERSITY),
            meeting(code, half, on + timedelta(days=7), 60, activity=DIVERSITY),
        ]
    return sessions


def weekday(on: date) -> date:
    """The same day, or the Monday after a week-end."""
    return on + timedelta(days=(7 - on.weekday()) if on.weekday() > 4 else 0)


def meeting(code: str, training: Training, on: date, capacity: int, *, activity: Training | None = None) -> Row:
    ends = 9 + int(training.hours) + (1 if training.hours > 4 else 0)
    return {
        "code": code,
        "activity": slug_of(activity or training),
        "starts_at": f"{on} 09:00",
        "ends_at": f"{on} {ends:02d}:00",
        "capacity": capacity,
        "opens_at": f"{on - timedelta(days=28)} 09:00",
        "closes_at": f"{on - timedelta(days=1)} 17:00",
        "join_url": f"https://visio.example/{code.lower()}",
    }


def past_enrolments(world: World, sessions: dict[str, list[Row]], chance: random.Random) -> Iterator[Row]:
    """About 2,500 in PACME from 82 organisations, 299 in telepractice, 230 in diversity from 45 organisations."""
    by_centre = {centre.number: [p for p in world.people if p.centre == centre] for centre in world.centres}
    pacme = [p for number in range(1, PACME_CENTRES + 1) for p in by_centre[number]]
    diversity = [p for number in range(1, DIVERSITY_CENTRES + 1) for p in by_centre[number]]
    codes = {prefix: [code for code in sessions if code.startswith(prefix)] for prefix in ("PACME", "TELE", "DIV")}
    drawn = Counter()
    for prefix, people, number in (
        ("PACME", pacme, PACME_PEOPLE), ("TELE", world.people, TELEPRACTICE_PEOPLE), ("DIV", diversity, DIVERSITY_PEOPLE),
    ):  # fmt: skip
        chosen: set[tuple[str, str]] = set()
        while len(chosen) < number:
            person = people[len(chosen) % len(people)] if len(chosen) < len(people) else chance.choice(people)
            code = codes[prefix][drawn[prefix] % len(codes[prefix])]
            drawn[prefix] += 1
            if (code, person.email) not in chosen:
                chosen.add((code, person.email))
                yield enrolment(person, code, sessions[code][0], chance)


def enrolment(person: Person, code: str, session: Row, chance: random.Random) -> Row:
    opened = date.fromisoformat(str(session["opens_at"])[:10])
    state = chance.choices(["Présence", "Absence", "Annulée"], weights=[88, 8, 4])[0]
    return {
        "session": code,
        "email": person.email,
        "given_name": person.given,
        "family_name": person.family,
        "organisation": person.centre.name,
        "role": ROLES[person.role],
        "state": state,
        "created_at": f"{opened + timedelta(days=chance.randint(0, 20))} {chance.randint(9, 16)}:{chance.randint(10, 59)}",
    }


def present(world: World, *, at: datetime, chance: random.Random) -> None:
    """A programme open now: one session past, one full with a waiting list, one that opens tomorrow at 9:00."""
    today = localtime(at).date()
    year = today.year if today.month >= 4 else today.year - 1
    slug = f"pacme-{year}"
    programme = {
        "slug": slug,
        "title": f"PACME {year}-{year + 1}",
        "summary": "Des formations gratuites pour le personnel des organismes membres, toute l’année.",
        "funder": FUNDER,
        "agreement": f"PACME-{year}-204",
        "starts_on": f"{year}-04-01",
        "last_day": f"{year + 1}-03-31",
        "members_only": True,
        "target_activities": 12,
        "target_participants": 600,
        "target_organisations": 80,
        "cap_per_organisation": 6,
        "published_at": f"{today - timedelta(days=60)} 09:00",
    }
    bring("programmes", [programme], at=at)
    bring(
        "activities",
        [{**activity(t, slug, n), "slug": f"{slug_of(t)}-{year}"[:80]} for n, t in enumerate(CURRENT)],
        at=at,
    )
    rows = list(present_sessions(today, year))
    bring("sessions", rows, at=at)
    asking.training(slug, f"P{year}-05", at=at)
    for session in Session.objects.filter(code__in=[row["code"] for row in rows]).select_related("activity__programme"):
        fill(session, world, at=at, chance=chance)


def present_sessions(today: date, year: int) -> Iterator[Row]:
    """Fourteen sessions around today; seats few enough for one of them to be full."""
    opened = f"{today - timedelta(days=30)} 09:00"
    plan = [(-20, 40), (-6, 40), (5, 12), (9, 30), (12, 35), (16, 30), (20, 40), (26, 40), (33, 35), (40, 30)]
    plan += [(-34, 40), (-48, 40)]
    for number, (days, capacity) in enumerate(plan):
        on = weekday(today + timedelta(days=days))
        training = CURRENT[number % len(CURRENT)]
        opens = f"{on - timedelta(days=45)} 09:00" if days < 0 else opened
        code = f"P{year}-{number + 1:02d}"
        yield {
            **meeting(code, training, on, capacity),
            "activity": f"{slug_of(training)}-{year}"[:80],
            "opens_at": opens,
        }
    for code, number, days in ((SOON, 0, 47), ("DEMAIN-B", 4, 54)):
        on, training = weekday(today + timedelta(days=days)), CURRENT[number]
        opens = f"{today + timedelta(days=1)} 09:00"
        yield {**meeting(code, training, on, 35), "activity": f"{slug_of(training)}-{year}"[:80], "opens_at": opens}


def fill(session: Session, world: World, *, at: datetime, chance: random.Random) -> None:
    """People enrol themselves while it is open: three more than there are seats in the smallest session."""
    capacity = session.pool.capacity or 0
    wanted = capacity + 3 if capacity < 15 else capacity * chance.randint(30, 75) // 100
    instant = min(session.closes_at, at) - timedelta(hours=2)
    if session.opens_at >= instant:
        return
    members = [person for person in world.people if person.centre.number <= 88]
    emails = [person.email for person in chance.sample(members, wanted)]
    for person in User.objects.filter(email__in=emails).order_by("pk"):
        try:
            given = asking.answers_to(session, chance)
            enrol(session=session, person=person, by=LOADER, at=instant, accepted=True, **given)
        except Overlapping:
            continue
    if capacity >= 15:
        for enrolment in Enrolment.objects.filter(session=session).order_by("pk")[:1]:
            if session.starts_at > at + timedelta(days=2):
                cancel_enrolment(enrolment, by=LOADER, at=at - timedelta(hours=1))
