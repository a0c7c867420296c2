"""Reading exhibitors."""

from django.db.models import QuerySet

from registrations.colloquium.models import Colloquium
from registrations.exhibitors.models import Exhibitor, ExhibitorState

SHOWN = (ExhibitorState.APPROVED, ExhibitorState.PAID, ExhibitorState.CONFIRMED)


def exhibitors_of(colloquium: Colloquium) -> QuerySet[Exhibitor]:
    """Those who were approved, by the name of their organisation."""
    shown = Exhibitor.objects.filter(colloquium=colloquium, state__in=SHOWN)
    return shown.select_related("organisation", "package").order_by("organisation__name", "id")
