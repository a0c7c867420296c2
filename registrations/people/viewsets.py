"""The admin's screens of people."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.people.models import User
from registrations.viewsets import ActionViewSet


class PersonViewSet(ActionViewSet):
    model = User
    name = "personnes"
    icon = "user"
    roles_view = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    roles_change = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
    list_display = (("get_full_name", _("name"), "family_name"), "email", "contact_email", "language", "created_at")
    list_filter = ("language", "is_active", "historical")
    search_fields = ("family_name", "given_name", "email", "contact_email")
    ordering = ("family_name", "given_name", "id")
    inspect_view_fields = (
        "given_name",
        "family_name",
        "email",
        "contact_email",
        "phone",
        "language",
        "is_active",
        "created_at",
    )
    related = (
        (_("Posts"), "affiliations", ("organisation", "role", "is_registrar", "starts_on", "ends_on")),
        (_("Groups"), "mandates", ("group", "office", "starts_on", "ends_on")),
    )
