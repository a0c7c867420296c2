"""The training statement on the page of a registrar's organisation."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Tile
from training.completion.queries import years_for


def statement_tile(organisation: Organisation, by: Actor, at: datetime) -> Tile | None:  # noqa: ARG001 - a tile maker's signature
    """The latest year that has something to state; none before the first certificate."""
    years = years_for(organisation)
    if not years:
        return None
    url = reverse("training_completion:latest", args=[organisation.slug])
    return Tile(_("Training statement"), url, order=65, icon="award", facts=(str(years[0]),))
