"""The admin's screens that offer sessions: opening many at one instant, copying one, copying a whole programme."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.dates import spelled_instant
from registrations.errors import DomainError
from registrations.lists.rules import Verdict, left_out, passes
from registrations.viewsets import ActionBulkView, ActionPostView, ActionScreenViewSet
from registrations.viewsets.guided import Guided
from training.catalogue.models import Programme
from training.catalogue.viewsets import ProgrammeViewSet
from training.sessions.actions import copy_programme, copy_session, open_registration, plan_of, preview_session
from training.sessions.forms import CalendarForm, CopyProgrammeForm, CopySessionForm, OpeningForm
from training.sessions.models import Session
from training.sessions.queries import meetings_shown
from training.sessions.rules import Naming, SessionState


class OpenAll(ActionBulkView):
    """Registration of the chosen sessions opens at one instant; drafts can be shown now, to be seen before."""

    label = gettext_lazy("Open registration at one instant")
    question = gettext_lazy("Registration of all the chosen sessions opens at the instant that you give.")
    done_message = gettext_lazy("The sessions open at that instant.")
    icon = "date"
    form_class = OpeningForm

    def verdict(self, session: Session) -> Verdict:
        if session.state == SessionState.CANCELLED:
            return left_out(_("It is cancelled."))
        if session.historical:
            return left_out(_("It is a session of the past."))
        opens_at = self.cleaned.get("opens_at")
        return self._on(session, opens_at) if opens_at else passes()

    def _on(self, session: Session, opens_at: datetime) -> Verdict:
        said = {"opens": spelled_instant(opens_at, "fr"), "closes": spelled_instant(session.closes_at, "fr")}
        if opens_at >= session.closes_at:
            return left_out(_("Its registration closes before, on %(closes)s.") % said)
        if session.state == SessionState.PUBLISHED and session.opens_at <= timezone.now() < opens_at:
            return passes(_("Registration is open: it closes until %(opens)s.") % said)
        if session.state == SessionState.DRAFT and not self.cleaned.get("show"):
            return passes(_("It opens on %(opens)s, once it is published: it is a draft.") % said)
        return passes(_("It opens on %(opens)s and closes on %(closes)s.") % said)

    def perform(self, session: Session, *, opens_at: datetime, show: bool) -> None:
        open_registration(session, opens_at=opens_at, show=show, by=self.actor(), at=timezone.now())


class CopySessionView(ActionPostView):
    """Choose the code and how many weeks later, see the dates, then confirm."""

    label = gettext_lazy("Copy the session")
    question = gettext_lazy("A draft with the same seats, price and trainers, some weeks later at the same hours.")
    done_message = gettext_lazy("The copy is a draft: publish it once it is right.")
    icon = "copy"
    form_class = CopySessionForm
    template_name = "training/admin/copy_session.html"

    def get_initial(self) -> dict[str, Any]:
        return {"code": f"{self.object.code[:38]}-2", "weeks": 4}

    def form_valid(self, form: Any) -> HttpResponse:
        asked = {name: form.cleaned_data[name] for name in ("code", "weeks")}
        if form.cleaned_data["seen"] == CopySessionForm.mark(asked):
            return super().form_valid(form)
        try:
            made = preview_session(self.object, **asked)
        except DomainError as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        shown = CopySessionForm(initial=asked | {"seen": CopySessionForm.mark(asked)})
        return self.asked_again(shown, made=made)

    def perform(self, *, code: str, weeks: int, seen: str) -> Session:  # noqa: ARG002 - the form's field
        return copy_session(self.object, code=code, weeks=weeks, by=self.actor(), at=timezone.now())


class CopyProgrammeView(ActionPostView):
    """Choose the new period and what to replace in the names, see all that is made, then confirm."""

    label = gettext_lazy("Copy the whole programme")
    question = gettext_lazy(
        "Its activities and sessions are made again in draft, whole weeks later: same weekday, same hour, same seats."
    )
    done_message = gettext_lazy("The programme is copied: everything in it is a draft.")
    icon = "copy"
    form_class = CopyProgrammeForm
    template_name = "training/admin/copy_programme.html"

    def get_initial(self) -> dict[str, Any]:
        first, last = self.object.starts_on, self.object.ends_on - timedelta(days=1)
        names = {"old": str(first.year), "new": str(first.year + 1), "title": self.object.title}
        return names | {"starts_on": same_day_next_year(first), "last_day": same_day_next_year(last)}

    def form_valid(self, form: Any) -> HttpResponse:
        asked = {name: form.cleaned_data[name] for name in ("title", "starts_on", "last_day", "old", "new")}
        if form.cleaned_data["seen"] == CopyProgrammeForm.mark(asked):
            return super().form_valid(form)
        period = {name: asked[name] for name in ("starts_on", "last_day")}
        try:
            plan = plan_of(self.object, **period, naming=Naming(asked["old"], asked["new"]))
        except DomainError as refusal:
            form.add_error("last_day", str(refusal))
            return self.form_invalid(form)
        seen = "" if plan.taken else CopyProgrammeForm.mark(asked)
        shown = CopyProgrammeForm(initial=asked | {"seen": seen})
        return self.asked_again(shown, plan=plan)

    def perform(self, *, old: str, new: str, seen: str, **asked: Any) -> Programme:  # noqa: ARG002 - the form's field
        return copy_programme(self.object, naming=Naming(old, new), by=self.actor(), at=timezone.now(), **asked)


def same_day_next_year(day: date) -> date:
    """29 February becomes 28 February."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class ProgrammeScreens(ProgrammeViewSet):
    """The programmes, with what one may do to their sessions together."""

    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"copier": CopyProgrammeView}


class CalendarView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """All the meetings of a month or a week, drafts and cancelled sessions too."""

    template_name = "training/admin/calendar.html"
    page_title = gettext_lazy("Calendar")
    header_icon = "calendar-alt"
    index_url_name = ""
    _show_breadcrumbs = True
    roles = frozenset({Role.TRAINING_LEAD, Role.ADMINISTRATOR})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint(self.roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, form = timezone.now(), CalendarForm(self.request.GET)
        span = form.span(today=timezone.localdate(now))
        weeks = meetings_shown(Session.objects.all(), span, at=now)
        return super().get_context_data(**kwargs) | {"span": span, "weeks": weeks, "today": timezone.localdate(now)}


class CalendarViewSet(ActionScreenViewSet):
    view_class = CalendarView  # type: ignore[assignment]  # a screen without a form that acts
    name = "calendrier-des-seances"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Calendar")
    add_to_settings_menu = False
    guide = "formation"
