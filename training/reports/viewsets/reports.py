"""*Rapports figés*: a programme's numbers with charts, as files, frozen when they are sent, with their evidence."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.accounting.rules.periods import Period
from registrations.actors import Role, roles_of
from registrations.charts import columns
from registrations.dates import spelled_instant
from registrations.errors import DomainError
from registrations.viewsets import (
    LINKS,
    ActionInspectView,
    ActionViewSet,
    PageLink,
    actor,
)
from training.catalogue.models import Programme
from training.catalogue.viewsets import ProgrammeScreen
from training.reports.actions import ask_evidence, choose_outline, freeze_report, period_between
from training.reports.documents import (
    changes_of,
    facts_said,
    lines_of,
    parts_of,
    pdf,
    period_said,
    xlsx,
)
from training.reports.forms import NoteForm, OutlineForm, PeriodForm
from training.reports.jobs import make_file
from training.reports.models import FrozenReport
from training.reports.queries import chosen, document_of, last_frozen, since, whole_period
from training.reports.rules import MEASURES

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
MOST_BARS = 18


class ReportView(ProgrammeScreen):
    """One programme over a period, as the register is now."""

    template_name = "training/admin/report.html"
    header_icon = "doc-full-inverse"

    def get_page_title(self) -> str:
        return _("Report to the funder")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, period = asked(self.request, self.programme)
        now, language = timezone.now(), get_language() or "fr"
        document, wanted = document_of(self.programme, period, at=now), chosen(self.programme)
        frozen = last_frozen(self.programme)
        may_keep = not roles_of(self.request.user).isdisjoint({Role.ADMINISTRATOR, Role.TRAINING_LEAD})
        return {
            **super().get_context_data(**kwargs),
            **shown(document, wanted, language),
            "form": form,
            "programme": self.programme,
            "days": f"?first={period.first}&last={period.last}",
            "period": period,
            "frozen": frozen,
            "changes": changes_of(since(frozen, document), language),
            "may_keep": may_keep,
            "outline": OutlineForm(initial={"indicators": wanted[0], "breakdowns": wanted[1]}) if may_keep else None,
            "note": NoteForm() if may_keep else None,
        }


def asked(request: HttpRequest, programme: Programme) -> tuple[PeriodForm, Period]:
    """The period that the address asks for, else the whole programme."""
    whole = whole_period(programme)
    data = request.POST if request.method == "POST" else request.GET
    form = PeriodForm(data) if "first" in data else PeriodForm(initial={"first": whole.first, "last": whole.last})
    if form.is_bound and form.is_valid():
        return form, period_between(form.cleaned_data["first"], form.cleaned_data["last"])
    return form, whole


def shown(document: dict[str, Any], wanted: tuple[list[str], list[str]], language: str) -> dict[str, Any]:
    """What the screen shows of a report, live or frozen."""
    parts = parts_of(document, wanted[1], language)
    return {
        "lines": lines_of(document, wanted[0], language),
        "parts": [(part, chart_of(part)) for part in parts],
        "measures": [measure.label for measure in MEASURES.values()],
        "facts": facts_said(document, language),
        "period_said": period_said(document, language),
    }


def chart_of(part: Any) -> Any:
    """Registrations and participations side by side; none where there are too many rows to be read."""
    if not 1 < len(part.rows) <= MOST_BARS:
        return None
    groups = [(label[:12] if len(part.rows) > 8 else label[:24], numbers[:2]) for label, numbers in part.rows]
    if len(part.rows) > 10:
        groups = [(str(place), numbers) for place, (_label, numbers) in enumerate(groups, start=1)]
    names = [str(MEASURES[name].label) for name in ("enrolments", "completed")]
    return columns(groups, names, title=part.label, description=_("The table gives the numbers."))


class FrozenPage(ActionInspectView):
    """A version as it was sent."""

    template_name = "training/admin/frozen.html"

    def get_page_subtitle(self) -> str:
        return str(self.object)

    @cached_property
    def header_buttons(self) -> list[Button]:
        made = [
            HeaderButton(
                kind.upper(), url=reverse("rapports:version", args=[self.object.pk, kind]), icon_name="download"
            )
            for kind in ("xlsx", "pdf")
        ]
        return [*made, *super().header_buttons]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object.document
        wanted = (list(document["indicators"]), list(document["breakdowns"]))
        return super().get_context_data(**kwargs) | shown(document, wanted, get_language() or "fr")


def posted(act: Any) -> Any:
    """An act is sent by the screen's own form: whoever follows its address by hand comes back to the screen."""

    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        done: HttpResponse = act(request, pk) if request.method == "POST" else redirect("rapports:programme", pk)
        return done

    return answer


class ReportViewSet(ActionViewSet):
    model = FrozenReport
    name = "rapports"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Frozen reports")
    roles_view = (Role.ACCOUNTING, Role.TRAINING_LEAD)
    form_fields = ("note",)
    inspect_view_class = FrozenPage
    inspect_template_name = "training/admin/frozen.html"
    inspect_view_fields: ClassVar[list[str]] = [
        "programme",
        "number",
        "first_on",
        "last_on",
        "rules",
        "note",
        "frozen_at",
        "sha256",
    ]
    list_display = ("programme", "number", "first_on", "last_on", "rules", "frozen_at", "note")
    list_filter = ("programme", "frozen_at")
    list_select_related = ("programme",)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("programme/<int:pk>/", ReportView.as_view(), name="programme"),
            path("programme/<int:pk>/fichier/<slug:kind>/", self.for_readers(self.download), name="fichier"),
            path("programme/<int:pk>/figer/", self.for_readers(posted(self.freeze)), name="figer"),
            path("programme/<int:pk>/preuves/", self.for_readers(posted(self.evidence)), name="preuves"),
            path("programme/<int:pk>/choisir/", self.for_readers(posted(self.choose)), name="choisir"),
            path("version/<int:pk>/<slug:kind>/", self.for_readers(self.download_frozen), name="version"),
        ]

    def download(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The report of now as a file."""
        programme, now = get_object_or_404(Programme.objects.select_related("funder"), pk=pk), timezone.now()
        _form, period = asked(request, programme)
        document, wanted, language = document_of(programme, period, at=now), chosen(programme), get_language() or "fr"
        if kind == "xlsx":
            content = xlsx(document, wanted, since(last_frozen(programme), document), language=language)
        elif kind == "pdf":
            content = pdf(document, wanted, language=language, at=now)
        else:
            raise Http404
        return _file(content, kind, f"{programme.slug}-{period.first}-{period.last}")

    def download_frozen(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:  # noqa: ARG002  # a view's
        """A frozen version as a file: the same numbers, with its digest."""
        report, language = get_object_or_404(FrozenReport, pk=pk), get_language() or "fr"
        wanted = (list(report.document["indicators"]), list(report.document["breakdowns"]))
        if kind == "xlsx":
            content = xlsx(report.document, wanted, [], language=language)
        elif kind == "pdf":
            frozen = (_("Frozen"), spelled_instant(report.frozen_at, language, weekday=False))
            facts = [(_("Version"), str(report.number)), frozen, (_("Digest"), report.sha256[:16])]
            content = pdf(report.document, wanted, facts=facts, language=language, at=report.frozen_at)
        else:
            raise Http404
        return _file(content, kind, f"{report.document['programme']}-version-{report.number}")

    def freeze(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        _form, period = asked(request, programme)
        days = {"first_on": period.first, "last_on": period.last, "note": request.POST.get("note", "")}
        try:
            report = freeze_report(programme, **days, by=actor(request), at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("rapports:programme", pk)
        messages.success(request, _("Version %(number)s is frozen.") % {"number": report.number})
        return redirect("rapports:inspect", report.pk)

    def evidence(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme.objects.select_related("funder"), pk=pk)
        _form, period = asked(request, programme)
        days = {"first_on": period.first, "last_on": period.last}
        try:
            row = ask_evidence(programme, **days, by=actor(request), at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("rapports:programme", pk)
        make_file.enqueue(row.pk)
        messages.success(request, _("The file is being made: this page says when it is ready."))
        return redirect("fichiers-de-formation:inspect", row.pk)

    def choose(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme, form = get_object_or_404(Programme, pk=pk), OutlineForm(request.POST)
        try:
            if form.is_valid():
                choose_outline(programme, **form.cleaned_data, by=actor(request), at=timezone.now())
                messages.success(request, _("Saved."))
            else:
                messages.error(request, _("Choose at least one indicator."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("rapports:programme", pk)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def _report_of(programme: Programme) -> str:
    return reverse("rapports:programme", args=[programme.pk])


LINKS.setdefault(Programme, []).append(
    PageLink(
        gettext_lazy("Report to the funder"), "doc-full-inverse", _report_of, (Role.TRAINING_LEAD, Role.ACCOUNTING)
    )
)
