"""After a session: its certificates, what its people thought of it; and a registrar who registers colleagues."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from config.demo.bringing import LOADER
from config.demo.parts.sales import REGISTRAR
from registrations.actors import Actor, Via
from registrations.models import SurveyQuestion, User
from registrations.surveys.actions import Asked, answer_survey, ask, move_survey, save_survey
from registrations.surveys.rules import QuestionKind, SurveyState
from training.colleagues.actions import apply_cells, check_colleagues, start_applying
from training.colleagues.queries import Wish
from training.completion.actions import certify_session
from training.completion.queries import to_ask
from training.enrolments.rules import EnrolmentState
from training.models import Programme, Session

QUESTIONS = (
    Asked("Dans l’ensemble, êtes-vous satisfait de cette formation?", QuestionKind.SCALE),
    Asked("Le contenu vous servira-t-il dans votre travail?", QuestionKind.SCALE),
    Asked("La durée était…", QuestionKind.ONE, ("Trop courte", "Bien", "Trop longue")),
    Asked(
        "Qu’avez-vous préféré?",
        QuestionKind.SEVERAL,
        ("Les exercices", "Les exemples", "Les échanges", "Les documents"),
    ),
    Asked("Que devrait-on changer?", QuestionKind.TEXT, required=False),
)
WORDS = (
    "Plus de temps pour les échanges en sous-groupes.",
    "Rien, c’était très concret!",
    "Recevoir les documents la veille.",
    "Une suite, dans six mois, pour partager ce qui a marché.",
)


def load(*, at: datetime) -> None:
    """By the acts of the team, of those who attended, and of a registrar. After the accounts and the attendance."""
    chance = random.Random("completion")  # noqa: S311 - a drawing, not a secret
    closed = Session.objects.filter(historical=False, enrolments__state=EnrolmentState.ATTENDED).distinct()
    for session in closed.select_related("activity__programme"):
        certify_session(session, by=LOADER, at=session.ends_at + timedelta(days=2))
    _opinions(chance, at=at)
    _colleagues(at=at)


def _opinions(chance: random.Random, *, at: datetime) -> None:
    """A survey of the programme that is open: seven people of ten have answered."""
    programme = Programme.objects.filter(historical=False).latest("starts_on")
    survey = save_survey(
        None,
        title="Votre avis sur la formation",
        introduction="Trois minutes, sans votre nom : vos réponses ne mènent pas à vous.",
        subject_kind="training.programme",
        subject_uuid=programme.uuid,
        before_certificate=False,
        questions=QUESTIONS,
        by=LOADER,
        at=at - timedelta(days=40),
    )
    move_survey(survey, to=SurveyState.OPEN, by=LOADER, at=at - timedelta(days=40))
    questions = list(survey.questions.all())
    for enrolment, wanted in to_ask(since=at - timedelta(days=60), at_most=200):
        group, asked_at = enrolment.session.activity.uuid, enrolment.session.ends_at + timedelta(days=1)
        receipt = ask(wanted, subject_uuid=enrolment.uuid, group_uuid=group, person=enrolment.person, at=asked_at)
        if chance.random() < 0.7:
            answer_survey(receipt, _answers(questions, chance), on=localdate(asked_at + timedelta(days=1)))


def _answers(questions: list[SurveyQuestion], chance: random.Random) -> Mapping[str, Any]:
    given: dict[str, Any] = {}
    for question in questions:
        if question.kind == QuestionKind.SCALE:
            given[str(question.uuid)] = chance.choices([2, 3, 4, 5], weights=[1, 2, 6, 8])[0]
        elif question.kind == QuestionKind.ONE:
            given[str(question.uuid)] = chance.choices(question.choices, weights=[3, 9, 1])[0]
        elif question.kind == QuestionKind.SEVERAL:
            given[str(question.uuid)] = chance.sample(question.choices, chance.choice([1, 1, 2]))
        elif chance.random() < 0.4:
            given[str(question.uuid)] = chance.choice(WORDS)
    return given


def _colleagues(*, at: datetime) -> None:
    """Four colleagues in the two sessions that have most seats left."""
    registrar = User.objects.get(email=REGISTRAR)
    by = Actor(person=registrar, roles=frozenset(), via=Via.PORTAL)
    organisation = registrar.affiliations.select_related("organisation").get().organisation
    open_ = Session.objects.filter(state="published", visibility="public", price_cents=0, starts_at__gt=at)
    open_ = open_.filter(opens_at__lt=at, closes_at__gt=at + timedelta(days=5), pool__waiting=0)
    sessions = list(open_.select_related("activity__programme", "pool").order_by("-starts_at")[:2])
    staff = User.objects.filter(affiliations__organisation=organisation, affiliations__ends_on=None)
    people = staff.exclude(email__endswith="@demo.test").order_by("pk")[:4]
    batch = check_colleagues(
        organisation, [Wish(session, person) for session in sessions for person in people], by=by, at=at
    )
    start_applying(batch, by=by, at=at)
    apply_cells(batch, by=by, at=at)
