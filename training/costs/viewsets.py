"""*Coûts*: what activities are to cost and did cost, with their papers, beside the budget of their programme."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from django.core.files.base import File
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role, roles_of
from registrations.charts import columns
from registrations.files.rules import KINDS, extension_of
from registrations.files.serving import serve
from registrations.files.uploads import Received, received
from registrations.money import spelled
from registrations.viewsets import (
    LINKS,
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionInspectView,
    ActionViewSet,
    MoneyColumn,
    PageLink,
)
from training.catalogue.models import Activity, ActivityCost, Programme
from training.catalogue.viewsets import ProgrammeScreen
from training.costs.actions import add_cost, correct_cost, remove_cost
from training.costs.forms import CostForm
from training.costs.queries import sums_by_activity
from training.costs.rules import FILE_KINDS, FILE_MEGABYTES, Sums

AT_FAULT = {"cost-exists": "label"} | dict.fromkeys(
    (
        "file-kind-refused",
        "file-too-large",
        "file-empty",
        "file-is-not-what-it-says",
        "file-encrypted",
        "file-unreadable",
    ),
    "file",
)
MOST_BARS = 18


@contextmanager
def kept(upload: File | None, *, at: datetime) -> Iterator[Received | None]:
    """The paper, checked and stored before the action; none without an upload."""
    if upload is None:
        yield None
        return
    with received(upload, feature="costs", at=at, allowed=FILE_KINDS, megabytes=FILE_MEGABYTES) as document:
        yield document


class AddCostView(ActionCreateView):
    form_class = CostForm
    at_fault = AT_FAULT

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"activity": self.request.GET.get("activity", "")}

    def perform(self, *, activity: Activity, file: File | None, **cleaned: Any) -> ActivityCost:
        now = timezone.now()
        with kept(file, at=now) as document:
            return add_cost(activity, document=document, **cleaned, by=self.actor(), at=now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form_is_multipart": True}


class CorrectCostView(ActionEditView):
    form_class = CostForm
    at_fault = AT_FAULT

    def perform(self, *, file: File | None, **cleaned: Any) -> ActivityCost:
        now = timezone.now()
        with kept(file, at=now) as document:
            return correct_cost(self.object, document=document, **cleaned, by=self.actor(), at=now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form_is_multipart": True}


class RemoveCostView(ActionDeleteView):
    def perform(self) -> None:
        remove_cost(self.object, by=self.actor(), at=timezone.now())


class CostPage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.object.document:
            return super().header_buttons
        url = reverse("couts:document", args=[self.object.pk])
        return [HeaderButton(_("Document"), url=url, icon_name="download"), *super().header_buttons]


class ProgrammeCostsView(ProgrammeScreen):
    """The costs of one programme beside its budget."""

    template_name = "training/admin/costs.html"
    header_icon = "table"

    def get_page_title(self) -> str:
        return _("Costs")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, language = sums_by_activity(self.programme), get_language() or "fr"
        total = sum((sums for _activity, sums in rows), Sums())
        left = total.left_of(self.programme.budget_cents)
        return super().get_context_data(**kwargs) | {
            "programme": self.programme,
            "rows": [(activity, *_said(sums, language)) for activity, sums in rows],
            "total": _said(total, language),
            "budget": self._said_of_budget(language),
            "left": "" if left is None else spelled(left, language),
            "beyond": left is not None and left < 0,
            "chart": chart_of(rows),
            "may_keep": not roles_of(self.request.user).isdisjoint({Role.ADMINISTRATOR, Role.TRAINING_LEAD}),
        }

    def _said_of_budget(self, language: str) -> str:
        budget = self.programme.budget_cents
        return "" if budget is None else spelled(budget, language)


def _said(sums: Sums, language: str) -> tuple[str, str, str]:
    planned, actual, expected = (spelled(cents, language) for cents in (sums.planned, sums.actual, sums.expected))
    return planned, actual, expected


def chart_of(rows: list[tuple[Activity, Sums]]) -> Any:
    """Planned and actual side by side, the largest costs first, numbered as in the table beside it."""
    largest = sorted(rows, key=lambda row: -row[1].expected)[:MOST_BARS]
    if not largest:
        return None
    places = {activity.pk: str(place) for place, (activity, _sums) in enumerate(rows, start=1)}
    groups = [(places[activity.pk], (sums.planned, sums.actual)) for activity, sums in largest]
    return columns(
        groups,
        [_("Planned"), _("Actual")],
        title=_("Planned and actual costs by activity, in dollars"),
        description=_("Each number is that of the activity in the table; the table gives the amounts."),
        unit=100,
    )


def programme_name(cost: ActivityCost) -> str:
    return str(cost.activity.programme or "")


class CostViewSet(ActionViewSet):
    model = ActivityCost
    name = "couts"
    icon = "table"
    menu_label = gettext_lazy("Costs")
    roles_view = (Role.ACCOUNTING,)
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AddCostView
    edit_view_class = CorrectCostView
    delete_view_class = RemoveCostView
    inspect_view_class = CostPage
    list_display = (
        "label",
        "activity",
        Column("programme", label=gettext_lazy("Programme"), accessor=programme_name),
        MoneyColumn("planned_cents", label=gettext_lazy("Planned")),
        MoneyColumn("actual_cents", label=gettext_lazy("Actual")),
        "original_name",
    )
    list_filter = ("activity__programme", "activity__stream")
    list_select_related = ("activity__programme",)
    search_fields = ("label", "activity__title", "original_name")
    inspect_view_fields: ClassVar[list[str]] = ["activity", "label", "planned_cents", "actual_cents", "original_name"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("programme/<int:pk>/", ProgrammeCostsView.as_view(), name="programme"),
            path("document/<int:pk>/", self.for_readers(self.download), name="document"),
        ]

    def download(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The paper that proves the cost."""
        cost = get_object_or_404(ActivityCost, pk=pk)
        if not cost.document:
            raise Http404
        kind = KINDS[extension_of(cost.document.name)]
        return serve(cost.document, request, filename=cost.original_name, content_type=kind.media_type)


def _costs_of(programme: Programme) -> str:
    return reverse("couts:programme", args=[programme.pk])


def _add_to(activity: Activity) -> str:
    return f"{reverse('couts:add')}?activity={activity.pk}"


LINKS.setdefault(Programme, []).append(
    PageLink(gettext_lazy("Costs"), "table", _costs_of, (Role.TRAINING_LEAD, Role.ACCOUNTING))
)
LINKS.setdefault(Activity, []).append(PageLink(gettext_lazy("Add a cost"), "plus", _add_to, (Role.TRAINING_LEAD,)))
