"""The demo's accounts: one per trade, and three people who meet the policy from different sides."""

from datetime import datetime
from typing import NamedTuple

from config.demo.bringing import LOADER, bring
from config.demo.world import World
from registrations.models import User
from registrations.people.actions import open_account
from registrations.team.actions import invite_team_member

PASSWORD = "demo-axtra-2026"  # noqa: S105 - printed at the end of `make demo`; prod has no demo


class Account(NamedTuple):
    """`centre`: place of their organisation in the world, None for the team; `role`: theirs there, or in the team."""

    name: str
    given: str
    family: str
    role: str
    label: str
    centre: int | None = None
    registrar: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@demo.test"


TEAM = [
    Account("admin", "Rachel", "Dumouchel", "administrator", "administration de la plateforme"),
    Account("editor", "Édith", "Larocque", "editor", "rédaction du magazine"),
    Account("librarian", "Lionel", "Brodeur", "librarian", "bibliothèque"),
    Account("secretary", "Suzanne", "Coutu", "board_secretary", "secrétariat du conseil"),
    Account("training", "Florence", "Marcotte", "training_lead", "formation"),
    Account("accounting", "Conrad", "Bilodeau", "accounting", "comptabilité"),
    Account("events", "Évelyne", "Quirion", "event_lead", "colloque"),
]
MEMBERS = [
    Account(
        "registrar",
        "Régine",
        "Potvin",
        "Direction générale",
        "personne responsable d’un organisme membre",
        0,
        registrar=True,
    ),
    Account("participant", "Paul", "Arcand-Lessard", "Intervenant·e", "intervenant d’un organisme membre", 0),
    Account("manager", "Manon", "Gervais-Roy", "Gestionnaire", "gestionnaire d’un organisme membre", 1),
    Account("former", "Firmin", "Lapsley", "Intervenant·e", "intervenant d’un organisme qui n’est plus membre", 94),
]


def load(world: World, *, at: datetime) -> None:
    """Make the accounts; each signs in with its address and the demo's password."""
    rows = [
        {
            "given_name": account.given,
            "family_name": account.family,
            "email": account.email,
            "organisation": world.centres[account.centre].name,
            "role": account.role,
            "is_registrar": account.registrar,
            "starts_on": "2021-09-01",
        }
        for account in MEMBERS
        if account.centre is not None
    ]
    bring("people", rows, at=at)
    for account in TEAM:
        names = {"given_name": account.given, "family_name": account.family}
        invite_team_member(email=account.email, roles=[account.role], by=LOADER, at=at, **names)
    for person in User.objects.filter(email__endswith="@demo.test"):
        open_account(person=person, password=PASSWORD, by=LOADER, at=at)
