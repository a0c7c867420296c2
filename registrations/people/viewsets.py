"""The admin's screens of people."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.people.actions import change_person, register_person
from registrations.people.forms import NewPersonForm, PersonForm
from registrations.people.models import User
from registrations.viewsets import ActionCreateView, ActionEditView, ActionViewSet


class RegisterView(ActionCreateView):
    form_class = NewPersonForm

    def perform(self, **cleaned: Any) -> User:
        return register_person(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeView(ActionEditView):
    form_class = PersonForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in PersonForm.base_fields}

    def perform(self, **cleaned: Any) -> User:
        return change_person(person=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class PersonViewSet(ActionViewSet):
    model = User
    add_view_class = RegisterView
    edit_view_class = ChangeView
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
