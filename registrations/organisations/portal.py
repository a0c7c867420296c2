"""The registrar's pages of their organisation's own record: one task a page, one action a task."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from registrations.actors import Actor
from registrations.errors import DomainError, NotFound
from registrations.files.pictures import received_picture
from registrations.organisations.actions import (
    add_contact,
    add_service_point,
    change_contact,
    change_logo,
    change_own_record,
    change_service_point,
    remove_contact,
    remove_service_point,
)
from registrations.organisations.models import Contact, Organisation, ServicePoint
from registrations.organisations.own_forms import AT_FAULT, ContactForm, LogoForm, OwnRecordForm, ServicePointForm
from registrations.organisations.queries import own_record, staff_for_contacts
from registrations.organisations.rules import TermKind
from registrations.people.requests import actor


@require_safe
@login_required
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """All that the register says of the organisation: what its registrars change, and what the team keeps."""
    organisation = own_record(slug, by=actor(request), on=timezone.localdate())
    words = list(organisation.terms.all())
    by_kind = {kind.value: [word for word in words if word.kind == kind] for kind in TermKind}
    return render(request, "portal/organisations/record.html", {"organisation": organisation, "words": by_kind})


class _Task(LoginRequiredMixin, FormView[forms.Form]):
    """One form about the organisation: `perform` calls one action, then the record is shown again."""

    template_name = "portal/organisations/task.html"
    title: Any = ""
    lead: Any = ""
    submit: Any = gettext_lazy("Save")
    said: Any = gettext_lazy("Your record is up to date.")
    danger = False

    @cached_property
    def me(self) -> Actor:
        return actor(self.request)

    @cached_property
    def organisation(self) -> Organisation:
        return own_record(self.kwargs["slug"], by=self.me, on=timezone.localdate())

    def perform(self, **cleaned: Any) -> object:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.perform(**form.cleaned_data)
        except DomainError as refusal:
            place = AT_FAULT.get(refusal.code)
            form.add_error(place if place in form.fields else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(self.said))
        return redirect(self.back)

    @property
    def back(self) -> str:
        return reverse("record:page", args=[self.organisation.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {name: getattr(self, name) for name in ("organisation", "title", "lead", "submit", "danger", "back")}
        return super().get_context_data(**shown | kwargs)


class ChangeRecord(_Task):
    form_class = OwnRecordForm
    title = gettext_lazy("Change the record")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisation": self.organisation}

    def perform(self, *, specialities: Any, measures: Any, **cleaned: Any) -> object:
        words = [*specialities, *measures]
        return change_own_record(organisation=self.organisation, terms=words, by=self.me, at=timezone.now(), **cleaned)


class ChangeLogo(_Task):
    form_class = LogoForm
    title = gettext_lazy("Change the logo")

    def perform(self, *, logo: Any) -> object:
        at, organisation = timezone.now(), self.organisation
        if logo is None:
            return change_logo(organisation=organisation, picture=None, by=self.me, at=at)
        with received_picture(logo, feature="organisations", at=at) as picture:
            return change_logo(organisation=organisation, picture=picture, by=self.me, at=at)


class AddPoint(_Task):
    form_class = ServicePointForm
    title = gettext_lazy("Add a service point")
    said = gettext_lazy("The service point is in the directory.")

    def perform(self, **cleaned: Any) -> object:
        return add_service_point(organisation=self.organisation, by=self.me, at=timezone.now(), **cleaned)


class _OnPoint(_Task):
    @cached_property
    def point(self) -> ServicePoint:
        return _own(self.organisation.service_points.all(), self.kwargs["uuid"])


class ChangePoint(_OnPoint):
    form_class = ServicePointForm
    title = gettext_lazy("Change a service point")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.point, name) for name in ServicePointForm.base_fields}

    def perform(self, **cleaned: Any) -> object:
        return change_service_point(point=self.point, by=self.me, at=timezone.now(), **cleaned)


class RemovePoint(_OnPoint):
    form_class = forms.Form
    submit = gettext_lazy("Remove")
    said = gettext_lazy("The service point is no longer in the directory.")
    danger = True

    @property
    def title(self) -> str:
        return _("Remove “%(name)s”?") % {"name": self.point}

    def perform(self) -> object:
        return remove_service_point(point=self.point, by=self.me, at=timezone.now())


class AddContact(_Task):
    form_class = ContactForm
    title = gettext_lazy("Add a contact")
    lead = gettext_lazy(
        "The AXTRA team writes to this person about what you choose. Contacts are not in the directory."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        staff = staff_for_contacts(self.organisation, on=timezone.localdate())
        return super().get_form_kwargs() | {"organisation": self.organisation, "staff": staff}

    def perform(self, **cleaned: Any) -> object:
        return add_contact(organisation=self.organisation, by=self.me, at=timezone.now(), **cleaned)


class ChangeContact(AddContact):
    title = gettext_lazy("Change a contact")

    @cached_property
    def contact(self) -> Contact:
        return _own(self.organisation.contacts.all(), self.kwargs["uuid"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.contact, name) for name in ContactForm.base_fields}

    def perform(self, **cleaned: Any) -> object:
        return change_contact(contact=self.contact, by=self.me, at=timezone.now(), **cleaned)


class RemoveContact(_Task):
    form_class = forms.Form
    submit = gettext_lazy("Remove")
    said = gettext_lazy("This contact is removed.")
    danger = True

    @cached_property
    def contact(self) -> Contact:
        return _own(self.organisation.contacts.all(), self.kwargs["uuid"])

    @property
    def title(self) -> str:
        return _("Remove “%(name)s”?") % {"name": self.contact}

    def perform(self) -> object:
        return remove_contact(contact=self.contact, by=self.me, at=timezone.now())


def _own(rows: Any, uuid: UUID) -> Any:
    """One of the organisation's own rows, already read with it; `NotFound` for any other."""
    found = next((row for row in rows if row.uuid == uuid), None)
    if found is None:
        raise NotFound()
    return found
