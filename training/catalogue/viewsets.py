"""The admin's screens of programmes and activities."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.viewsets import ActionViewSet
from training.catalogue.models import Activity, Programme


class ProgrammeViewSet(ActionViewSet):
    model = Programme
    name = "programmes"
    icon = "folder-open-1"
    roles_view = (Role.ACCOUNTING,)
    roles_change = (Role.TRAINING_LEAD,)
    list_display = (
        "title",
        "funder",
        "starts_on",
        "ends_on",
        "target_activities",
        "target_participants",
        "published_at",
    )
    list_filter = ("members_only", "historical")
    list_select_related = ("funder",)
    search_fields = ("title", "agreement")
    related = ((_("Activities"), "activities", ("title", "stream", "mode", "duration_minutes")),)


class ActivityViewSet(ActionViewSet):
    model = Activity
    name = "activites"
    icon = "clipboard-list"
    roles_change = (Role.TRAINING_LEAD,)
    list_display = ("title", "programme", "kind", "stream", "mode", "duration_minutes")
    list_filter = ("programme", "kind", "stream", "mode", "historical")
    list_select_related = ("programme",)
    search_fields = ("title", "objectives", "accreditation")
    related = ((_("Sessions"), "sessions", ("code", "starts_at", "state", "place")),)
