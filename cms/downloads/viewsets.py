"""*Bibliothèque › Téléchargements*: what was read, when, and by whom in groups; charts, their numbers, files."""

import io
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.downloads.documents import as_csv, as_workbook
from cms.downloads.forms import PeriodForm
from cms.downloads.queries import Figures, Period, figures, resources
from cms.downloads.rules import may_read_figures
from registrations.accounting.documents.spreadsheets import TYPES
from registrations.actors import Role
from registrations.charts import bars
from registrations.people.requests import actor
from registrations.viewsets import ActionScreenViewSet
from registrations.viewsets.guided import Guided


class FiguresView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """The figures of a period."""

    template_name = "cms/admin/downloads.html"
    page_title = gettext_lazy("Downloads")
    roles: ClassVar[tuple[str, ...]] = (Role.LIBRARIAN, Role.EDITOR, Role.BOARD_SECRETARY)
    header_icon = "download"
    index_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_figures(actor(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (wanted := request.GET.get("export", "")) in TYPES:
            return export(self.period, wanted)
        return super().get(request, *args, **kwargs)

    @cached_property
    def period(self) -> Period:
        return PeriodForm(self.request.GET).period(timezone.localdate())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, period = figures(self.period), self.period
        chosen = {"first": period.first, "last": period.last, "kind": period.kind}
        return {
            **super().get_context_data(**kwargs),
            "form": PeriodForm(initial=chosen),
            "period": period,
            "found": found,
            "change": change(found),
            "chart": chart(found),
            "months": [(dated(month, "M Y"), number) for month, number in found.months.items()],
            "cuts": [
                (_("By kind of resource"), _("Kind"), found.kinds, 0),
                (_("By audience"), _("Audience"), found.audiences.rows, found.audiences.others),
                (_("By organisation"), _("Organisation"), found.by_organisation.rows, found.by_organisation.others),
            ],
        }


def export(period: Period, form: str) -> HttpResponse:
    """The file of the whole period: every resource, not only the first ones."""
    file, lines = io.BytesIO(), resources(period)
    if form == "csv":
        as_csv(lines, file)
    else:
        as_workbook(figures(period), lines, period, file)
    name = f"telechargements-{period.first}-{period.last}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(file.getvalue(), content_type=TYPES[form], headers=headers)


def chart(found: Figures) -> SafeString | None:
    """One bar a month, of the last two years at most."""
    if not found.total:
        return None
    months = [(dated(month, "M y"), number) for month, number in found.months.items()][-24:]
    return bars(months, title=_("Downloads by month"), description=_("The table gives the numbers."))


def change(found: Figures) -> str:
    """In per cent of the same days a year before."""
    if not found.total_before:
        return "–"
    return f"{round(100 * (found.total - found.total_before) / found.total_before):+d}\u00a0%"


class DownloadsViewSet(ActionScreenViewSet):
    view_class = FiguresView  # type: ignore[assignment]  # a screen without a form that acts
    name = "telechargements"
    icon = "download"
    menu_label = gettext_lazy("Downloads")
    add_to_settings_menu = False
    guide = "bibliotheque"
