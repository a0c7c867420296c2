"""The admin's screens of sessions."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.viewsets import ActionViewSet
from training.sessions.models import Session


class SessionViewSet(ActionViewSet):
    model = Session
    name = "seances"
    icon = "calendar-alt"
    roles_change = (Role.TRAINING_LEAD,)
    list_display = (
        "code",
        "activity",
        "starts_at",
        "state",
        "pool",
        ("pool__waiting", _("waiting"), "pool__waiting"),
        "closes_at",
    )
    list_filter = ("state", "starts_at", "historical")
    list_select_related = ("activity", "pool")
    search_fields = ("code", "activity__title", "place")
    ordering = ("-starts_at", "-id")
    related = (
        (_("Meetings"), "meetings", ("starts_at", "ends_at", "place")),
        (_("Enrolments"), "enrolments", ("person", "organisation", "state", "created_at")),
    )
