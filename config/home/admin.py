"""The admin's home: the checklist of the first day, then what waits, a panel per trade."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from config.home import attention
from config.home.attention import Line
from config.home.first_day import steps
from config.home.training import days_for
from registrations.actors import Role, roles_of
from registrations.charts import bars
from training.enrolments.models import Enrolment, EnrolmentState

WEEKS = 8
KEEPERS = {Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD, Role.LIBRARIAN}


class FirstDayPanel(Component):
    """Stays on top, for administrators, until every step is done."""

    order = 10
    template_name = "team/first_day.html"

    def __init__(self) -> None:
        self.steps = steps()

    @property
    def complete(self) -> bool:
        return all(step.done for step in self.steps)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002  # Wagtail's signature
        return {"steps": self.steps, "done": sum(step.done for step in self.steps), "total": len(self.steps)}


class TradePanel(Component):
    """What waits in one trade."""

    template_name = "team/panel.html"

    def __init__(self, order: int, slug: str, title: str | Promise, lines: Callable[[], Iterable[Line]]) -> None:
        self.order, self.slug, self.title, self.lines = order, slug, title, lines

    @cached_property
    def said(self) -> list[Line]:
        return list(self.lines())

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002  # Wagtail's signature
        return {"panel": self, "lines": self.said}


class QuietPanel(Component):
    """Shown when nothing waits anywhere."""

    order = 15
    template_name = "team/quiet.html"


class EnrolmentsChart(Component):
    """How many registered each week, as bars and as a table."""

    order = 90
    slug = "inscriptions-par-semaine"
    title = gettext_lazy("Enrolments per week")
    template_name = "team/chart.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002  # Wagtail's signature
        numbers = self.numbers(on=timezone.localdate())
        total = sum(number for _week, number in numbers)
        description = _("%(total)s enrolments in %(weeks)s weeks.") % {"total": total, "weeks": WEEKS}
        chart = bars(numbers, title=str(self.title), description=description) if total else None
        return {"panel": self, "chart": chart, "numbers": numbers}

    @staticmethod
    def numbers(*, on: date) -> list[tuple[str, int]]:
        """The last eight weeks, Mondays first, the present one last."""
        monday = on - timedelta(days=on.weekday())
        first = monday - timedelta(weeks=WEEKS - 1)
        made = Enrolment.objects.exclude(state=EnrolmentState.CANCELLED).filter(
            created_at__date__gte=first, historical=False
        )
        days = [timezone.localdate(instant) for instant in made.values_list("created_at", flat=True)]
        counted = Counter(day - timedelta(days=day.weekday()) for day in days)
        weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
        return [(dated(week, "j M"), counted[week]) for week in weeks]


def panels_for(user: Any) -> list[Component]:
    """Those that the person's roles concern."""
    roles, now = roles_of(user), timezone.now()
    today = timezone.localdate(now)
    known: list[tuple[set[str], int, str, str | Promise, Callable[[], Iterable[Line]]]] = [
        ({Role.EDITOR}, 20, "magazine", gettext_lazy("Magazine"), lambda: attention.magazine(at=now)),
        ({Role.LIBRARIAN, Role.BOARD_SECRETARY}, 30, "bibliotheque", gettext_lazy("Library"), attention.library),
        ({Role.LIBRARIAN}, 32, "ressources", gettext_lazy("Resources"), lambda: attention.shelves(on=today)),
        ({Role.TRAINING_LEAD}, 40, "formation", gettext_lazy("Training"), lambda: attention.training(at=now)),
        (
            {Role.ACCOUNTING, Role.BOARD_SECRETARY},
            60,
            "adhesions",
            gettext_lazy("Memberships"),
            lambda: attention.memberships(on=today),
        ),
        (
            {Role.ACCOUNTING},
            70,
            "finances",
            gettext_lazy("Finances"),
            lambda: [*attention.books(), *attention.finances(on=today, at=now)],
        ),
        (KEEPERS, 80, "contacts", gettext_lazy("Contacts"), lambda: attention.contacts(at=now)),
        (set(), 85, "renseignements", gettext_lazy("Personal data"), lambda: attention.privacy(on=today)),
    ]
    trades = [TradePanel(*rest) for wanted, *rest in known if roles & (wanted | {Role.ADMINISTRATOR})]
    days = list(days_for(roles, wanted={Role.TRAINING_LEAD, Role.ADMINISTRATOR}, at=now))
    panels: list[Component] = [*(panel for panel in trades if panel.said), *days] or [QuietPanel()]
    if roles & {Role.TRAINING_LEAD, Role.ADMINISTRATOR}:
        panels.append(EnrolmentsChart())
    if Role.ADMINISTRATOR in roles and not (first_day := FirstDayPanel()).complete:
        panels.append(first_day)
    return panels
