"""The admin's screens of programmes and activities."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.viewsets import ActionCreateView, ActionEditView, ActionModelForm, ActionViewSet
from training.catalogue.actions import change_activity, change_programme, create_activity, create_programme
from training.catalogue.models import Activity, Programme

AT_FAULT = {
    "activity-exists": "slug",
    "ends-before-start": "ends_on",
    "programme-exists": "slug",
    "slug-frozen": "slug",
}
"""Which field a refusal speaks of."""


class ProgrammeForm(ActionModelForm):
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
            "target_activities",
            "target_participants",
            "target_organisations",
            "published_at",
        ]


class ActivityForm(ActionModelForm):
    trainers = forms.CharField(
        label=_("Trainers"), required=False, widget=forms.Textarea({"rows": 3}), help_text=_("One a line.")
    )

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
            "accreditation",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[("fr", _("French")), ("en", _("English"))]
        )
        self.initial["trainers"] = "\n".join(self.instance.trainers or [])

    def clean_trainers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["trainers"].splitlines() if line.strip()]


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
