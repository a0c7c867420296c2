"""Attendance: the team's lists, the trainer's by a link, the code of one's own meeting."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.training import LEAD, SessionFactory, TrainerFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.sessions import of_member, session_page, soon
from tests.permissions.table import Row
from training.attendance.actions import open_trainer_link
from training.attendance.queries import address_of


def meeting_page(_world):
    session = soon()
    return {"uuid": session.uuid, "number": session.meetings.get().uuid}


def link(_world):
    made = open_trainer_link(TrainerFactory(), by=LEAD, at=timezone.now())
    return {"secret": address_of(made).rstrip("/").rpartition("/")[2]}, made


def trainer_page(world):
    return link(world)[0]


def trainer_list(world):
    secret, made = link(world)
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=2))
    session.trainers.add(made.trainer)
    return secret | {"number": session.meetings.get().uuid}


def code_page(world):
    return {"uuid": of_member(world).session.uuid}


TEAM = answers(404, anonymous=302, training_lead=200, administrator=200)
ROWS = {
    "GET /formation/seances/<uuid:uuid>/presences/": Row(TEAM, make=session_page),
    "GET /formation/seances/<uuid:uuid>/presences/<uuid:number>/": Row(TEAM, make=meeting_page),
    "POST /formation/seances/<uuid:uuid>/presences/<uuid:number>/": Row(
        answers(404, anonymous=302, training_lead=409, administrator=409), make=meeting_page
    ),
    "GET /formation/seances/<uuid:uuid>/presences/<uuid:number>/rapport/": Row(TEAM, make=meeting_page),
    "GET /formation/seances/<uuid:uuid>/presences/zoom.csv": Row(TEAM, make=session_page),
    "GET /formation/seances/<uuid:uuid>/presences/liens/": Row(TEAM, make=session_page),
    "GET /formation/seances/<uuid:uuid>/code/": Row(answers(404, anonymous=302, member=200), make=code_page),
    "GET /presences/<str:secret>/": Row(answers(200), make=trainer_page),
    "GET /presences/<str:secret>/<uuid:number>/": Row(answers(200), make=trainer_list),
}
SCREENS = {
    "presences": screen(view=("training_lead",)),
    "liens-de-presence": screen(change=("training_lead",)),
}
