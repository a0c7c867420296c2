"""What changes the register of organisations."""

from registrations.organisations.actions.affiliations import (
    affiliate,
    change_affiliation,
    end_affiliation,
    record_colleague,
)
from registrations.organisations.actions.contacts import ContactFields, add_contact, change_contact, remove_contact
from registrations.organisations.actions.keeping import OwnFields, change_logo, change_own_record
from registrations.organisations.actions.merging import Preview, merge_organisations, preview_merge
from registrations.organisations.actions.organisations import (
    OrganisationFields,
    archive_organisation,
    change_organisation,
    register_organisation,
    restore_organisation,
)
from registrations.organisations.actions.places import (
    ServicePointFields,
    add_service_point,
    change_service_point,
    remove_service_point,
)
from registrations.organisations.actions.vocabularies import (
    archive_term,
    change_term,
    merge_terms,
    place_term,
    register_term,
    remove_term,
    restore_term,
)

__all__ = [
    "ContactFields",
    "OrganisationFields",
    "OwnFields",
    "Preview",
    "ServicePointFields",
    "add_contact",
    "add_service_point",
    "affiliate",
    "archive_organisation",
    "archive_term",
    "change_affiliation",
    "change_contact",
    "change_logo",
    "change_organisation",
    "change_own_record",
    "change_service_point",
    "change_term",
    "end_affiliation",
    "merge_organisations",
    "merge_terms",
    "place_term",
    "preview_merge",
    "record_colleague",
    "register_organisation",
    "register_term",
    "remove_contact",
    "remove_service_point",
    "remove_term",
    "restore_organisation",
    "restore_term",
]
