"""Importing vocabularies, organisations, people with their posts, groups with their members."""

from registrations.organisations.imports.groups import MandateImport
from registrations.organisations.imports.organisations import OrganisationImport
from registrations.organisations.imports.people import PersonImport
from registrations.organisations.imports.terms import TermImport

KINDS = (TermImport(), OrganisationImport(), PersonImport(), MandateImport())
