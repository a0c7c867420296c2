"""One's own organisations; the registrar's pages of theirs."""

from datetime import timedelta

from django.utils import timezone

from registrations.imports.models import ImportBatch
from tests.factories.registrations import AffiliationFactory
from tests.factories.staff import InvitationFactory, secret
from tests.factories.training import EnrolmentFactory, SessionFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row
from training.colleagues.models import ColleagueBatch


def organisation(world):
    return {"slug": world.organisation.slug}


def colleague(world):
    """A post that waits for an answer, in the registrar's organisation."""
    post = AffiliationFactory(organisation=world.organisation, verified_at=None)
    return organisation(world) | {"uuid": post.uuid}


def departed(world):
    post = AffiliationFactory(organisation=world.organisation, ends_on=timezone.localdate())
    return organisation(world) | {"uuid": post.uuid}


def batch(world):
    row = ImportBatch.objects.create(kind="staff", about_uuid=world.organisation.uuid, created_at=timezone.now())
    return organisation(world) | {"uuid": row.uuid}


def list_of_colleagues(world):
    row = ColleagueBatch.objects.create(organisation=world.organisation, created_at=timezone.now())
    return organisation(world) | {"uuid": row.uuid}


def seat(world):
    now = timezone.now()
    session = SessionFactory(opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=20))
    return organisation(world) | {"uuid": EnrolmentFactory(session=session, organisation=world.organisation).uuid}


def invitation(_world):
    now = timezone.now()
    return {"secret": secret(InvitationFactory(told_at=now, expires_at=now + timedelta(days=30)))}


def api_post(world):
    return organisation(world) | {"post_id": AffiliationFactory(organisation=world.organisation, verified_at=None).uuid}


API = "/api/v1/organisations/{slug}/staff"
API_READERS = answers(404, anonymous=401, registrar=200)
KEEPERS = ("training_lead", "accounting", "event_lead")
REGISTRARS = answers(404, anonymous=302, registrar=200)
BUTTON = answers(405, anonymous=302)  # a page that only a button reaches
LIST = "/moi/organisme/<slug:slug>/personnel/"
ONE = f"{LIST}<uuid:uuid>/"
COLLEAGUES = "/moi/organisme/<slug:slug>/inscriptions/"
ROWS = {
    "GET /moi/organismes/": Row(answers(200, anonymous=302)),
    "GET /moi/organismes/ajouter/": Row(answers(200, anonymous=302)),
    "GET /moi/organismes/bienvenue/": Row(answers(200, anonymous=302)),
    "GET /moi/organismes/<uuid:uuid>/demande/": Row(answers(404, anonymous=302)),
    "GET /moi/organismes/<uuid:uuid>/quitter/": Row(answers(404, anonymous=302)),
    "GET /moi/organismes/nom/<uuid:uuid>/": Row(BUTTON),
    "GET /moi/organisme/<slug:slug>/": Row(REGISTRARS, make=organisation),
    f"GET {LIST}": Row(REGISTRARS, make=organisation),
    f"GET {LIST}ajouter/": Row(REGISTRARS, make=organisation),
    f"GET {LIST}liste/": Row(REGISTRARS, make=organisation),
    f"GET {LIST}liste/<uuid:uuid>/": Row(REGISTRARS, make=batch),
    f"GET {LIST}inviter/": Row(BUTTON, make=organisation),
    f"GET {LIST}confirmer/": Row(REGISTRARS, make=organisation),
    f"GET {ONE}": Row(REGISTRARS, make=colleague),
    f"GET {ONE}modifier/": Row(REGISTRARS, make=colleague),
    f"GET {ONE}nom/": Row(REGISTRARS, make=colleague),
    f"GET {ONE}courriel/": Row(REGISTRARS, make=colleague),
    f"GET {ONE}depart/": Row(REGISTRARS, make=colleague),
    f"GET {ONE}parti/": Row(REGISTRARS, make=departed),
    f"GET {ONE}revenu/": Row(BUTTON, make=colleague),
    f"POST {ONE}revenu/": Row(answers(404, anonymous=302, registrar=302), make=departed),
    f"GET {ONE}inviter/": Row(BUTTON, make=colleague),
    f"GET {ONE}reponse/": Row(REGISTRARS, make=colleague),
    f"GET {ONE}retour/": Row(REGISTRARS, make=colleague),
    f"GET {COLLEAGUES}": Row(REGISTRARS, make=organisation),
    f"GET {COLLEAGUES}suivi/": Row(REGISTRARS, make=organisation),
    f"GET {COLLEAGUES}places/<uuid:uuid>/": Row(REGISTRARS, make=seat),
    f"GET {COLLEAGUES}places/<uuid:uuid>/remplacer/": Row(REGISTRARS, make=seat),
    f"GET {COLLEAGUES}grille/": Row(answers(404, anonymous=302, registrar=409), make=organisation),
    f"GET {COLLEAGUES}<uuid:uuid>/": Row(REGISTRARS, make=list_of_colleagues),
    f"POST {ONE}reponse/": Row(answers(404, anonymous=302, registrar=302), make=colleague, body={"answer": "confirm"}),
    f"POST {LIST}confirmer/": Row(answers(404, anonymous=302, registrar=302), make=organisation),
    f"GET {API}": Row(API_READERS, make=organisation),
    f"POST {API}": Row(
        answers(404, anonymous=401, registrar=201),
        make=organisation,
        body={"given_name": "Léa", "family_name": "Roy", "email": "lea@exemple.test"},
    ),
    f"GET {API}/{{post_id}}": Row(API_READERS, make=api_post),
    f"PATCH {API}/{{post_id}}": Row(API_READERS, make=api_post, body={"is_verified": True}),
    f"DELETE {API}/{{post_id}}": Row(API_READERS, make=api_post),
    f"POST {API}/{{post_id}}/invite": Row(API_READERS, make=api_post),
    "GET /invitation/<str:secret>/": Row(answers(200), make=invitation),
}
SCREENS = {
    "listes-du-personnel": screen(change=KEEPERS),
    "vagues-d-invitations": screen(change=KEEPERS),
    "invitations": screen(view=KEEPERS),
}
