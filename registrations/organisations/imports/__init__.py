"""Importing vocabularies, organisations, people with their posts."""

from registrations.organisations.imports.organisations import OrganisationImport
from registrations.organisations.imports.people import PersonImport
from registrations.organisations.imports.terms import TermImport

KINDS = (TermImport(), OrganisationImport(), PersonImport())
