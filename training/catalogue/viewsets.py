"""The admin's screens of programmes and activities."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.viewsets import ActionCreateView, ActionEditView, ActionModelForm, ActionViewSet
from registrations.viewsets.fields import MoneyField
from registrations.viewsets.guided import Guided
from training.catalogue.actions import (
    change_activity,
    change_programme,
    change_trainer,
    create_activity,
    create_programme,
    register_trainer,
)
from training.catalogue.models import Activity, Programme, Trainer

AT_FAULT = {
    "activity-exists": "slug",
    "ends-before-start": "ends_on",
    "own-prerequisite": "prerequisites",
    "programme-exists": "slug",
    "trainer-exists": "email",
    "programme-frozen": "programme",
    "slug-frozen": "slug",
}
"""Which field a refusal speaks of."""


class ProgrammeForm(ActionModelForm):
    budget_cents = MoneyField(label=_("Budget, in dollars"), required=False)

    class Meta:
        model = Programme
        fields: ClassVar[list[str]] = [
            "title",
            "slug",
            "summary",
            "funder",
            "agreement",
            "starts_on",
            "ends_on",
            "members_only",
            "cap_per_organisation",
            "cap_in_programme",
            "terms",
            "target_activities",
            "target_participants",
            "target_organisations",
            "target_hours",
            "budget_cents",
            "published_at",
        ]


class TrainerForm(ActionModelForm):
    class Meta:
        model = Trainer
        fields: ClassVar[list[str]] = ["name", "email", "language", "biography"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = _language()


class ActivityForm(ActionModelForm):
    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = [
            "title",
            "slug",
            "programme",
            "objectives",
            "kind",
            "stream",
            "language",
            "mode",
            "duration_minutes",
            "trainers",
            "accreditation",
            "prerequisites",
            "completion_percent",
            "replay_counts",
            "materials",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = _language()
        if self.instance.pk:
            others = self.fields["prerequisites"]
            others.queryset = others.queryset.exclude(pk=self.instance.pk)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=[("fr", _("French")), ("en", _("English"))])


class AddProgrammeView(ActionCreateView):
    form_class = ProgrammeForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Programme:
        return create_programme(**cleaned, by=self.actor(), at=timezone.now())


class ChangeProgrammeView(ActionEditView):
    form_class = ProgrammeForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Programme:
        return change_programme(self.object, **cleaned, by=self.actor(), at=timezone.now())


class ProgrammeViewSet(ActionViewSet):
    model = Programme
    name = "programmes"
    icon = "folder-open-1"
    roles_view = (Role.ACCOUNTING,)
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AddProgrammeView
    edit_view_class = ChangeProgrammeView
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


class AddActivityView(ActionCreateView):
    form_class = ActivityForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Activity:
        return create_activity(**cleaned, by=self.actor(), at=timezone.now())


class ChangeActivityView(ActionEditView):
    form_class = ActivityForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Activity:
        return change_activity(self.object, **cleaned, by=self.actor(), at=timezone.now())


class ActivityViewSet(ActionViewSet):
    model = Activity
    name = "activites"
    icon = "clipboard-list"
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AddActivityView
    edit_view_class = ChangeActivityView
    list_display = ("title", "programme", "kind", "stream", "mode", "duration_minutes")
    list_filter = ("programme", "kind", "stream", "mode", "historical")
    list_select_related = ("programme",)
    search_fields = ("title", "objectives", "accreditation")
    related = ((_("Sessions"), "sessions", ("code", "starts_at", "state", "place")),)


class AddTrainerView(ActionCreateView):
    form_class = TrainerForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Trainer:
        return register_trainer(**cleaned, by=self.actor(), at=timezone.now())


class ChangeTrainerView(ActionEditView):
    form_class = TrainerForm
    at_fault = AT_FAULT

    def perform(self, **cleaned: Any) -> Trainer:
        return change_trainer(self.object, **cleaned, by=self.actor(), at=timezone.now())


class TrainerViewSet(ActionViewSet):
    model = Trainer
    name = "personnes-formatrices"
    icon = "user"
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AddTrainerView
    edit_view_class = ChangeTrainerView
    list_display = ("name", "email", "language")
    list_filter = ("language",)
    search_fields = ("name", "email", "biography")
    related = ((_("Activities"), "activities", ("title", "programme", "stream")),)


class ProgrammeScreen(Guided, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one programme, for those who answer for its training or its money."""

    guide = "formation"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.ADMINISTRATOR, Role.TRAINING_LEAD, Role.ACCOUNTING})
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if roles_of(request.user).isdisjoint(self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def programme(self) -> Programme:
        return get_object_or_404(Programme.objects.select_related("funder"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.programme.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("programmes:inspect", args=[self.programme.pk]), "label": self.programme.title},
            {"url": "", "label": self.get_page_title()},
        ]
