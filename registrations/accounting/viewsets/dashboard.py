"""*Finances › Tableau de bord*: what is owed and late, what was invoiced and received, and the lists behind."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.accounting.forms import PeriodForm
from registrations.accounting.queries.figures import Amount, Flow, Flows, Today, flows, today
from registrations.accounting.rules.periods import MONTHS, Length, Period, period_of, shifted
from registrations.actors import Role, roles_of
from registrations.association.queries import association
from registrations.charts import columns
from registrations.dates import spelled_day
from registrations.money import spelled
from registrations.orders.models import LineKind
from registrations.viewsets import ActionScreenViewSet
from registrations.viewsets.guided import Guided

AGES = {
    0: gettext_lazy("Not due yet"),
    1: gettext_lazy("1 to 30 days late"),
    31: gettext_lazy("31 to 60 days late"),
    61: gettext_lazy("61 to 90 days late"),
    91: gettext_lazy("More than 90 days late"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, what it counts, and the list behind it."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    urgent: bool = False


class BooksView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """A page of the books: accounting's alone."""

    roles: ClassVar[tuple[str, ...]] = (Role.ACCOUNTING,)
    header_icon = "decimal"
    index_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint({Role.ADMINISTRATOR, *self.roles}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]


class DashboardView(BooksView):
    template_name = "registrations/admin/accounting/dashboard.html"
    page_title = gettext_lazy("Where the finances are")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        form = PeriodForm(self.request.GET or None)
        chosen = form.cleaned_data if form.is_valid() else {}
        length = chosen.get("length") or Length.YEAR
        ours = association()
        first_month = ours.fiscal_year_start_month or 1
        period = period_of(chosen.get("on") or timezone.localdate(now), length, first_month=first_month)
        found = flows(period)
        return {
            **super().get_context_data(**kwargs),
            "form": PeriodForm(initial={"length": length, "on": chosen.get("on") or timezone.localdate(now)}),
            "period": period,
            "period_label": named_period(period, length),
            "ways": ways(period, length),
            "no_fiscal_year": ours.fiscal_year_start_month is None,
            "tiles": tiles(today(at=now)),
            "sums": sums(found, period),
            "flow_chart": flow_chart(found),
            "flow_rows": flow_rows(found),
            "kind_chart": kind_chart(found),
            "kind_rows": kind_rows(found),
            "months": [month_of(month) for month in found.months],
        }


def named_period(period: Period, length: str) -> str:
    """The month by its name, the others by their days."""
    if length == Length.MONTH:
        return dated(period.first, "F Y")
    language = get_language() or "fr"
    first, last = (spelled_day(day, language, weekday=False) for day in (period.first, period.last))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def ways(period: Period, length: str) -> list[tuple[str, str]]:
    """The period before, the one after, the same a year ago."""
    months = MONTHS[Length(length)]
    there = [(_("Previous"), -months), (_("Next"), months), (_("A year before"), -12)]
    return [(label, f"?length={length}&on={shifted(period, by).first}") for label, by in there]


def tiles(found: Today) -> list[Tile]:
    """The figures of the day, the urgent ones marked."""
    owed = reverse("comptes-a-recevoir:index")
    refunds = listing("remboursements", "?state=failed")
    return [
        money(_("Owed to us"), found.owed, owed),
        money(_("Of which late"), found.late, owed, urgent=bool(found.late.cents)),
        *(money(str(AGES[first]), amount, f"{owed}?age={first}") for first, amount in found.ages.items()),
        money(_("Paid too much"), found.overpaid, listing("factures")),
        Tile(_("Held on accounts of payers"), _spelled(found.on_account), listing("encaissements")),
        money(_("To give back"), found.to_refund, listing("paiements"), urgent=bool(found.to_refund.count)),
        money(_("Refunds under way"), found.refunds_under_way, listing("remboursements")),
        money(_("Refunds that failed"), found.refunds_failed, refunds, urgent=bool(found.refunds_failed.count)),
        money(_("Disputes to answer"), found.disputes, listing("contestations"), urgent=bool(found.disputes.count)),
        events(found),
        last_day(found),
    ]


def money(label: str, amount: Amount, url: str, *, urgent: bool = False) -> Tile:
    return Tile(label, _spelled(amount.cents), url, str(amount.count), urgent)


def events(found: Today) -> Tile:
    number = found.events_failed + found.events_waiting
    return Tile(_("Card events not applied"), str(number), listing("evenements-stripe"), "", bool(number))


def last_day(found: Today) -> Tile:
    """When the books were last compared, and how much does not add up."""
    url = reverse("rapprochements:index")
    if found.last is None:
        return Tile(_("Last reconciliation"), _("none yet"), url)
    day = spelled_day(found.last.day, get_language() or "fr", weekday=False)
    note = _("%(n)s do not add up") % {"n": found.discrepancies} if found.discrepancies else _("all adds up")
    return Tile(_("Last reconciliation"), day, url, note, bool(found.discrepancies))


def listing(name: str, query: str = "") -> str:
    """The address of a list; none where there is no such list."""
    try:
        return reverse(f"{name}:index") + query
    except NoReverseMatch:
        return ""


def sums(found: Flows, period: Period) -> list[tuple[str, str, str, str, str]]:
    """Invoiced, credited, received, given back: the period, a year before, the change, and the list behind."""
    links = links_of(period)
    return [
        (label, _spelled(now), _spelled(before), change(now, before), links[name])
        for (name, label), now, before in zip(SERIES, amounts(found.whole), amounts(found.whole_before), strict=True)
    ]


SERIES = (
    ("invoiced", gettext_lazy("Sum invoiced")),
    ("credited", gettext_lazy("Credited")),
    ("received", gettext_lazy("Sum received")),
    ("refunded", gettext_lazy("Given back")),
)


def amounts(flow: Flow) -> tuple[int, int, int, int]:
    return flow.invoiced, flow.credited, flow.received, flow.refunded


def links_of(period: Period) -> dict[str, str]:
    def days(column: str) -> str:
        return f"?{column}_from={period.first}&{column}_to={period.last}"

    return {
        "invoiced": listing("factures", days("issued_at")),
        "credited": listing("notes-de-credit", days("issued_at")),
        "received": listing("paiements", days("captured_at")),
        "refunded": listing("remboursements", days("ended_at")),
    }


def change(now: int, before: int) -> str:
    """In per cent of a year before; nothing when there was nothing."""
    if not before:
        return "–"
    percent = round(100 * (now - before) / before)
    return f"{percent:+d}\u00a0%" if get_language() == "fr" else f"{percent:+d}%"


def flow_chart(found: Flows) -> SafeString | None:
    """Three columns a month: invoiced, received, given back."""
    if not any(map(any, map(amounts, found.months.values()))):
        return None
    groups = [(month_of(month), (flow.invoiced, flow.received, flow.refunded)) for month, flow in found.months.items()]
    names = [str(SERIES[place][1]) for place in (0, 2, 3)]
    description = _("In dollars, taxes included; the table gives the numbers.")
    return columns(groups, names, title=_("Month by month"), description=description, unit=100)


def flow_rows(found: Flows) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """For each month its four amounts, each with its list and what it was a year before."""
    rows = []
    for (month, flow), earlier in zip(found.months.items(), found.before.values(), strict=True):
        links = links_of(period_of(month, Length.MONTH, first_month=1))
        pairs = zip(SERIES, amounts(flow), amounts(earlier), strict=True)
        cells = [(_spelled(now), links[name], _spelled(before)) for (name, _label), now, before in pairs]
        rows.append((month_of(month), cells))
    return rows


def kind_chart(found: Flows) -> SafeString | None:
    """What was sold each month, before taxes, one kind on the other."""
    if not any(any(by_month.values()) for by_month in found.kinds.values()):
        return None
    groups = [(month_of(month), [found.kinds[kind][month] for kind in LineKind.values]) for month in found.months]
    names = [str(LineKind(kind).label) for kind in LineKind.values]
    description = _("In dollars, before taxes and credits; the table gives the numbers.")
    return columns(groups, names, title=_("Sold, by kind"), description=description, unit=100, stacked=True)


def kind_rows(found: Flows) -> list[tuple[str, list[str], str, str, str]]:
    """For each kind its months, its total, that of a year before, and the change."""
    rows = []
    for kind in LineKind.values:
        by_month, before = found.kinds[kind], found.kinds_before[kind]
        whole = sum(by_month.values())
        cells = [_spelled(cents) for cents in by_month.values()]
        rows.append((str(LineKind(kind).label), cells, _spelled(whole), _spelled(before), change(whole, before)))
    return rows


def month_of(month: Any) -> str:
    return dated(month, "M Y")


def _spelled(cents: int) -> str:
    return spelled(cents, get_language() or "fr")


class DashboardViewSet(ActionScreenViewSet):
    view_class = DashboardView  # type: ignore[assignment]  # a screen without a form that acts
    name = "tableau-des-finances"
    icon = "view"
    menu_label = gettext_lazy("Where the finances are")
    add_to_settings_menu = False
    guide = "finances"
