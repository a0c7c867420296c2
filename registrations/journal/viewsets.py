"""The admin's screen of the audit log: the administrator alone reads it, nobody writes it."""

from registrations.journal.models import Entry
from registrations.viewsets import ActionViewSet


class EntryViewSet(ActionViewSet):
    model = Entry
    name = "journal"
    icon = "history"
    list_display = ("action", "at", "person", "job", "via", "about_kind", "about_uuid")
    list_filter = ("via", "at")
    list_select_related = ("person",)
    search_fields = ("action", "about_kind", "person__email", "person__family_name")
