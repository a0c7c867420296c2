"""The smallest sound questions, and a set of every kind."""

from registrations.actors import Actor, Role
from registrations.questions.actions import Asked, save_questions
from tests.factories.registrations import NOW

BOTH = Actor(person=None, roles=frozenset({Role.TRAINING_LEAD, Role.EVENT_LEAD}))

MEAL = Asked(
    "meal", "one", "Que mangez-vous ?", text_en="What do you eat?",
    choices=(("Végétarien", "Vegetarian"), ("Tout", "")),
    required=True,
)  # fmt: skip
WHY = Asked("why", "line", "Depuis quand ?", required=True, when="meal", value="Végétarien")
CAR = Asked("car", "yes_no", "Venez-vous en voiture ?")
DAYS = Asked("days", "several", "Quels jours ?", choices=(("Lundi", "Monday"), ("Mardi", "Tuesday")))
WISHES = Asked("wishes", "text", "Vos attentes", help_fr="En quelques lignes.")
ALLERGIES = Asked("allergies", "line", "Avez-vous des allergies ?", sensitive=True)
EVERY_KIND = (MEAL, WHY, CAR, DAYS, WISHES, ALLERGIES)


def asking(row, questions=EVERY_KIND, *, by=BOTH, at=NOW):
    """The questions of a programme, a session or a ticket type, by the key under which they were written."""
    rows = save_questions(row._meta.label_lower, row.uuid, questions, by=by, at=at)
    row.refresh_from_db()
    return {one.key: made for one, made in zip(questions, rows, strict=True)}


def given(rows, **answers):
    """Answers by uuid of question."""
    return {str(rows[key].uuid): value for key, value in answers.items()}
