"""Uses of codes by two records of one payer: they all move, and count together from then on."""

from datetime import datetime

from registrations.actors import Actor
from registrations.organisations import registry as organisations
from registrations.people import registry as people
from registrations.people.models import User

MERGE = organisations.moving("registrations.redemption.organisation")


def move_uses(kept: User, dropped: User, _by: Actor, _at: datetime) -> None:
    people.rows_of(KEY, dropped).update(person=kept)


KEY = "registrations.redemption.person"
OF_PEOPLE = (people.Merge(move_uses, (KEY,)),)
