"""Admin views that write: each calls one action, and shows its refusal on the form."""

import copy
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.generic import CreateView, DeleteView, EditView

from registrations.actors import Actor, Via, roles_of
from registrations.errors import DomainError
from registrations.viewsets.guided import Guided
from registrations.viewsets.policy import ACT


def actor(request: HttpRequest) -> Actor:
    """Who acts through the admin; its addresses let nobody anonymous through."""
    return Actor(person=request.user, roles=roles_of(request.user), via=Via.ADMIN)


class FieldsAlone:
    """For a model form: each field is checked, and nothing else of the row."""

    def _post_clean(self) -> None:
        """Uniqueness and constraints are left to the action, which refuses them in its own words.

        Django checks them here, and would name a constraint to whoever types.
        """
        exclude = self._get_validation_exclusions()
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.clean_fields(exclude=exclude)
        except ValidationError as errors:
            self._update_errors(errors)


class ActionModelForm(FieldsAlone, WagtailAdminModelForm):
    """The fields of a model, without its rules: the action and the database have the last word."""

    def save(self, commit: bool = True) -> Any:  # noqa: ARG002  # Django's signature
        raise TypeError("Admin forms never save: an action does.")


class _Acts(Guided):
    """What the views below share: `perform()` is the one thing that a viewset writes.

    `at_fault` says beside which field a refusal is shown, by its code; above the form otherwise.
    """

    request: HttpRequest
    done_message: ClassVar[str | Promise] = _("Saved.")
    at_fault: ClassVar[Mapping[str, str]] = {}

    def actor(self) -> Actor:
        return actor(self.request)

    def arguments(self, form: forms.BaseForm) -> dict[str, Any]:
        """The keyword arguments of `perform()`: the cleaned fields of the form."""
        return form.cleaned_data

    def perform(self, **cleaned: Any) -> Model:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if not issubclass(self.get_form_class(), forms.ModelForm):
            kwargs.pop("instance", None)
        elif kwargs.get("instance") is not None:
            kwargs["instance"] = copy.copy(kwargs["instance"])  # a form must not alter what the action is given
        return kwargs

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        self.form = form
        try:
            instance = self.perform(**self.arguments(form))
        except DomainError as refusal:
            form.add_error(self.at_fault.get(refusal.code), str(refusal))
            self.produced_error_code = refusal.code
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)
        self.object = instance
        messages.success(self.request, str(self.done_message))
        return redirect(self.done_url(instance))

    def asked_again(self, form: forms.BaseForm, **context: Any) -> HttpResponse:
        """The page again with another form: what would be done is shown first, and sent again to be done."""
        self.form = form
        return self.render_to_response(self.get_context_data(**context))

    def done_url(self, instance: Model) -> str:
        """The object's own page when there is one, else the list."""
        try:
            return reverse(self.index_url_name.replace(":index", ":inspect"), args=[instance.pk])
        except NoReverseMatch:
            return reverse(self.index_url_name)


class ActionCreateView(_Acts, CreateView):
    """`perform(**cleaned) -> instance` calls one action."""

    def get_side_panels(self) -> Any:
        return MediaContainer([])


class ActionEditView(_Acts, EditView):
    """The same for a row that exists: `self.object` is that row, as the database has it."""

    def get_side_panels(self) -> Any:
        return MediaContainer([])


class ActionDeleteView(Guided, DeleteView):
    """`perform()` deletes `self.object` by an action; a refusal is shown in place of the question."""

    def actor(self) -> Actor:
        return actor(self.request)

    def perform(self) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:  # noqa: ARG002  # Django's signature
        success_url = self.get_success_url()
        try:
            self.perform()
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(success_url)
        messages.success(self.request, self.get_success_message())
        return redirect(success_url)


class ActionPostView(_Acts, EditView):
    """One act on one row, after a question: publish, cancel, send again. Its button is on the object's page.

    `label` is the button's text, `question` the sentence that is asked; fields, if any, come from `form_class`.
    `offered(instance)` says whether the button is shown in the row's present state.
    """

    label: ClassVar[str | Promise] = ""
    question: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "tick-inverse"
    permission_required = ACT
    form_class = forms.Form
    template_name = "registrations/admin/act.html"
    post_url_name: str | None = None

    @classmethod
    def offered(cls, _instance: Any) -> bool:
        return True

    def get_page_title(self) -> str:
        return capfirst(str(self.label))

    def get_edit_url(self) -> str:
        return reverse(self.post_url_name, args=[self.object.pk])

    def get_side_panels(self) -> Any:
        return MediaContainer([])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        items = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["submit_button_label"] = self.label
        context["question"] = self.question
        context["cancel_url"] = self.done_url(self.object)
        context["can_delete"] = False
        return context
