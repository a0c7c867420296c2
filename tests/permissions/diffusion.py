"""The diffusion policy: everybody reads what is adopted, the team reads drafts, the secretary confirms."""

from datetime import date, timedelta

from django.utils import timezone

from cms.diffusion.models import PolicyAdoption, PolicyVersion
from tests.factories.cms import ADOPTED, PolicyRuleFactory, PolicyVersionFactory, adopted
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

WRITERS = {"librarian": 200, "board_secretary": 200, "administrator": 200}


def number():
    return PolicyVersion.objects.count() + 100


def draft(_world):
    return {"number": PolicyVersionFactory(number=number()).number}


def two(_world):
    other = number()
    adopted({}, number=other, effective_from=ADOPTED + timedelta(days=other))
    return draft(_world) | {"other": other}


def prepared(_world):
    """Everything is public; nobody of the table prepared it."""
    version = PolicyRuleFactory(policy__number=number(), order=1).policy
    PolicyAdoption.objects.create(
        policy=version, resolution="CA-1", decided_on=date(2026, 1, 1), prepared_at=timezone.now()
    )
    return {"number": version.number}


ROWS = {
    "GET /api/v1/library/policy": Row(answers(404)),
    "GET /api/v1/library/policy/versions": Row(answers(200)),
    "GET /api/v1/library/policy/versions/{number}": Row(answers(404, team=200), make=draft),
    "GET /api/v1/library/policy/versions/{number}/compare/{other}": Row(answers(404, team=200), make=two),
    "GET /api/v1/library/policy/versions/{number}/adopt": Row(answers(404, **WRITERS), make=prepared),
    "POST /api/v1/library/policy/versions/{number}/adopt": Row(
        answers(404, librarian=403, board_secretary=200, administrator=200), make=prepared
    ),
    "GET /api/v1/library/policy/versions/{number}/simulation": Row(answers(404, **WRITERS), make=draft),
    "POST /api/v1/library/policy/versions/{number}/simulation": Row(
        answers(404, **dict.fromkeys(WRITERS, 201)), make=draft
    ),
    "GET /bibliotheque/politique/": Row(answers(200)),
    "GET /bibliotheque/politique/<int:number>/": Row(answers(404, team=200), make=draft),
    "GET /bibliotheque/politique/<int:number>/comparer/<int:other>/": Row(answers(404, team=200), make=two),
    "GET /bibliotheque/politique/<int:number>/adopter/": Row(answers(404, anonymous=302, **WRITERS), make=prepared),
    "POST /bibliotheque/politique/<int:number>/adopter/": Row(
        answers(404, anonymous=302, **WRITERS), make=prepared, body={}
    ),
    "GET /bibliotheque/politique/<int:number>/resolution/": Row(answers(404, anonymous=302), make=prepared),
}
SCREENS = {
    "politique-de-diffusion": screen(change=("librarian", "board_secretary")),
    "regles-de-diffusion": screen(change=("librarian", "board_secretary")),
    "simulations": screen(change=("librarian", "board_secretary")),
    "exemples-de-diffusion": screen(change=("librarian", "board_secretary")),
}
