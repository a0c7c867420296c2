"""The admin's screens of service points and contacts."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.organisations.actions import (
    add_contact,
    add_service_point,
    change_contact,
    change_service_point,
    remove_contact,
    remove_service_point,
)
from registrations.organisations.forms import NamedContactForm, NewContactForm, NewServicePointForm
from registrations.organisations.models import Contact, ServicePoint
from registrations.organisations.own_forms import ServicePointForm
from registrations.people.rules import KEEPERS
from registrations.viewsets import ActionCreateView, ActionDeleteView, ActionEditView, ActionViewSet


class AddPointView(ActionCreateView):
    form_class = NewServicePointForm

    def perform(self, **cleaned: Any) -> ServicePoint:
        return add_service_point(by=self.actor(), at=timezone.now(), **cleaned)


class ChangePointView(ActionEditView):
    form_class = ServicePointForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ServicePointForm.base_fields}

    def perform(self, **cleaned: Any) -> ServicePoint:
        return change_service_point(point=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class RemovePointView(ActionDeleteView):
    def perform(self) -> None:
        remove_service_point(point=self.object, by=self.actor(), at=timezone.now())


class AddContactView(ActionCreateView):
    form_class = NewContactForm

    def perform(self, **cleaned: Any) -> Contact:
        return add_contact(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeContactView(ActionEditView):
    form_class = NamedContactForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in NamedContactForm.base_fields}

    def perform(self, **cleaned: Any) -> Contact:
        return change_contact(contact=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class RemoveContactView(ActionDeleteView):
    def perform(self) -> None:
        remove_contact(contact=self.object, by=self.actor(), at=timezone.now())


class ServicePointViewSet(ActionViewSet):
    model = ServicePoint
    add_view_class = AddPointView
    edit_view_class = ChangePointView
    delete_view_class = RemovePointView
    name = "points-de-service"
    icon = "home"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("name", "organisation", "municipality", "phone", "hours")
    list_filter = ("organisation__region",)
    list_select_related = ("organisation",)
    search_fields = ("name", "municipality", "organisation__name")


class ContactViewSet(ActionViewSet):
    model = Contact
    add_view_class = AddContactView
    edit_view_class = ChangeContactView
    delete_view_class = RemoveContactView
    name = "personnes-ressources"
    icon = "user"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = (
        ("shown_name", _("Name")),
        "organisation",
        "kind",
        "title",
        ("shown_email", _("E-mail")),
        ("shown_phone", _("Telephone")),
    )
    list_filter = ("kind",)
    list_select_related = ("organisation", "person")
    search_fields = ("name", "email", "person__family_name", "organisation__name")
