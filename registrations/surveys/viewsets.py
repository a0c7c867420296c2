"""The builder of surveys, and their results."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registrations.actors import Role
from registrations.errors import NotFound
from registrations.surveys.actions import copy_survey, move_survey, save_survey
from registrations.surveys.documents import chart, workbook
from registrations.surveys.forms import AnswersForm, SurveyForm
from registrations.surveys.models import Survey
from registrations.surveys.queries import Results, results
from registrations.surveys.rules import LEAST, SurveyState
from registrations.viewsets import ActionCreateView, ActionEditView, ActionInspectView, ActionPostView, ActionViewSet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SurveyPage(ActionInspectView):
    """The results, never of fewer than five; the preview beside."""

    template_name = "registrations/admin/surveys/survey.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") != "xlsx":
            return super().get(request, *args, **kwargs)
        name = f"sondage-{self.object.uuid}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(workbook(self.object, self.results), content_type=WORKBOOK, headers=headers)

    @cached_property
    def group(self) -> UUID | None:
        asked = self.request.GET.get("activite", "")
        try:
            return UUID(asked) if asked else None
        except ValueError as wrong:
            raise Http404 from wrong

    @cached_property
    def results(self) -> Results:
        try:
            return results(self.object, group=self.group)
        except NotFound as hidden:
            raise Http404 from hidden

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.results
        return super().get_context_data(**kwargs) | {
            "results": found,
            "charts": [(one, chart(one)) for one in found.questions],
            "group": self.group,
            "group_name": next((name for uuid, name, *_n in found.groups if uuid == self.group), ""),
            "least": LEAST,
            "preview": AnswersForm(questions=list(self.object.questions.all())),
        }


class AddSurveyView(ActionCreateView):
    form_class = SurveyForm

    def perform(self, **cleaned: Any) -> Survey:
        return save_survey(None, **cleaned, by=self.actor(), at=timezone.now())


class ChangeSurveyView(ActionEditView):
    form_class = SurveyForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fill(self.object)
        return form

    def perform(self, **cleaned: Any) -> Survey:
        return save_survey(self.object, **cleaned, by=self.actor(), at=timezone.now())


class OpenView(ActionPostView):
    label = pgettext_lazy("act", "Open")
    question = _("People who complete the training from now on are asked to answer, once, by e-mail.")

    @classmethod
    def offered(cls, instance: Survey) -> bool:
        return instance.state != SurveyState.OPEN

    def perform(self) -> Survey:
        return move_survey(self.object, to=SurveyState.OPEN, by=self.actor(), at=timezone.now())


class CloseView(ActionPostView):
    label = _("Close")
    question = _("Nobody can answer any more. You can open it again.")
    icon = "lock"

    @classmethod
    def offered(cls, instance: Survey) -> bool:
        return instance.state == SurveyState.OPEN

    def perform(self) -> Survey:
        return move_survey(self.object, to=SurveyState.CLOSED, by=self.actor(), at=timezone.now())


class CopyView(ActionPostView):
    label = _("Copy")
    question = _("The same questions in a new draft.")
    icon = "copy"

    def perform(self) -> Survey:
        return copy_survey(self.object, by=self.actor(), at=timezone.now())


class SurveyViewSet(ActionViewSet):
    model = Survey
    name = "sondages"
    icon = "list-ul"
    roles_change = (Role.TRAINING_LEAD,)
    inspect_view_class = SurveyPage
    inspect_template_name = "registrations/admin/surveys/survey.html"
    add_view_class = AddSurveyView
    edit_view_class = ChangeSurveyView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "ouvrir": OpenView,
        "fermer": CloseView,
        "copier": CopyView,
    }
    list_display = ("title", "state", "before_certificate", "created_at")
    list_filter = ("state",)
    search_fields = ("title",)
    inspect_view_fields = ("title", "introduction", "state", "before_certificate", "created_at")
