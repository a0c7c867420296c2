"""Reading exhibitors."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from registrations.actors import Actor
from registrations.colloquium.models import Colloquium
from registrations.errors import NotFound
from registrations.exhibitors.models import Exhibitor, ExhibitorState
from registrations.orders.queries import registrar_of

SHOWN = (ExhibitorState.APPROVED, ExhibitorState.PAID, ExhibitorState.CONFIRMED)


def exhibitors_of(colloquium: Colloquium) -> QuerySet[Exhibitor]:
    """Those who were approved, by the name of their organisation."""
    shown = Exhibitor.objects.filter(colloquium=colloquium, state__in=SHOWN)
    return shown.select_related("organisation", "package").order_by("organisation__name", "id")


def exhibitors_for(by: Actor, *, on: date) -> QuerySet[Exhibitor]:
    """Those of the organisations whose registrar the actor is, the latest edition first."""
    rows = Exhibitor.objects.filter(organisation__in=registrar_of(by, on=on), historical=False)
    rows = rows.select_related("organisation", "package", "colloquium", "line__order")
    return rows.order_by("-colloquium__starts_on", "organisation__name")


def exhibitor_for(uuid: UUID, *, by: Actor, on: date) -> Exhibitor:
    """One of them. Raises `NotFound`."""
    found = exhibitors_for(by, on=on).filter(uuid=uuid).first()
    if found is None:
        raise NotFound()
    return found
