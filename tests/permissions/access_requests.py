"""Asking for a resource: whoever is signed in, of what they see; the librarian answers."""

from datetime import timedelta

from django.utils import timezone

from cms.models import AccessRequest, PolicyVersion
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def reserved(_world):
    """A survey that everybody sees and nobody may download."""
    if not PolicyVersion.objects.exists():
        adopted({"kinds": ["survey"], "verbs": ["see"], "clause": "2.1"})
    return {"slug": ResourceFileFactory(resource=ResourceFactory(kind="survey")).resource.slug}


def mine(world):
    now = timezone.now()
    row = AccessRequest.objects.create(
        resource=ResourceFactory(),
        person=world.people["member"],
        reason="Recherche",
        state="question",
        question="Pour quand?",
        asked_at=now,
        answer_by=timezone.localdate() + timedelta(days=10),
    )
    return {"id": row.uuid, "uuid": row.uuid}


THEIRS = answers(404, anonymous=401, member=200)
PAGE = answers(404, anonymous=302, member=200)
ROWS = {
    "POST /api/v1/library/resources/{slug}/access-requests": Row(
        answers(201, anonymous=401), make=reserved, body={"reason": "Recherche"}
    ),
    "GET /api/v1/me/access-requests": Row(answers(200, anonymous=401)),
    "POST /api/v1/me/access-requests/{id}/reply": Row(THEIRS, make=mine, body={"reply": "En mai"}),
    "POST /api/v1/me/access-requests/{id}/cancel": Row(THEIRS, make=mine, body={}),
    "GET /bibliotheque/<slug:slug>/demande/": Row(answers(200, anonymous=302), make=reserved),
    "POST /bibliotheque/<slug:slug>/demande/": Row(answers(302), make=reserved, body={"reason": "Recherche"}),
    "GET /moi/demandes-de-ressources/": Row(answers(200, anonymous=302)),
    "GET /moi/demandes-de-ressources/<uuid:uuid>/": Row(PAGE, make=mine),
    "POST /moi/demandes-de-ressources/<uuid:uuid>/": Row(
        answers(404, anonymous=302, member=302), make=mine, body={"reply": "En mai"}
    ),
}
SCREENS = {"demandes-acces": screen(change=("librarian",))}
