"""*Classeurs*: a programme as one workbook, taken away, corrected in a spreadsheet, and brought back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.imports.documents import exported_book
from registrations.imports.forms import CheckFileForm
from registrations.imports.registry import IMPORTS
from registrations.imports.viewsets import workbook_file
from registrations.viewsets import LINKS, ActionScreenViewSet, PageLink
from registrations.viewsets.guided import Guided
from training.catalogue.models import Programme
from training.workbook.imports import ProgrammeWorkbook, sheets_of

ROLES = frozenset({Role.TRAINING_LEAD, Role.ADMINISTRATOR})


class WorkbookView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """Take a programme or the empty workbook away; send a workbook to be checked."""

    template_name = "training/admin/workbook.html"
    page_title = _("Workbooks")
    header_icon = "table"
    index_url_name = ""
    _show_breadcrumbs = True
    roles = ROLES

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint(ROLES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = {
            "activity_count": Count("activities", distinct=True),
            "session_count": Count("activities__sessions", distinct=True),
        }
        form = CheckFileForm(auto_id="classeur-%s")
        form.fields["file"].widget.attrs["accept"] = ".xlsx"
        return super().get_context_data(**kwargs) | {
            "kind": ProgrammeWorkbook,
            "file": form["file"],
            "programmes": Programme.objects.annotate(**counted).order_by("-starts_on", "pk"),
        }


def programme_file(request: HttpRequest, *, pk: int) -> HttpResponse:
    """The programme as the workbook that its import reads."""
    if roles_of(request.user).isdisjoint(ROLES):
        raise PermissionDenied
    programme = get_object_or_404(Programme, pk=pk)
    content = exported_book(IMPORTS[ProgrammeWorkbook.kind], sheets_of(programme))
    return workbook_file(content, name=f"classeur-{programme.slug}")


class WorkbookViewSet(ActionScreenViewSet):
    view_class = WorkbookView  # type: ignore[assignment]  # a screen without a form that acts
    name = "classeurs"
    icon = "table"
    menu_label = _("Workbooks")
    add_to_settings_menu = False
    guide = "formation"

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/", require_GET(programme_file), name="programme")]


def _workbook_of(programme: Programme) -> str:
    return reverse("classeurs:programme", args=[programme.pk])


LINKS.setdefault(Programme, []).append(PageLink(_("Workbook (XLSX)"), "download", _workbook_of, (Role.TRAINING_LEAD,)))
