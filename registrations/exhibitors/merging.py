"""The booths of two records of one organisation."""

from datetime import datetime

from registrations.actors import Actor
from registrations.exhibitors.errors import ExhibitorsContradict
from registrations.exhibitors.models import Exhibitor
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge


def move_exhibitors(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Applications move. Two at one colloquium are refused: which booth stays is for a person to say."""
    editions = Exhibitor.objects.filter(organisation=kept).values("colloquium")
    theirs = Exhibitor.objects.filter(organisation=dropped)
    twice = theirs.filter(colloquium__in=editions).select_related("colloquium").first()
    if twice:
        raise ExhibitorsContradict(colloquium=str(twice.colloquium))
    theirs.update(organisation=kept)


MERGE = Merge(move_exhibitors, ("registrations.exhibitor.organisation",))
