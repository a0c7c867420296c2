"""The tickets of two records of one person."""

from django.db.models import Q

from registrations.colloquium.models import TicketState
from registrations.people.registry import exclusive

OF_PEOPLE = (exclusive("registrations.ticket.person", same="colloquium", live=~Q(state=TicketState.CANCELLED)),)
