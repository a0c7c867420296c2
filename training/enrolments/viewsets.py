"""The admin's screens of enrolments."""

from registrations.actors import Role
from registrations.viewsets import ActionViewSet
from training.enrolments.models import Enrolment


class EnrolmentViewSet(ActionViewSet):
    model = Enrolment
    name = "inscriptions"
    icon = "form"
    roles_change = (Role.TRAINING_LEAD,)
    list_display = ("person", "session", "state", "organisation", "region", "created_at")
    list_filter = ("state", "region", "role", "created_at", "historical")
    list_select_related = ("person", "session__activity", "organisation")
    search_fields = (
        "person__family_name",
        "person__given_name",
        "person__email",
        "session__code",
        "organisation__name",
    )
