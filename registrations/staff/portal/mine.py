"""Where one works: ask for a post, leave one, answer a proposed name."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations.memberships.queries import standing
from registrations.organisations.models import Affiliation
from registrations.people.actions import give_names
from registrations.people.requests import actor, person_behind
from registrations.staff.actions import answer_proposal, ask_for_post, leave_post
from registrations.staff.forms import AskForm
from registrations.staff.portal.doors import acted, get_and_post, shown, tried
from registrations.staff.queries import own_post, proposal_for, proposals_to


@require_safe
@login_required
def my_organisations(request: HttpRequest) -> HttpResponse:
    """Where I work, what it gives me, and what I keep there."""
    person = person_behind(request)
    context = {"standing": standing(person, on=timezone.localdate()), "proposals": proposals_to(person)}
    return shown(request, "mine", context)


@login_required
@get_and_post
def ask(request: HttpRequest) -> HttpResponse:
    """I work for…"""
    me, person = actor(request), person_behind(request)
    form = AskForm(request.POST if request.method == "POST" else None, person=person)

    def perform() -> Affiliation:
        names, at = form.take_names(), timezone.now()
        if names:
            give_names(person, **names, by=me, at=at)
        return ask_for_post(person=person, **form.cleaned_data, by=me, at=at)

    if form.is_bound:
        post = tried(form, perform)
        if post is not None:
            return redirect("staff:asked", post.uuid)
    return shown(request, "ask", {"form": form})


@login_required
@require_safe
def asked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happens next."""
    return shown(request, "asked", {"post": own_post(person_behind(request), uuid, on=timezone.localdate())})


@login_required
@get_and_post
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """I do not work there any more."""
    me, post = actor(request), own_post(person_behind(request), uuid, on=timezone.localdate())
    if request.method != "POST":
        return shown(request, "leave", {"post": post})
    done = _("You are no longer on the staff list of %(organisation)s.") % {"organisation": post.organisation.name}
    return acted(request, lambda: leave_post(post, by=me, at=timezone.now()), done=done, back="staff:mine")


@login_required
@require_POST
def answer_name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a proposed name, or leave it."""
    me, proposal = actor(request), proposal_for(person_behind(request), uuid)
    accept = request.POST.get("answer") == "accept"
    done = _("Your name is changed.") if accept else _("Your name stays as it is.")
    return acted(
        request,
        lambda: answer_proposal(proposal, accept=accept, by=me, at=timezone.now()),
        done=done,
        back="staff:mine",
    )


@login_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The account is open: what it gives."""
    return shown(request, "welcome", {"standing": standing(person_behind(request), on=timezone.localdate())})
