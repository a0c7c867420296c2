"""Answering an invitation: by its link, without an account, or among one's own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from registrations.errors import DomainError, NotFound
from registrations.people.requests import actor, person_behind
from registrations.questions.errors import AnswersRefused
from registrations.questions.forms import show_faults
from training.answers.actions import answer
from training.answers.forms import AnswerForm
from training.answers.requests import link_opened
from training.enrolments.errors import PaidSession
from training.enrolments.queries import live_enrolment
from training.enrolments.rules import EnrolmentState
from training.invitations.actions import check_answerable
from training.invitations.errors import AnswerOverdue, TooManyAnswers, UnknownInvitation
from training.invitations.models import Invitation
from training.invitations.queries import invitations_of, my_invitation, places_of
from training.invitations.rules import UNDECIDED, Reply

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
GONE = 410
SAID = {
    Reply.YES: _("Thank you: your answer is noted."),
    Reply.MAYBE: _("Thank you: your answer is noted."),
    Reply.NO: _("Thank you for telling us."),
}


@never_cache
@get_and_post
@sensitive_variables("secret")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of a personal link. Only pressing a button answers: programs that read mails follow every link."""
    now = timezone.now()
    try:
        found = link_opened(request, secret)
        check_answerable(found, at=now)
    except AnswerOverdue as refusal:
        if _seat(found) is None:
            return _dead(request, refusal, GONE)
        return render(request, "portal/answers/answer.html", _about(found) | {"late": True})
    except UnknownInvitation as refusal:
        return _dead(request, refusal, 404)
    except TooManyAnswers as refusal:
        return _dead(request, refusal, 429)
    except DomainError as refusal:
        return _dead(request, refusal, GONE)
    return _answering(request, found, lambda: redirect(request.path), {"by_link": True})


@never_cache
@login_required
@get_and_post
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One's own invitation."""
    try:
        found = my_invitation(uuid, by=actor(request))
    except NotFound as missing:
        raise Http404 from missing
    try:
        check_answerable(found, at=timezone.now())
    except DomainError as refusal:
        context = _about(found) | {"late": True, "refusal": refusal}
        return render(request, "portal/answers/answer.html", context)
    return _answering(request, found, lambda: redirect("training_answers:mine"), {})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My invitations: those that await an answer first, then those to come, then the others."""
    now, rows = timezone.now(), list(invitations_of(person_behind(request)))
    places = places_of(rows)
    for row in rows:
        row.place, row.shown = places.get(row.pk, ""), row.state_at(now)
        row.place_said = EnrolmentState(row.place).label if row.place else ""
    coming = [row for row in rows if row.session.state == "published" and row.session.starts_at > now]
    asked = [row for row in coming if row.state in UNDECIDED and row.answer_by > now]
    context = {
        "asked": sorted(asked, key=lambda row: row.answer_by),
        "answered": [row for row in coming if row not in asked],
        "past": [row for row in rows if row not in coming],
        "now": now,
    }
    return render(request, "portal/answers/mine.html", context)


def _answering(
    request: HttpRequest, found: Invitation, done: Callable[[], HttpResponse], more: dict[str, Any]
) -> HttpResponse:
    """Show the question; on POST, answer what the pressed button says."""
    seat = _seat(found)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, invitation=found, seated=seat is not None)
    context, status = _about(found) | more | {"form": form, "seat": seat}, 200
    if form.is_bound and form.is_valid():
        try:
            accepted = bool(form.cleaned_data.get("accepted"))
            given = {"guest": form.guest(), "accepted": accepted, **form.answered}
            answer(found, form.reply, **given, at=timezone.now())
            messages.success(request, str(SAID[Reply(form.reply)]))
            return done()
        except PaidSession as refusal:
            if actor(request).person is not None and actor(request).person == found.person:
                return redirect("training_enrolments:order", found.session.uuid)
            context["refusal"], status = refusal, 409
        except AnswersRefused as refusal:
            show_faults(form, refusal)
            status = 409
        except DomainError as refusal:
            context["refusal"], status = refusal, 409
    elif form.is_bound:
        status = 409
    return render(request, "portal/answers/answer.html", context, status=status)


def _seat(found: Invitation) -> Any:
    return live_enrolment(found.session, found.person) if found.person else None


def _about(found: Invitation) -> dict[str, Any]:
    session = found.session
    return {
        "invitation": found,
        "session": session,
        "activity": session.activity,
        "meetings": list(session.meetings.all()),
        "seat": _seat(found),
        "replies": Reply,
    }


def _dead(request: HttpRequest, refusal: DomainError, status: int) -> HttpResponse:
    """Why the link opens nothing, and what to do."""
    return render(request, "portal/answers/dead.html", {"refusal": refusal}, status=status)
