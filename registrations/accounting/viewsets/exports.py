"""Files for the accountant: asked for, followed while they are made, downloaded."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.accounting.actions import ask_export
from registrations.accounting.documents.spreadsheets import TYPES
from registrations.accounting.forms import ExportForm
from registrations.accounting.jobs import make_export
from registrations.accounting.models import AccountingExport, ExportState
from registrations.accounting.queries.exports import EXPORTS
from registrations.accounting.rules.periods import Length, period_of, shifted
from registrations.actors import Role
from registrations.files.serving import serve
from registrations.viewsets import ActionCreateView, ActionInspectView, ActionViewSet


def label_of(row: AccountingExport) -> str:
    return str(EXPORTS[row.kind].label) if row.kind in EXPORTS else row.kind


class AskView(ActionCreateView):
    form_class = ExportForm
    done_message = _("The file is being made: this page says when it is ready.")

    def get_page_title(self) -> str:
        return str(_("Make a file for the accountant"))

    def get_initial(self) -> dict[str, Any]:
        """Last month, unless the address says otherwise."""
        before = shifted(period_of(timezone.localdate(), Length.MONTH, first_month=1), -1)
        given = {name: self.request.GET[name] for name in ("kind", "starts_on", "ends_on") if name in self.request.GET}
        return {"starts_on": before.first, "ends_on": before.last, "format": "csv"} | given

    def perform(self, **cleaned: Any) -> AccountingExport:
        row = ask_export(by=self.actor(), at=timezone.now(), **cleaned)
        make_export.enqueue(row.pk)
        return row


class ExportPage(ActionInspectView):
    template_name = "registrations/admin/accounting/export.html"

    def get_page_subtitle(self) -> str:
        return label_of(self.object)

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.object.file:
            return super().header_buttons
        url = reverse("exportations-comptables:fichier", args=[self.object.pk])
        return [HeaderButton(_("Download"), url=url, icon_name="download"), *super().header_buttons]


class ExportViewSet(ActionViewSet):
    model = AccountingExport
    name = "exportations-comptables"
    icon = "download"
    menu_label = _("Files for the accountant")
    roles_change = (Role.ACCOUNTING,)
    add_view_class = AskView
    form_fields = ("kind",)
    inspect_view_class = ExportPage
    inspect_template_name = "registrations/admin/accounting/export.html"
    list_display = (
        Column("kind", label=_("Content"), accessor=label_of),
        "starts_on",
        "ends_on",
        "format",
        "state",
        "rows_done",
        "asked_by",
        "asked_at",
    )
    list_filter = ("kind", "state", "asked_at")
    list_select_related = ("asked_by",)
    inspect_view_fields = ("starts_on", "ends_on", "format", "rows_done", "asked_by", "asked_at", "ready_at", "sha256")

    def get_urlpatterns(self) -> list[Any]:
        there = path("fichier/<int:pk>/", self.for_readers(self.download), name="fichier")
        return [*super().get_urlpatterns(), there]

    def download(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file, under a name that says what it is."""
        row = get_object_or_404(AccountingExport, pk=pk, state=ExportState.READY)
        if not row.file:
            raise Http404
        name = f"axtra-{row.kind}-{row.starts_on}-{row.ends_on}.{row.format}"
        return serve(row.file, request, filename=name, content_type=TYPES[row.format], sha256=row.sha256)
