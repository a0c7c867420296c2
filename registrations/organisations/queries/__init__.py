"""Reading the register of organisations."""

from registrations.organisations.queries.books import OrganisationBook, terms_by_word
from registrations.organisations.queries.domains import employer_domains
from registrations.organisations.queries.duplicates import Likeness, likely_duplicates
from registrations.organisations.queries.records import (
    current_slug,
    is_registrar,
    organisation_of_domain,
    own_record,
    record_tile,
    staff_for_contacts,
)

__all__ = [
    "Likeness",
    "OrganisationBook",
    "current_slug",
    "employer_domains",
    "is_registrar",
    "likely_duplicates",
    "organisation_of_domain",
    "own_record",
    "record_tile",
    "staff_for_contacts",
    "terms_by_word",
]
