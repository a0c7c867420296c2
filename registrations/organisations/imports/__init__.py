"""Importing vocabularies, organisations with their service points and contacts, people with their posts."""

from registrations.organisations.imports.contacts import ContactImport
from registrations.organisations.imports.organisations import OrganisationImport
from registrations.organisations.imports.people import PersonImport
from registrations.organisations.imports.places import ServicePointImport
from registrations.organisations.imports.terms import TermImport

KINDS = (TermImport(), OrganisationImport(), ServicePointImport(), PersonImport(), ContactImport())
