"""The effect of a version on the library: live while it is written, and kept for the board."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.diffusion.actions import RuleDraft, drafts_of, placed
from cms.diffusion.forms import RuleForm
from cms.diffusion.models import PolicyRule, PolicyState, PolicyVersion
from cms.diffusion.queries import as_rule, rules_of
from cms.diffusion.rules import may_write_policy
from cms.simulations.actions import ask_simulation
from cms.simulations.jobs import begin
from cms.simulations.models import PolicySimulation
from cms.simulations.queries import Simulation, examples, simulate, table, verbs
from registrations.actors import Role
from registrations.charts import columns
from registrations.files.rules import media_type
from registrations.files.serving import serve
from registrations.viewsets import LINKS, ActionInspectView, ActionViewSet, PageLink, actor

WRITERS = (Role.LIBRARIAN, Role.BOARD_SECRETARY)


def shown(simulation: Simulation, *, at: Any, lists: bool = True) -> dict[str, Any]:
    """What the pages show of a simulation."""
    found = simulation.outcome
    context = {"simulation": simulation, "outcome": found, "table": table(found.cells), "verbs": verbs()}
    if lists:
        context["opening"] = examples(found.shifts, opens=True, at=at)
        context["closing"] = examples(found.shifts, opens=False, at=at)
    return context | {"chart": chart_of([asdict(cell) for cell in found.cells])}


def chart_of(cells: list[dict[str, Any]]) -> Any:
    """By audience, answers that open beside those that close; none when nothing changes."""
    rows = table(cells)
    groups = [
        (row["audience"][:18], [sum(cell[way] for cell in row["verbs"]) for way in ("gained", "lost")]) for row in rows
    ]
    if not groups:
        return None
    title = _("Answers that change, by audience")
    return columns(groups, [_("Open"), _("Close")], title=title, description=_("The table gives the numbers."))


class KeptView(ActionInspectView):
    """A simulation as it was kept."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cells = self.object.result.get("cells", [])
        context = {"table": table(cells), "verbs": verbs(), "chart": chart_of(cells)}
        return super().get_context_data(**kwargs) | context


class PolicySimulationViewSet(ActionViewSet):
    model = PolicySimulation
    name = "simulations"
    icon = "order"
    roles_change = WRITERS
    inspect_view_class = KeptView
    inspect_template_name = "cms/admin/simulations/kept.html"
    list_display = ("at", "policy", "against", "state", "resources")
    list_filter = ("policy",)
    list_select_related = ("policy", "against")
    inspect_view_fields = ("policy", "against", "at", "state", "rules_sha256", "sha256")

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("version/<int:policy>/", self.for_writers(self.of_version), name="version"),
            path("direct/<int:policy>/", self.for_writers(self.live), name="direct"),
            path("liste/<int:simulation>/", self.for_writers(self.list_of), name="liste"),
        ]

    def on_register(self) -> None:
        super().on_register()
        link = PageLink(
            gettext_lazy("Effect on the library"),
            "order",
            lambda row: reverse("simulations:version", args=[row.pk]),
            WRITERS,
        )
        LINKS.setdefault(PolicyVersion, []).append(link)

    @staticmethod
    def for_writers(view: Any) -> Any:
        def guard(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if not may_write_policy(actor(request)):
                raise PermissionDenied
            answer: HttpResponseBase = view(request, **kwargs)
            return answer

        return guard

    def of_version(self, request: HttpRequest, policy: int) -> HttpResponse:
        """The version as it is; posted, its result is kept."""
        version, now = get_object_or_404(PolicyVersion, pk=policy), timezone.now()
        if request.method == "POST":
            kept = ask_simulation(version, by=actor(request), at=now)
            begin(kept)
            messages.success(request, _("The result is kept."))
            return redirect("simulations:inspect", kept.pk)
        context = shown(simulate(rules_of(version), at=now), at=now)
        context |= {
            "version": version,
            "kept": version.simulations.all()[:10],
            "page_title": _("Effect on the library"),
        }
        context |= {"header_icon": self.icon, "page_subtitle": str(version)}
        context["breadcrumbs_items"] = [
            {"url": reverse("politique-de-diffusion:inspect", args=[version.pk]), "label": str(version)},
            {"url": "", "label": _("Effect on the library")},
        ]
        return render(request, "cms/admin/simulations/live.html", context)

    def live(self, request: HttpRequest, policy: int) -> HttpResponse:
        """What the rule under the pen would change: a part of the page, for the script of the form."""
        version, now = get_object_or_404(PolicyVersion, pk=policy), timezone.now()
        form = RuleForm(request.POST or None)
        rules = rules_of(version)
        if form.is_valid() and version.state != PolicyState.ADOPTED:
            cleaned = dict(form.cleaned_data)
            position, instead_of = cleaned.pop("position"), request.POST.get("instead_of", "")
            number = int(instead_of) if instead_of.isdecimal() and len(instead_of) < 6 else None
            drafts = placed(drafts_of(version), RuleDraft(**cleaned), position=position, instead_of=number)
            rules = tuple(as_rule(PolicyRule(order=n, **asdict(draft))) for n, draft in enumerate(drafts, start=1))
        context = shown(simulate(rules, at=now), at=now, lists=False)
        return render(request, "cms/admin/simulations/effect.html", context)

    def list_of(self, request: HttpRequest, simulation: int) -> HttpResponseBase:
        """Every resource that changes, as it was kept."""
        kept = get_object_or_404(PolicySimulation.objects.exclude(sha256=""), pk=simulation)
        name = f"simulation-{kept.policy.number}-{kept.at:%Y-%m-%d}.csv"
        return serve(kept.file, request, filename=name, content_type=media_type("csv"), sha256=kept.sha256)
