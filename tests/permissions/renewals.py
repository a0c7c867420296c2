"""Dues scales, renewal campaigns, and the yearly declaration of an organisation."""

from datetime import timedelta

from django.utils import timezone

from registrations.models import Declaration, Membership
from registrations.renewals.rules import Section
from tests.factories.renewals import CampaignFactory, DeclarationFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row, World

READERS = ("board_secretary", "training_lead", "event_lead")
SCREENS = {
    "campagnes-de-renouvellement": screen(view=READERS, change=("accounting",)),
    "declarations": screen(view=READERS, change=("accounting",)),
    "baremes-de-cotisation": screen(change=("accounting",)),
}
BASE = "/moi/organisme/<slug:slug>/declaration/<slug:year>/"


def declaration(world: World) -> dict[str, str]:
    """That of the world's own organisation; its people hold posts there, none of them directs it."""
    membership = Membership.objects.select_related("year").get(organisation=world.organisation)
    if not Declaration.objects.filter(membership=membership).exists():
        due_on = timezone.localdate() + timedelta(days=30)
        campaign = CampaignFactory(year=membership.year, due_on=due_on)
        DeclarationFactory(campaign=campaign, membership=membership)
    return {"slug": world.organisation.slug, "year": membership.year.label}


def membership(world: World) -> dict[str, str]:
    declaration(world)
    return {"membership": Membership.objects.get(organisation=world.organisation).uuid}


def theirs(status: int = 200) -> dict[str, int]:
    """Registrars only: a manager, a practitioner and the team find nothing."""
    return answers(404, anonymous=302, registrar=status)


RENEWAL = "/api/v1/memberships/{membership}/renew"
ROWS = {
    f"GET {RENEWAL}": Row(answers(404, anonymous=401, registrar=200), make=membership),
    f"POST {RENEWAL}": Row(
        answers(404, anonymous=401, registrar=200), make=membership, body={"version": 0, "staff_confirmed": True}
    ),
    "GET /moi/organisme/<slug:slug>/declaration/": Row(theirs(302), make=declaration),
    f"GET {BASE}": Row(theirs(), make=declaration),
    **{f"GET {BASE}{section}/": Row(theirs(), make=declaration) for section in Section.values},
    f"GET {BASE}signature/": Row(theirs(), make=declaration),
    f"GET {BASE}a-signer/": Row(answers(405), make=declaration),
    f"POST {BASE}a-signer/": Row(theirs(409), make=declaration),
    f"GET {BASE}renoncer/": Row(theirs(), make=declaration),
    f"GET {BASE}reprendre/": Row(answers(405), make=declaration),
    f"POST {BASE}reprendre/": Row(theirs(302), make=declaration),
}
