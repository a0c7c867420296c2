"""*Finances › Rapprochement*: a calendar of days, and what does not add up, each with the way to mend it."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.accounting.actions import explain_discrepancy
from registrations.accounting.forms import NoteForm
from registrations.accounting.jobs import reconcile_now
from registrations.accounting.models import Discrepancy, Reconciliation
from registrations.accounting.queries.figures import open_discrepancies
from registrations.accounting.registry import CHECKS
from registrations.accounting.rules.periods import plus_months
from registrations.accounting.viewsets.dashboard import BooksView
from registrations.actors import Role
from registrations.viewsets import ActionInspectView, ActionPostView, ActionScreenViewSet, ActionViewSet

SHOWN = 100
PAGES = {
    "registrations.order": "commandes:inspect",
    "registrations.receipt": "encaissements:inspect",
    "registrations.stripeevent": "evenements-stripe:inspect",
    "registrations.closing": "fermetures:inspect",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar."""

    day: date
    row: Reconciliation | None
    wrong: int

    @property
    def state(self) -> str:
        if self.row is None:
            return "none"
        return "wrong" if self.wrong else "right"


def page_of(row: Discrepancy) -> str:
    """The page of what the discrepancy is about; none when it is nothing of ours."""
    name = PAGES.get(row.about)
    try:
        return reverse(name, args=[row.about_pk]) if name and row.about_pk else ""
    except NoReverseMatch:  # no screen shows it
        return ""


def label_of(row: Discrepancy) -> str:
    return str(CHECKS[row.kind].label) if row.kind in CHECKS else row.kind


class ReconciliationView(BooksView):
    template_name = "registrations/admin/accounting/reconciliation.html"
    page_title = gettext_lazy("Reconciliation")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare again, now: the day that is asked for, else yesterday."""
        today = timezone.localdate()
        asked = _day(request.POST.get("day", "")) or today - timedelta(days=1)
        reconcile_now.enqueue(min(asked, today).isoformat())
        messages.success(request, _("The books are being compared: reload this page in a minute."))
        return redirect("rapprochements:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        month = (_day(self.request.GET.get("mois", "")) or today).replace(day=1)
        open_ = open_discrepancies().select_related("reconciliation").order_by("pk")
        explained = Discrepancy.objects.filter(mended_at=None, explained_at__isnull=False).count()
        return {
            **super().get_context_data(**kwargs),
            "month": dated(month, "F Y"),
            "weeks": list(weeks(month)),
            "before": plus_months(month, -1),
            "after": plus_months(month, 1) if plus_months(month, 1) <= today else None,
            "last": Reconciliation.objects.order_by("-day").first(),
            "yesterday": today - timedelta(days=1),
            "discrepancies": [(row, CHECKS.get(row.kind), page_of(row)) for row in open_[:SHOWN]],
            "explained": explained,
        }


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def weeks(month: date) -> Iterator[list[Day]]:
    """The squares of a month, from Sunday, with those of the months around that complete its weeks."""
    open_ = Count("discrepancies", filter=Q(discrepancies__mended_at=None, discrepancies__explained_at=None))
    known = Reconciliation.objects.filter(day__gte=month - timedelta(7), day__lt=plus_months(month, 1) + timedelta(7))
    rows = {row.day: row for row in known.annotate(wrong=open_)}
    for week in Calendar(6).monthdatescalendar(month.year, month.month):
        yield [Day(day, rows.get(day), rows[day].wrong if day in rows else 0) for day in week]


class ReconciliationViewSet(ActionScreenViewSet):
    view_class = ReconciliationView  # type: ignore[assignment]  # a screen without a form of its own
    name = "rapprochements"
    icon = "calendar-check"
    menu_label = gettext_lazy("Reconciliation")
    add_to_settings_menu = False
    guide = "finances"


class ReconciliationDayViewSet(ActionViewSet):
    """The days as a list, with what the provider's account says of each."""

    model = Reconciliation
    name = "jours-rapproches"
    icon = "calendar"
    menu_label = gettext_lazy("Reconciled days")
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "day",
        "provider",
        "charged_cents",
        "refunded_cents",
        "fees_cents",
        "paid_out_cents",
        "checked",
        "found",
        "mended",
    )
    list_filter = ("day", "provider")
    related = (
        (
            gettext_lazy("Discrepancies"),
            "discrepancies",
            ("name", "expected_cents", "found_cents", "mended_at", "note"),
        ),
    )


class ExplainView(ActionPostView):
    label = gettext_lazy("Explain")
    question = gettext_lazy(
        "It stays in the list, with your words, and asks for nothing more unless its amounts change."
    )
    done_message = gettext_lazy("The discrepancy is explained.")
    icon = "edit"
    form_class = NoteForm

    @classmethod
    def offered(cls, row: Discrepancy) -> bool:
        return row.mended_at is None

    def perform(self, *, note: str) -> Discrepancy:
        return explain_discrepancy(discrepancy=self.object, note=note, by=self.actor(), at=timezone.now())


class DiscrepancyPage(ActionInspectView):
    def get_page_subtitle(self) -> str:
        return label_of(self.object)

    @cached_property
    def header_buttons(self) -> list[Button]:
        there = page_of(self.object)
        link = [HeaderButton(_("Open what it is about"), url=there, icon_name="arrow-right")] if there else []
        return [*link, *super().header_buttons]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """First what is wrong, and what to do."""
        check = CHECKS.get(self.object.kind)
        said = [(_("What is wrong"), check.sentence), (_("What to do"), check.hint)] if check else []
        return [*({"label": label, "value": str(value)} for label, value in said), *super().get_fields_context()]


class DiscrepancyViewSet(ActionViewSet):
    model = Discrepancy
    name = "ecarts"
    icon = "warning"
    roles_change = (Role.ACCOUNTING,)
    inspect_view_class = DiscrepancyPage
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"expliquer": ExplainView}
    list_display = (
        "name",
        Column("kind", label=gettext_lazy("Kind"), accessor=label_of),
        "expected_cents",
        "found_cents",
        "found_at",
        "mended_at",
        "explained_at",
        "note",
    )
    list_filter = ("kind", "found_at", "mended_at")
    list_select_related = ("reconciliation",)
    inspect_view_fields = (
        "name",
        "expected_cents",
        "found_cents",
        "found_at",
        "seen_at",
        "mended_at",
        "explained_at",
        "explained_by",
        "note",
    )
