"""What changes the register of organisations."""

from registrations.organisations.actions.affiliations import affiliate, change_affiliation, end_affiliation
from registrations.organisations.actions.organisations import (
    OrganisationFields,
    archive_organisation,
    change_organisation,
    register_organisation,
)
from registrations.organisations.actions.vocabularies import change_term, register_term

__all__ = [
    "OrganisationFields",
    "affiliate",
    "archive_organisation",
    "change_affiliation",
    "change_organisation",
    "change_term",
    "end_affiliation",
    "register_organisation",
    "register_term",
]
