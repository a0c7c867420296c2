"""The team's screens: writing the questions of a subject, reading what people answered."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.questions.actions import as_asked, read_sensitive, save_questions
from registrations.questions.documents import chart, workbook
from registrations.questions.forms import QuestionsForm
from registrations.questions.models import Question
from registrations.questions.queries import grid, questions_of, spoken, tallies
from registrations.questions.registry import SUBJECTS, Subject
from registrations.viewsets import LINKS, ActionEditView, ActionIndexView, ActionViewSet, PageLink, actor
from registrations.viewsets.guided import Guided
from registrations.viewsets.nominal import log_download

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GUIDES = {"registrations.tickettype": "colloque"}


class OfSubject:
    """A screen about the questions of one subject, for those who keep them."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        held, kind = roles_of(request.user), SUBJECTS.get(kwargs["kind"])
        keepers = {role for one in SUBJECTS.values() for role in one.keepers} if kind is None else kind.keepers
        if held.isdisjoint({Role.ADMINISTRATOR, *keepers}):
            raise PermissionDenied
        if kind is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view's

    @property
    def kind(self) -> str:
        return str(self.kwargs["kind"])

    @property
    def uuid(self) -> UUID:
        found: UUID = self.kwargs["uuid"]
        return found

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.kind]

    @property
    def guide(self) -> str:
        return GUIDES.get(self.kind, "formation")

    @cached_property
    def row(self) -> Model:
        found = self.subject.row(self.uuid)
        if found is None:
            raise Http404
        return found

    @property
    def row_url(self) -> str:
        return reverse(f"{PAGES[self.kind]}:inspect", args=[self.row.pk])

    def get_page_subtitle(self) -> str:
        return str(self.row)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": self.row_url, "label": str(self.row)},
            {"url": "", "label": str(self.get_page_title())},  # type: ignore[attr-defined]  # the view's
        ]


class WriteQuestionsView(OfSubject, ActionEditView):
    """All the questions of a subject on one page, in their order."""

    model = Question
    form_class = QuestionsForm
    permission_required = None
    template_name = "registrations/admin/questions/write.html"
    header_icon = "help"
    index_url_name = "questions-posees:index"
    done_message = gettext_lazy("These questions are asked from now on.")

    def get_page_title(self) -> str:
        return _("Questions asked at registration")

    def get_object(self, queryset: Any = None) -> Model:  # noqa: ARG002  # Django's signature
        return self.row

    def get_initial(self) -> dict[str, Any]:
        return {"questions": [as_asked(one) for one in questions_of([(self.kind, self.uuid)])]}

    def get_edit_url(self) -> str:
        return self.request.path

    def done_url(self, instance: Model) -> str:  # noqa: ARG002  # back to the subject's page
        return self.row_url

    @cached_property
    def can_delete(self) -> bool:
        return False

    def perform(self, questions: Any) -> Model:
        save_questions(self.kind, self.uuid, questions, by=self.actor(), at=timezone.now())
        return self.row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answers_url = reverse("questions-posees:answers", args=[self.kind, self.uuid])
        return super().get_context_data(**kwargs) | {"answers_url": answers_url}


class AnswersView(OfSubject, Guided, WagtailAdminTemplateMixin, TemplateView):
    """How many people answered what; each one's answers as a workbook, without the sensitive ones."""

    template_name = "registrations/admin/questions/answers.html"
    header_icon = "list-ul"
    has_workbook = True
    _show_breadcrumbs = True

    def get_page_title(self) -> str:
        return _("Answers given at registration")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") != "xlsx" or not self.has_workbook:
            return super().get(request, *args, **kwargs)
        log_download(self.subject.registered(self.uuid), by=actor(request), at=timezone.now())
        return self.download(workbook(grid(self.kind, self.uuid, sensitive=False)), "reponses")

    def download(self, content: bytes, name: str) -> HttpResponse:
        said = {"Content-Disposition": f'attachment; filename="{name}-{self.uuid}.xlsx"'}
        return HttpResponse(content, content_type=WORKBOOK, headers=said | {"Cache-Control": "private, no-store"})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = tallies(self.kind, self.uuid)
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "row_url": self.row_url,
            "charts": [(one, chart(one)) for one in found],
            "sensitive": any(one.question.sensitive for one in found),
            "registered": self.subject.registered(self.uuid).count(),
            "write_url": reverse("questions-posees:write", args=[self.kind, self.uuid]),
            "sensitive_url": reverse("questions-posees:sensitive", args=[self.kind, self.uuid]),
        }


class SensitiveAnswersView(AnswersView):
    """Who answered what to the sensitive questions: each reading is in the journal, and nothing of it is a file."""

    template_name = "registrations/admin/questions/sensitive.html"
    header_icon = "lock"
    has_workbook = False

    def get_page_title(self) -> str:
        return _("Sensitive answers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = read_sensitive(self.kind, self.uuid, by=actor(self.request), at=timezone.now())
        return super().get_context_data(**kwargs) | {"grid": found}


class QuestionViewSet(ActionViewSet):
    """Every question that is asked; each is written on the page of its subject."""

    model = Question
    name = "questions-posees"
    icon = "help"
    menu_label = gettext_lazy("Questions")
    roles_change = (Role.TRAINING_LEAD, Role.EVENT_LEAD)
    list_display = ("text_fr", "kind", "required", "sensitive", "retired_at")
    list_filter = ("kind", "required", "sensitive", "subject_kind")
    search_fields = ("text_fr", "text_en")
    inspect_view_fields: ClassVar[list[str]] = [
        "text_fr", "text_en", "help_fr", "help_en", "kind", "choices", "required", "sensitive", "when", "retired_at",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        about = "<str:kind>/<uuid:uuid>/"
        return [
            *super().get_urlpatterns(),
            path(f"pour/{about}", WriteQuestionsView.as_view(), name="write"),
            path(f"reponses/{about}", AnswersView.as_view(), name="answers"),
            path(f"sensibles/{about}", SensitiveAnswersView.as_view(), name="sensitive"),
        ]


ANSWERS = Column("answers", label=gettext_lazy("Answers"), accessor=lambda row: getattr(row, "answers_said", ""))
"""In a list of registrations: what each answered, without the sensitive answers."""


class AnsweredIndexView(ActionIndexView):
    """A list of registrations with their answers, on the screen and in its exports; one statement for all its rows.

    Who reads the list without keeping the questions (accounting) reads no answer.
    """

    @cached_property
    def reads_answers(self) -> bool:
        about = (one for one in SUBJECTS.values() if one.about == self.model._meta.label_lower)
        return not roles_of(self.request.user).isdisjoint(
            {Role.ADMINISTRATOR, *(r for one in about for r in one.keepers)}
        )

    @cached_property
    def columns(self) -> list[Column]:
        return [one for one in super().columns if one.name != ANSWERS.name or self.reads_answers]

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(_with_answers(object_list) if self.reads_answers else object_list)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        if self.reads_answers:
            _with_answers(queryset)  # its rows are read, and kept, by this
        return super().as_spreadsheet(queryset, spreadsheet_format)


def _with_answers(rows: Any) -> Any:
    for some in batched(rows, 1_000):
        said = spoken([row.uuid for row in some])
        for row in some:
            row.answers_said = said.get(row.uuid, "")
    return rows


def batched(rows: Any, size: int) -> Iterator[list[Any]]:
    """The rows, so many at a time; of a queryset, those that it keeps."""
    found = iter(rows)
    while some := list(islice(found, size)):
        yield some


PAGES: dict[str, str] = {}
"""By kind of subject, the name of the viewset that has its page."""


def ask_from(model: type[Model], kind: str, *, page: str, roles: tuple[str, ...]) -> None:
    """Two ways from the page of a subject: writing its questions, reading the answers."""

    def write(row: Any) -> str:
        return reverse("questions-posees:write", args=[kind, row.uuid])

    def read(row: Any) -> str:
        return reverse("questions-posees:answers", args=[kind, row.uuid])

    PAGES[kind] = page
    LINKS.setdefault(model, []).extend(
        [
            PageLink(gettext_lazy("Questions"), "help", write, roles),
            PageLink(gettext_lazy("Answers"), "list-ul", read, roles),
        ]
    )
