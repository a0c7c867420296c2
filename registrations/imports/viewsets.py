"""The admin's screens of imports: check a file, read its verdicts, leave lines out, apply, follow."""

from typing import Any, ClassVar

import tablib
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.errors import DomainError
from registrations.imports.actions import cancel_batch, check_file, leave_out, start_applying, take_back
from registrations.imports.documents import refused_book, template_book
from registrations.imports.errors import FileTooBig
from registrations.imports.forms import CheckFileForm
from registrations.imports.jobs import apply_batch
from registrations.imports.models import BatchState, ImportBatch
from registrations.imports.queries import Progress, exported, lines_shown, progress, refused_lines, template
from registrations.imports.registry import IMPORTS, kind_of, kinds_for
from registrations.imports.rules import MAX_BYTES
from registrations.imports.rules.kinds import Workbook
from registrations.viewsets import (
    VIEW,
    ActionCreateView,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    actor,
)

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LINES_A_PAGE = 100


def own_batches(request: HttpRequest) -> "QuerySet[ImportBatch]":
    """The batches of the kinds that this person may import: their lines hold what is not everybody's to read."""
    return ImportBatch.objects.filter(kind__in=[kind.kind for kind in kinds_for(actor(request))])


def kind_label(batch: ImportBatch) -> str:
    """What the file holds, in words."""
    return str(IMPORTS[batch.kind].label) if batch.kind in IMPORTS else batch.kind


class CheckFileView(ActionCreateView):
    form_class = CheckFileForm
    template_name = "registrations/admin/imports/check.html"
    done_message = _("The file was read. Here is what applying it would do.")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["kind"].choices = [(kind.kind, kind.label) for kind in kinds_for(self.actor())]
        return form

    def get_page_title(self) -> str:
        return str(_("Import a file"))

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"kind": self.request.GET.get("kind", "")}

    def perform(self, *, kind: str, file: Any, historical: bool) -> ImportBatch:
        if file.size > MAX_BYTES:
            raise FileTooBig(megabytes=MAX_BYTES // 1024 // 1024)
        given = {"content": file.read(), "file_name": file.name, "historical": historical}
        return check_file(kind=kind, by=self.actor(), at=timezone.now(), **given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["kinds"] = kinds_for(self.actor())
        context["form_is_multipart"] = True
        context["submit_button_label"] = _("Check the file")
        return context


class BatchIndexView(ActionIndexView):
    def get_base_queryset(self) -> "QuerySet[ImportBatch]":
        return super().get_base_queryset() & own_batches(self.request)


class BatchView(ActionInspectView):
    template_name = "registrations/admin/imports/batch.html"

    def get_object(self, queryset: Any = None) -> ImportBatch:  # noqa: ARG002  # Wagtail's signature
        return get_object_or_404(own_batches(self.request).select_related("by", "applied_by"), pk=self.pk)

    def get_page_subtitle(self) -> str:
        return f"{kind_label(self.object)} – {self.object.file_name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        known: Progress = progress(self.object)
        shown = self.request.GET.get("show", "refused" if known.blocking else "all")
        pages = Paginator(lines_shown(self.object, shown), LINES_A_PAGE)
        context |= {"batch": self.object, "progress": known, "shown": shown, "kind": kind_label(self.object)}
        context["lines"] = pages.get_page(self.request.GET.get("p"))
        context["on_sheets"] = bool(context["lines"]) and bool(context["lines"][0].sheet)
        context["headings"] = [] if context["on_sheets"] or not context["lines"] else list(context["lines"][0].values)
        context["may_choose"] = self.object.state == BatchState.CHECKED
        return context


class _OnBatch(ActionPostView):
    @classmethod
    def offered(cls, batch: ImportBatch) -> bool:
        return batch.state == BatchState.CHECKED


class ApplyView(_OnBatch):
    label = _("Apply")
    question = _("The lines that wait will be written, one by one. Lines that are left out are not.")
    done_message = _("The import is being applied. This page follows it.")

    def perform(self) -> ImportBatch:
        start_applying(batch=self.object, by=self.actor(), at=timezone.now())
        apply_batch.enqueue(self.object.pk)
        return self.object


class LeaveOutRefusedView(_OnBatch):
    label = _("Leave out the refused lines")
    question = _("The refused lines will be left out; the others can then be applied.")
    icon = "minus"

    @classmethod
    def offered(cls, batch: ImportBatch) -> bool:
        return super().offered(batch) and progress(batch).blocking > 0

    def perform(self) -> ImportBatch:
        leave_out(batch=self.object, by=self.actor(), at=timezone.now())
        return self.object


class CancelView(_OnBatch):
    label = _("Forget this file")
    question = _("This file will never be applied. What it says stays listed here.")
    icon = "cross"

    def perform(self) -> ImportBatch:
        cancel_batch(batch=self.object, by=self.actor(), at=timezone.now())
        return self.object


class ImportBatchViewSet(ActionViewSet):
    model = ImportBatch
    name = "imports"
    icon = "upload"
    roles_change = (
        Role.LIBRARIAN,
        Role.BOARD_SECRETARY,
        Role.TRAINING_LEAD,
        Role.ACCOUNTING,
        Role.EVENT_LEAD,
    )
    add_view_class = CheckFileView
    index_view_class = BatchIndexView
    inspect_view_class = BatchView
    inspect_template_name = BatchView.template_name
    create_template_name = CheckFileView.template_name
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "appliquer": ApplyView,
        "ecarter": LeaveOutRefusedView,
        "oublier": CancelView,
    }
    list_display = (
        "file_name",
        Column("kind", label=_("What it holds"), accessor=kind_label),
        "state",
        "lines_total",
        "lines_refused",
        "lines_done",
        "by",
        "created_at",
    )
    list_filter = ("state", "created_at", "historical")
    list_select_related = ("by",)
    search_fields = ("file_name",)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("modele/<slug:kind>.<str:form>", self.guarded(require_GET(template_file)), name="template"),
            path("export/<slug:kind>.<str:form>", self.guarded(require_GET(export_file)), name="export"),
            path("refusees/<int:pk>.<str:form>", self.guarded(require_GET(refused_file)), name="refused"),
            path("lignes/<int:pk>/", self.guarded(choose_lines), name="choose"),
        ]

    def guarded(self, view: Any) -> Any:
        """The same door as the list's."""

        def guard(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not self.permission_policy.user_has_permission(request.user, VIEW):
                raise PermissionDenied
            return view(request, **kwargs)

        return guard


def template_file(request: HttpRequest, *, kind: str, form: str) -> HttpResponse:
    """The headings and the example line of a kind."""
    if kind not in {known.kind for known in kinds_for(actor(request))}:
        raise Http404
    spec = kind_of(kind)
    if isinstance(spec, Workbook):
        return workbook_file(template_book(spec), name=f"modele-{kind}", form=form)
    return _file(template(spec), name=f"modele-{kind}", form=form)


def export_file(request: HttpRequest, *, kind: str, form: str) -> HttpResponse:
    """What there is of a kind, as a file that its import reads."""
    if kind not in {known.kind for known in kinds_for(actor(request)) if known.exports}:
        raise Http404
    return _file(exported(kind_of(kind)), name=kind, form=form)


def refused_file(request: HttpRequest, *, pk: int, form: str) -> HttpResponse:
    """The refused lines of a batch, with their reasons."""
    batch = get_object_or_404(own_batches(request), pk=pk)
    spec, name = kind_of(batch.kind), f"refusees-{batch.kind}"
    if isinstance(spec, Workbook):
        return workbook_file(refused_book(batch, spec), name=name, form=form)
    return _file(refused_lines(batch), name=name, form=form)


def choose_lines(request: HttpRequest, *, pk: int) -> HttpResponse:
    """Leave the ticked lines out, or take them back; an address that is only visited shows the batch."""
    batch = get_object_or_404(own_batches(request), pk=pk)
    if request.method != "POST":
        return redirect(reverse("imports:inspect", args=[pk]))
    numbers = [int(number) for number in request.POST.getlist("line") if number.isdecimal() and len(number) < 9]
    act = take_back if "take_back" in request.POST else leave_out
    try:
        count = act(batch=batch, numbers=numbers, by=actor(request), at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, ngettext("%(count)s line changed.", "%(count)s lines changed.", count) % {"count": count}
        )
    return redirect(reverse("imports:inspect", args=[pk]))


def workbook_file(content: bytes, *, name: str, form: str = "xlsx") -> HttpResponse:
    """A workbook has several sheets: there is no CSV of it."""
    if form != "xlsx":
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=TYPES["xlsx"], headers=headers)


def _file(table: tablib.Dataset, *, name: str, form: str) -> HttpResponse:
    """CSV as French spreadsheets open it (semicolons, UTF-8 with its mark), or XLSX."""
    if form not in TYPES:
        raise Http404
    content = table.export("xlsx") if form == "xlsx" else b"\xef\xbb\xbf" + table.export("csv", delimiter=";").encode()
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
