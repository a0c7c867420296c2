"""Memberships, their years and categories; applications and certificates."""

from registrations.models import Membership
from tests.factories.registrations import AdmissionCriterionFactory, UserFactory, apply, received_file
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

READERS = ("board_secretary", "training_lead", "event_lead")


def organisation(world):
    return {"slug": world.organisation.slug}


def membership(world):
    found = Membership.objects.get(organisation=world.organisation)
    return {"uuid": found.uuid, "code": found.code, "number": found.code}


def sent(world):
    """Somebody else's application, with a document."""
    application = apply(UserFactory(), AdmissionCriterionFactory().category, documents=[received_file()])
    return {"uuid": application.uuid, "slug": application.membership.organisation.slug}


def document(world):
    application = apply(UserFactory(), AdmissionCriterionFactory().category, documents=[received_file()])
    return {"uuid": application.documents.get().uuid}


def asked(world):
    """What an application needs: a category with a criterion."""
    criterion = AdmissionCriterionFactory()
    key = str(criterion.uuid)
    body = {"candidate": {"name": "Nouvel élan"}, "category": criterion.category.slug, "shown": [key], "met": [key]}
    return {"body": body}


REGISTRARS = answers(404, anonymous=302, registrar=200)
ROWS = {
    "GET /api/v1/memberships/categories": Row(answers(200)),
    "GET /api/v1/memberships/applications": Row(answers(200, anonymous=401)),
    "POST /api/v1/memberships/applications": Row(answers(201, anonymous=401), make=asked, body={}),
    "POST /api/v1/memberships/applications/{uuid}/documents": Row(answers(422, anonymous=401), make=sent, body={}),
    "GET /api/v1/memberships/certificates/{number}/verification": Row(answers(200), make=membership),
    "GET /api/v1/memberships/{uuid}": Row(answers(404, anonymous=401, registrar=200, team=200), make=membership),
    "GET /api/v1/memberships/{uuid}/certificate.pdf": Row(
        answers(404, anonymous=401, registrar=200, team=200), make=membership
    ),
    "GET /adherer/": Row(answers(200)),
    "GET /adherer/demande/": Row(answers(200, anonymous=302)),
    "GET /adherer/demande/criteres/": Row(answers(302)),  # nothing chosen yet: back to the first page
    "GET /adherer/demande/verifier/": Row(answers(302)),
    "GET /moi/organisme/<slug:slug>/adhesion/": Row(REGISTRARS, make=organisation),
    "GET /moi/organisme/<slug:slug>/adhesion/documents/": Row(answers(405), make=sent),
    "POST /moi/organisme/<slug:slug>/adhesion/documents/": Row(answers(404, anonymous=302), make=sent, body={}),
    "GET /moi/organisme/<slug:slug>/adhesion/repondre/<uuid:uuid>/": Row(answers(405), make=sent),
    "POST /moi/organisme/<slug:slug>/adhesion/repondre/<uuid:uuid>/": Row(
        answers(404, anonymous=302), make=sent, body={}
    ),
    "GET /moi/organisme/<slug:slug>/adhesion/retirer/": Row(answers(404, anonymous=302), make=sent),
    "POST /moi/organisme/<slug:slug>/adhesion/retirer/": Row(answers(404, anonymous=302), make=sent, body={}),
    "GET /moi/organisme/<slug:slug>/adhesion/attestation.pdf": Row(REGISTRARS, make=organisation),
    "GET /moi/adhesion/documents/<uuid:uuid>/": Row(answers(404, anonymous=302, team=200), make=document),
    "GET /verifier/adhesion/": Row(answers(200)),
    "GET /verifier/adhesion/<slug:code>/": Row(answers(200), make=membership),
}
SCREENS = {
    "adhesions": screen(view=READERS, change=("accounting",)),
    "annees-d-adhesion": screen(view=READERS, change=("accounting",)),
    "categories-d-adhesion": screen(view=READERS, change=("accounting",)),
    "demandes-d-adhesion": screen(view=("training_lead", "event_lead"), change=("accounting", "board_secretary")),
    "criteres-d-admission": screen(view=("training_lead", "event_lead"), change=("accounting", "board_secretary")),
}
