"""Inviting people to a session, and how its invitations stand."""

from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role
from registrations.charts import bars
from registrations.errors import DomainError
from registrations.viewsets import ActionScreenView
from registrations.viewsets.guided import Guided
from training.answers.forms import InviteForm
from training.invitations.actions import check_invitations, invite
from training.invitations.queries import Judged, Tally, tally
from training.invitations.rules import Verdict
from training.sessions.models import Session
from training.sessions.rules import SessionState, Visibility

SHOWN = 400
"""Lines of a list that the page shows; all are counted."""


class InviteView(ActionScreenView):
    """Paste, choose, see what becomes of each line, then send."""

    model = Session
    form_class = InviteForm
    template_name = "training/admin/invite.html"
    header_icon = "mail"
    roles = (Role.TRAINING_LEAD,)
    page_title = gettext_lazy("Invite people")
    at_fault: ClassVar[dict[str, str]] = {"session-answer-date-out-of-order": "answer_by"}

    def subject(self) -> Session:
        rows = Session.objects.select_related("activity", "pool")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_edit_url(self) -> str:
        return reverse("invitations-aux-seances:inviter", args=[self.object.pk])

    def done_url(self, instance: Any) -> str:
        return reverse("invitations-aux-seances:seance", args=[instance.pk])

    def get_page_subtitle(self) -> str:
        return self.object.activity.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*_way_to(self.object), {"url": "", "label": str(self.page_title)}]

    def get_initial(self) -> dict[str, Any]:
        return {"answer_by": min(self.object.closes_at, self.object.starts_at)}

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        self.form = form
        try:
            if form.cleaned_data["seen"] == form.mark():
                return self._send(form)
            lines = check_invitations(self.object, form.asked(), answer_by=form.cleaned_data["answer_by"], **self._by())
        except DomainError as refusal:
            form.add_error(self.at_fault.get(refusal.code), str(refusal))
            return self.form_invalid(form)
        data = form.data.copy()
        data["seen"] = form.mark()
        return self.asked_again(InviteForm(data), **judged(lines))

    def _send(self, form: Any) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("answer_by", "words")}
        lines = invite(self.object, form.asked(), **given, **self._by())
        sent = sum(line.sent for line in lines)
        said = ngettext("%(n)s invitation is sent.", "%(n)s invitations are sent.", sent) % {"n": sent}
        messages.success(self.request, said)
        return HttpResponse(status=302, headers={"Location": self.done_url(self.object)})

    def _by(self) -> dict[str, Any]:
        return {"by": self.actor(), "at": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["submit_button_label"] = (
            _("Send the invitations") if "lines" in context else _("See who would be invited")
        )
        context["question"] = _("Nothing leaves before you have seen what becomes of each line.")
        context["cancel_url"] = self.done_url(self.object)
        return context


def judged(lines: list[Judged]) -> dict[str, Any]:
    """The lines as the page shows them: those that are not sent first."""
    counted = Counter(line.verdict for line in lines)
    ordered = sorted(lines, key=lambda line: line.sent)
    return {
        "lines": ordered[:SHOWN],
        "left": max(0, len(lines) - SHOWN),
        "verdicts": [(verdict.label, counted[verdict]) for verdict in Verdict if counted[verdict]],
        "number": sum(line.sent for line in lines),
    }


class SessionInvitationsView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """The invitations of one session: how they stand, and what one may do."""

    template_name = "training/admin/invitations.html"
    header_icon = "mail"
    guide = "formation"
    page_title = gettext_lazy("Invitations")
    index_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.session = get_object_or_404(Session.objects.select_related("activity", "pool"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.session.activity.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*_way_to(self.session)[:1], {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        stands, closes = tally(self.session, at=now), self.session.starts_at <= now
        by_invitation = self.session.visibility == Visibility.INVITATION
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "stands": stands,
            "chart": chart_of(stands),
            "numbers": numbers_of(stands),
            "by_invitation": by_invitation,
            "may_invite": by_invitation and self.session.state == SessionState.PUBLISHED and not closes,
            "draft": self.session.state == SessionState.DRAFT,
        }


def numbers_of(stands: Tally) -> list[tuple[str, int]]:
    """The numbers of the chart, as the table names them."""
    return [
        (_("People invited"), stands.invited),
        (_("Come"), stands.yes),
        (_("May come"), stands.maybe),
        (_("Do not come"), stands.no),
        (_("No answer"), stands.silent + stands.expired),
        (_("Seated"), stands.seated),
    ]


def chart_of(stands: Tally) -> Any:
    if not stands.invited:
        return None
    description = _("The table beside it gives the same numbers.")
    short = [_("Total"), _("Yes"), _("Maybe"), _("No"), _("No answer"), _("Seats")]
    numbers = [(label, number) for label, (_long, number) in zip(short, numbers_of(stands), strict=True)]
    return bars(numbers, title=_("Answers to the invitations"), description=description)


def _way_to(session: Session) -> list[dict[str, str]]:
    return [
        {"url": reverse("seances:inspect", args=[session.pk]), "label": str(session)},
        {"url": reverse("invitations-aux-seances:seance", args=[session.pk]), "label": _("Invitations")},
    ]
