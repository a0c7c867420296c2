"""A registrar registers colleagues: sessions, then people, then a verdict per cell, then what was done."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.organisations.models import Organisation
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.staff.queries import managed
from training.colleagues.actions import apply_cells, check_colleagues, hand_over_to, start_applying, wishes_for
from training.colleagues.forms import ListForm, ReplaceForm, SessionsForm
from training.colleagues.jobs import apply_list
from training.colleagues.queries import (
    Wish,
    batch_of,
    cells_of,
    counts_of,
    programmes_with_terms,
    registered_by_session,
    seat_of,
    sessions_to_choose,
    staff_to_register,
    staff_users,
)
from training.colleagues.rules import AT_ONCE, BatchState
from training.enrolments.actions import check_may_replace
from training.enrolments.rules import HANDED
from training.sessions.models import Session

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@get_and_post
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Which sessions; their seats are shown before anybody is chosen."""
    _me, organisation = _entered(request, slug)
    sessions = sessions_to_choose(at=timezone.now())
    return _page(request, "choose", {"organisation": organisation, "sessions": sessions})


@login_required
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the organisation is registered where, in what is to come."""
    _me, organisation = _entered(request, slug)
    now = timezone.now()
    context = {"organisation": organisation, "enrolments": registered_by_session(organisation, at=now), "now": now}
    return _page(request, "registered", context | {"handed": HANDED})


@login_required
@require_safe
def seat(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One registration of the organisation: where it stands, whose place it took."""
    _me, organisation = _entered(request, slug)
    found = seat_of(organisation, uuid)
    context = {"organisation": organisation, "enrolment": found, "session": found.session, "now": timezone.now()}
    return _page(request, "seat", context | {"handed": HANDED})


@login_required
@get_and_post
def replace(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give a colleague's seat to another."""
    me, organisation = _entered(request, slug)
    now, found = timezone.now(), seat_of(organisation, uuid)
    people = staff_users(organisation, at=now).exclude(pk=found.person_id)
    form = ReplaceForm(request.POST if request.method == "POST" else None, people=people, session=found.session)
    refusal = None
    try:
        check_may_replace(found, person=None, by=me, at=now)
        if form.is_bound and form.is_valid():
            made = hand_over_to(found, **form.newcomer(), by=me, at=now)
            return redirect("training_colleagues:seat", slug, made.uuid)
    except DomainError as error:
        refusal = error
    context = {"organisation": organisation, "enrolment": found, "session": found.session, "form": form}
    context["closed"] = refusal is not None and not form.is_bound
    return _page(request, "replace", context | {"refusal": refusal}, status=409 if refusal or form.errors else 200)


@login_required
@get_and_post
def grid(request: HttpRequest, slug: str) -> HttpResponse:
    """People by sessions; on POST, the list is checked and kept."""
    me, organisation = _entered(request, slug)
    now, posted = timezone.now(), request.method == "POST"
    form = SessionsForm(request.POST if posted else request.GET, sessions=sessions_to_choose(at=now))
    if not form.is_valid():
        context = {
            "organisation": organisation,
            "sessions": sessions_to_choose(at=now),
            "errors": form.errors["seance"],
        }
        return _page(request, "choose", context, status=409)
    sessions, people = form.cleaned_data["seance"], staff_to_register(organisation, at=now)
    pasted = ListForm(request.POST if posted else None, request.FILES if posted else None)
    ticked, refusal = set(request.POST.getlist("cell")), None
    if posted and pasted.is_valid():
        try:
            wishes = _wishes(organisation, sessions, people, ticked, pasted)
            return redirect(
                "training_colleagues:batch", slug, check_colleagues(organisation, wishes, by=me, at=now).uuid
            )
        except DomainError as error:
            refusal = error
    rows = [(one, [(each, f"{one.pk}-{each.uuid}") for each in sessions]) for one in people]
    context = {"organisation": organisation, "sessions": sessions, "rows": rows, "ticked": ticked, "form": pasted}
    return _page(request, "grid", context | {"refusal": refusal}, status=409 if refusal or pasted.errors else 200)


@login_required
@get_and_post
def batch(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A verdict per cell, then what was done; a long list is applied by the worker while the page follows."""
    me, organisation = _entered(request, slug)
    found, refusal = batch_of(organisation, uuid), None
    if request.method == "POST":
        try:
            start_applying(found, by=me, at=timezone.now(), accepted="accepted" in request.POST)
            if counts_of(found)["waiting"] <= AT_ONCE:
                apply_cells(found, by=me, at=timezone.now())
            else:
                apply_list.enqueue(found.pk)
            return redirect("training_colleagues:batch", slug, uuid)
        except DomainError as error:
            refusal = error
    page = "check" if found.state == BatchState.CHECKED else "applied"
    context = {"organisation": organisation, "batch": found, "cells": cells_of(found), "counts": counts_of(found)}
    context["programmes"] = programmes_with_terms(found)
    return _page(request, page, context | {"refusal": refusal}, status=409 if refusal else 200)


def _wishes(
    organisation: Organisation, sessions: list[Session], people: list[User], ticked: set[str], pasted: ListForm
) -> list[Wish]:
    wishes = [Wish(each, one) for each in sessions for one in people if f"{one.pk}-{each.uuid}" in ticked]
    picked = {(wish.session.pk, wish.person.pk) for wish in wishes if wish.person}
    listed = wishes_for(organisation, sessions, pasted.people(), at=timezone.now())
    return wishes + [wish for wish in listed if not wish.person or (wish.session.pk, wish.person.pk) not in picked]


def _entered(request: HttpRequest, slug: str) -> tuple[Actor, Organisation]:
    me = actor(request)
    return me, managed(slug, by=me, on=timezone.localdate())


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"portal/colleagues/{name}.html", context, status=status)
