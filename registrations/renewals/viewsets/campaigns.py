"""The campaign of a year: opened, followed, changed, closed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.charts import bars
from registrations.renewals.actions import change_campaign, close_campaign, open_campaign
from registrations.renewals.forms import CampaignForm, OpenCampaignForm
from registrations.renewals.jobs import fill
from registrations.renewals.models import Campaign
from registrations.renewals.queries import Progress, Row, progress
from registrations.renewals.rules import SHOWN_STEPS, Step
from registrations.viewsets import (
    ActionCreateView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)

READERS = (Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.EVENT_LEAD)


class OpenCampaignView(ActionCreateView):
    form_class = OpenCampaignForm
    done_message = gettext_lazy(
        "The campaign is open. Members get their declaration one after the other: this page follows it."
    )

    def get_page_title(self) -> str:
        return _("Open a renewal campaign")

    def perform(self, **cleaned: Any) -> Campaign:
        campaign = open_campaign(by=self.actor(), at=timezone.now(), **cleaned)
        fill.enqueue(campaign.pk)
        return campaign


@dataclass(frozen=True, slots=True)
class Counter:
    """A step, how many are there, and the list of them."""

    label: str
    number: int
    url: str


class CampaignPage(ActionInspectView):
    template_name = "registrations/admin/renewals/campaign.html"

    @cached_property
    def header_buttons(self) -> list[Button]:
        everyone = HeaderButton(_("See the declarations"), url=self.declarations(), icon_name="list-ul")
        return [everyone, *super().header_buttons]

    def declarations(self, step: str = "") -> str:
        """The list of this campaign's declarations, at a step."""
        filters = f"?campaign={self.object.pk}" + (f"&step={step}" if step else "")
        return reverse("declarations:index") + filters

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found: Progress = progress(self.object, on=timezone.localdate())
        context |= {
            "campaign": self.object,
            "progress": found,
            "steps": [step.label for step in SHOWN_STEPS],
            "counters": self.counters(found),
            "chart": self.chart(found.whole),
            "regions_chart": self.regions_chart(found.by_region),
            "given": found.whole.total,
        }
        return context

    def counters(self, found: Progress) -> list[Counter]:
        shown = [
            Counter(str(step.label), number, self.declarations(step))
            for step, number in zip(SHOWN_STEPS, found.whole.steps, strict=True)
        ]
        rest = found.whole.total - found.whole.steps[SHOWN_STEPS.index(Step.DECLARED)]
        return [*shown, Counter(str(Step.UNDECLARED.label), rest, self.declarations(Step.UNDECLARED))]

    def chart(self, row: Row) -> SafeString | None:
        if not row.total:
            return None
        numbers = [(str(step.label), number) for step, number in zip(SHOWN_STEPS, row.steps, strict=True)]
        title = _("Renewal %(year)s") % {"year": self.object}
        said = ", ".join(f"{label} {number}" for label, number in numbers)
        return bars(numbers, title=title, description=f"{said} / {row.total}.")

    def regions_chart(self, rows: list[Row]) -> SafeString | None:
        """The share of each region that has declared, in per cent, by the number of the region in the table."""
        place = SHOWN_STEPS.index(Step.DECLARED)
        numbers = [(str(n), round(100 * row.steps[place] / row.total)) for n, row in enumerate(rows, start=1)]
        if not numbers:
            return None
        title = _("Declared, by region, in per cent")
        return bars(numbers, title=title, description=_("The numbers of the bars are those of the table."))


class ChangeCampaignView(ActionPostView):
    label = gettext_lazy("Change the dates or the statement")
    question = gettext_lazy(
        "Reminders follow the new dates. A changed statement is a new version, for those who have not signed."
    )
    icon = "edit"
    form_class = CampaignForm

    @classmethod
    def offered(cls, campaign: Campaign) -> bool:
        return campaign.closed_at is None

    def get_initial(self) -> dict[str, Any]:
        campaign = self.object
        days = ", ".join(str(day) for day in campaign.reminders)
        names = ("due_on", "statement_fr", "statement_en")
        return {name: getattr(campaign, name) for name in names} | {"reminders": days}

    def perform(self, **cleaned: Any) -> Campaign:
        return change_campaign(campaign=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class CloseCampaignView(ActionPostView):
    label = gettext_lazy("Close the campaign")
    question = gettext_lazy(
        "Nobody is reminded any more. Those who have not declared still can, and return as members the same day."
    )
    icon = "lock"

    @classmethod
    def offered(cls, campaign: Campaign) -> bool:
        return campaign.closed_at is None

    def perform(self) -> Campaign:
        return close_campaign(campaign=self.object, by=self.actor(), at=timezone.now())


class CampaignViewSet(ActionViewSet):
    model = Campaign
    add_view_class = OpenCampaignView
    form_fields = ("year",)
    inspect_view_class = CampaignPage
    inspect_template_name = "registrations/admin/renewals/campaign.html"
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "modifier": ChangeCampaignView,
        "clore": CloseCampaignView,
    }
    name = "campagnes-de-renouvellement"
    menu_label = gettext_lazy("Renewal campaigns")
    icon = "calendar-check"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "year",
        "due_on",
        "opened_at",
        "expected",
        Column("given", label=gettext_lazy("Declarations"), accessor=lambda campaign: campaign.declarations.count()),
        "closed_at",
    )
    list_select_related = ("year",)
    inspect_view_fields = (
        "year",
        "due_on",
        "reminders",
        "needs_resolution",
        "statement_version",
        "opened_at",
        "closed_at",
    )
