"""What changes groups: the groups themselves, their seats, documents and meetings."""

from registrations.groups.actions.documents import add_document, remove_document
from registrations.groups.actions.groups import archive_group, change_group, register_group, reopen_group
from registrations.groups.actions.mandates import appoint, change_mandate, end_mandate
from registrations.groups.actions.meetings import cancel_meeting, change_meeting, plan_meeting

__all__ = [
    "add_document",
    "appoint",
    "archive_group",
    "cancel_meeting",
    "change_group",
    "change_mandate",
    "change_meeting",
    "end_mandate",
    "plan_meeting",
    "register_group",
    "remove_document",
    "reopen_group",
]
