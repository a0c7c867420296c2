"""Questions asked at registration: by the open programme, by a session with a meal, by a ticket type; with answers."""

import random
from datetime import datetime
from typing import Any

from config.demo.bringing import LOADER
from registrations.actors import Actor
from registrations.models import Ticket, TicketType
from registrations.questions.actions import Asked, answer, save_questions
from registrations.questions.models import Question
from registrations.questions.queries import questions_of
from registrations.questions.rules import asked_among
from training.models import Programme, Session

OF_PROGRAMME = (
    Asked(
        "besoin", "line", "Avez-vous un besoin d’accessibilité ?", "Do you have an accessibility need?",
        "Sous-titres, document en gros caractères, interprétation…", "Captions, large print, interpretation…",
        sensitive=True,
    ),
    Asked("attente", "text", "Qu’attendez-vous de cette formation ?", "What do you expect from this training?"),
)  # fmt: skip
OF_SESSION = (
    Asked(
        "presence", "one", "Comment participerez-vous ?", "How will you take part?", required=True,
        choices=(("Sur place", "On site"), ("À distance", "Remotely")),
    ),
    Asked(
        "repas", "one", "Quel repas du midi ?", "Which lunch?", required=True, when="presence", value="Sur place",
        choices=(("Viande", "Meat"), ("Végétarien", "Vegetarian"), ("Végane", "Vegan")),
    ),
    Asked(
        "allergies", "several", "Des allergies ?", "Any allergies?", sensitive=True, when="presence", value="Sur place",
        choices=(("Arachides", "Peanuts"), ("Gluten", "Gluten"), ("Lait", "Milk"), ("Fruits de mer", "Seafood")),
    ),
)  # fmt: skip
OF_TICKET = (
    Asked("premiere", "yes_no", "Est-ce votre première participation à QUARIERA ?", "Is it your first QUARIERA?", required=True),
    Asked(
        "connu", "one", "Comment avez-vous connu le colloque ?", "How did you hear of it?", when="premiere", value="yes",
        choices=(("Par l’infolettre", "Newsletter"), ("Par une ou un collègue", "A colleague"), ("Autrement", "Otherwise")),
    ),
    Asked("besoin", "line", "Avez-vous un besoin particulier ?", "Do you have a particular need?", sensitive=True),
)  # fmt: skip
TEXTS = ("Des outils à appliquer dès demain.", "Échanger avec d’autres organismes.", "Reprendre confiance à distance.")
NEEDS = ("Sous-titres en français", "Document en gros caractères", "Pause toutes les heures")


def training(programme: str, code: str, *, at: datetime) -> None:
    """Before anybody registers: the programme asks everywhere, one session its meal too."""
    for model, asked in (
        (Programme.objects.get(slug=programme), OF_PROGRAMME),
        (Session.objects.get(code=code), OF_SESSION),
    ):
        save_questions(model._meta.label_lower, model.uuid, asked, by=LOADER, at=at)


def answers_to(session: Session, chance: random.Random) -> dict[str, Any]:
    """What somebody answers; nothing where nothing is asked."""
    if not session.asked_for:
        return {}
    return {"answers": drawn(questions_of(session.asked_for), chance), "consented": True}


def colloquium(slug: str, *, at: datetime) -> None:
    """A ticket type asks its attendees, two thirds of whom have answered."""
    chance = random.Random("questions")  # noqa: S311 - a drawing, not a secret
    kind = TicketType.objects.get(colloquium__slug=slug, slug="quatre-jours")
    questions = save_questions("registrations.tickettype", kind.uuid, OF_TICKET, by=LOADER, at=at)
    for ticket in (
        Ticket.objects.filter(ticket_type=kind, person__isnull=False).exclude(state="cancelled").order_by("pk")
    ):
        if chance.random() < 0.66:
            about = ("registrations.ticket", ticket.uuid)
            answer(about, drawn(questions, chance), consented=True, by=Actor(person=ticket.person), at=at)


def drawn(questions: list[Question], chance: random.Random) -> dict[str, Any]:
    """Answers of somebody who says what is required, and half of the rest; needs and allergies less often."""
    given: dict[str, Any] = {}
    for question in questions:
        key = str(question.uuid)
        asked = key in asked_among([one.rule for one in questions], given)
        if asked and (question.required or chance.random() < (0.3 if question.sensitive else 0.5)):
            given[key] = _drawn(question, chance)
    return given


def _drawn(question: Question, chance: random.Random) -> Any:
    if question.kind == "yes_no":
        return chance.random() < 0.4
    if question.choices:
        key = chance.choice(list(question.offered))
        return [key] if question.kind == "several" else key
    return chance.choice(NEEDS if question.sensitive else TEXTS)
