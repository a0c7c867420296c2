"""The names in calls of two records of one person."""

from registrations.people.registry import first_of

NAMES = (first_of("training.knownname.person", same="key"),)
