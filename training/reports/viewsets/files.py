"""*Listes et preuves*: files made of training, at once or by the worker, and followed until they are ready."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.files.serving import serve
from registrations.viewsets import (
    ActionCreateView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)
from training.reports.actions import ask_list, period_between, retry_file
from training.reports.forms import ListForm
from training.reports.jobs import make_file
from training.reports.models import FileState, TrainingFile
from training.reports.queries import LISTS
from training.reports.viewsets.reports import TYPES

AT_ONCE = 300
"""Rows written while the person waits."""
NAMES = {
    "enrolments": "inscriptions",
    "attendance": "presences",
    "certificates": "attestations",
    "sessions": "seances",
}


class AskListView(ActionCreateView):
    """A short list is made while one waits; a long one by the worker, and its page follows it."""

    form_class = ListForm
    done_message = gettext_lazy("The file is being made: this page says when it is ready.")

    def get_page_title(self) -> str:
        return _("Make a list")

    def get_initial(self) -> dict[str, Any]:
        """This year of the associations, unless the address says otherwise."""
        today = timezone.localdate()
        year = today.year if today.month >= 4 else today.year - 1
        given = {name: self.request.GET[name] for name in ("kind", "programme") if name in self.request.GET}
        return {"first": date(year, 4, 1), "last": date(year + 1, 3, 31), "format": "xlsx"} | given

    def perform(self, *, first: date, last: date, **cleaned: Any) -> TrainingFile:
        row = ask_list(first_on=first, last_on=last, **cleaned, by=self.actor(), at=timezone.now())
        if LISTS[row.kind].rows(row.programme, period_between(first, last)).count() <= AT_ONCE:
            make_file.call(row.pk)
        else:
            make_file.enqueue(row.pk)
        return row


def content_of(row: TrainingFile) -> str:
    return str(LISTS[row.kind].label if row.kind in LISTS else _("File of evidence"))


class FilePage(ActionInspectView):
    template_name = "registrations/admin/accounting/export.html"

    def get_page_subtitle(self) -> str:
        return content_of(self.object)

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.object.file:
            return super().header_buttons
        url = reverse("fichiers-de-formation:fichier", args=[self.object.pk])
        return [HeaderButton(_("Download"), url=url, icon_name="download"), *super().header_buttons]


class RetryFileView(ActionPostView):
    label = gettext_lazy("Try again")
    question = gettext_lazy("The file is made again, as it was asked for.")
    icon = "rotate"

    @classmethod
    def offered(cls, row: TrainingFile) -> bool:
        return row.state == FileState.FAILED

    def perform(self) -> TrainingFile:
        retry_file(self.object, by=self.actor(), at=timezone.now())
        make_file.enqueue(self.object.pk)
        return self.object


class TrainingFileViewSet(ActionViewSet):
    model = TrainingFile
    name = "fichiers-de-formation"
    icon = "download"
    menu_label = gettext_lazy("Lists and evidence")
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AskListView
    form_fields = ("kind",)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"reessayer": RetryFileView}
    inspect_view_class = FilePage
    inspect_template_name = "registrations/admin/accounting/export.html"
    list_display = (
        Column("kind", label=gettext_lazy("Content"), accessor=content_of),
        "programme",
        "first_on",
        "last_on",
        "format",
        "state",
        "rows_done",
        "asked_by",
        "asked_at",
    )
    list_filter = ("programme", "state", "asked_at")
    list_select_related = ("programme", "asked_by")
    inspect_view_fields: ClassVar[list[str]] = [
        "programme",
        "first_on",
        "last_on",
        "rows_done",
        "asked_by",
        "asked_at",
        "ready_at",
        "sha256",
    ]

    def get_urlpatterns(self) -> list[Any]:
        there = path("fichier/<int:pk>/", self.for_readers(self.download), name="fichier")
        return [*super().get_urlpatterns(), there]

    def download(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        row = get_object_or_404(TrainingFile, pk=pk, state=FileState.READY)
        if not row.file:
            raise Http404
        start, whose = NAMES.get(row.kind, "preuves"), f"-{row.programme.slug}" if row.programme else ""
        name = f"{start}{whose}-{row.first_on}-{row.last_on}.{row.format}"
        return serve(row.file, request, filename=name, content_type=TYPES[row.format], sha256=row.sha256)
