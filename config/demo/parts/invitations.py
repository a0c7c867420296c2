"""The general assembly, to which every member's direction, the board and some guests are invited; a webinar on a link."""

import random
from datetime import datetime, time, timedelta

from django.utils.timezone import localtime

from config.demo.bringing import LOADER
from config.demo.parts.groups import BOARD
from registrations.dates import MONTREAL
from registrations.groups.models import Group
from registrations.models import User
from training.answers.actions import Guest, answer
from training.catalogue.actions import create_activity
from training.catalogue.models import ActivityKind, Mode
from training.invitations.actions import invite, remind_silent
from training.invitations.queries import Asked
from training.invitations.rules import Reply, Whom, read_lines
from training.models import Activity, Invitation, Session
from training.sessions.actions import publish_session, schedule_session
from training.sessions.rules import Period, Visibility

ASSEMBLY, WEBINAR = "AGA", "WEBINAIRE-CNESST"
WORDS = (
    "L’avis de convocation et l’ordre du jour suivent les règlements généraux : rapport d’activités, états financiers, "
    "élection au conseil.\n\nUne personne par organisme vote ; venez à plusieurs si vous le souhaitez."
)
GUESTS = (
    "Odile Marchand <odile.marchand@ministere.example>",
    "Yvan Thériault <y.theriault@comite-sectoriel.example>",
    "presse@hebdo-regional.example",
)
MEMBERS = ("manager@demo.test", "registrar@demo.test", "participant@demo.test")


def load(*, at: datetime) -> None:
    """Invited nine days ago: two thirds have answered, the others were reminded or wait."""
    session = _session(
        ASSEMBLY, "Assemblée générale annuelle", Mode.HYBRID, days=18, hours=(13, 17), seats=140, at=at,
        place="Centre des congrès, Québec", visibility=Visibility.INVITATION, kind=ActivityKind.MEETING,
    )  # fmt: skip
    told = at - timedelta(days=9)
    asked = Asked(
        typed=read_lines([*GUESTS, *MEMBERS]),
        members=True,
        whom=Whom.DIRECTORS,
        groups=list(Group.objects.filter(name=BOARD)),
    )
    invite(session, asked, answer_by=session.closes_at, words=WORDS, by=LOADER, at=told)
    _answers(session, at=at)
    _session(
        WEBINAR, "Santé et sécurité du travail : vos obligations d’employeur", Mode.ONLINE, days=24, hours=(10, 11),
        seats=200, at=at, place="", visibility=Visibility.UNLISTED, kind=ActivityKind.INFORMATION,
    )  # fmt: skip


def _session(
    code: str, title: str, mode: str, *, days: int, hours: tuple[int, int], seats: int, at: datetime, place: str,
    visibility: str, kind: str,
) -> Session:  # fmt: skip
    on, opened = localtime(at).date() + timedelta(days=days), at - timedelta(days=30)
    start, end = (datetime.combine(on, time(hour), MONTREAL) for hour in hours)
    activity: Activity = create_activity(
        title=title, slug=code.lower(), programme=None, kind=kind, mode=mode, duration_minutes=(hours[1] - hours[0]) * 60,
        objectives="", by=LOADER, at=opened,
    )  # fmt: skip
    session = schedule_session(
        activity=activity, code=code, meetings=[Period(start, end)], capacity=seats, opens_at=opened,
        closes_at=start - timedelta(days=4), place=place, visibility=visibility, by=LOADER, at=opened,
    )  # fmt: skip
    publish_session(session, by=LOADER, at=opened)
    return session


def _answers(session: Session, *, at: datetime) -> None:
    chance = random.Random("assembly")  # noqa: S311 - a drawing, not a secret
    rows = list(Invitation.objects.filter(session=session).select_related("person", "session").order_by("pk"))
    spared = set(User.objects.filter(email__in=MEMBERS).values_list("pk", flat=True))
    for number, row in enumerate(rows):
        reply = chance.choices([*Reply.values, ""], weights=[48, 8, 14, 30])[0]
        if row.person_id in spared or not reply:
            continue
        guest = Guest(*row.name.split(maxsplit=1), row.address) if row.person_id is None else Guest()
        if row.person_id is None and not row.name:
            continue
        answer(row, reply, guest=guest, at=at - timedelta(days=8) + timedelta(hours=number % 150))
    silent = Invitation.objects.undecided(at=at).filter(session=session).exclude(person__in=spared)
    remind_silent(list(silent.select_related("person").order_by("pk")[:12]), by=LOADER, at=at - timedelta(days=1))
