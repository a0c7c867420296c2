"""The registrations of two records of one person."""

from django.db.models import Q

from registrations.people.registry import exclusive
from training.enrolments.rules import EnrolmentState

OF_PEOPLE = (exclusive("training.enrolment.person", same="session", live=~Q(state=EnrolmentState.CANCELLED)),)
