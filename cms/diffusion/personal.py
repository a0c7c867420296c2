"""What the policy holds of a person: the adoptions that they prepared or confirmed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import PolicyAdoption
from registrations.actors import Actor
from registrations.people.models import User
from registrations.privacy.registry import Erasure, Fate, Kept


def preview(person: User, _on: date) -> Iterator[Fate]:
    if number := PolicyAdoption.objects.filter(Q(prepared_by=person) | Q(confirmed_by=person)).count():
        yield Kept(
            _("Adoptions of the diffusion policy that this person prepared or confirmed, without their name"),
            number,
            _("The board's decisions are kept."),
        )


def erase(_person: User, _by: Actor, _at: datetime) -> None:
    """Nothing: the record that the adoption names is emptied itself."""


ERASURES = [
    Erasure(preview, erase, speaks_for=("cms.policyadoption.prepared_by", "cms.policyadoption.confirmed_by")),
]
