"""A session's page, registering, and one's own registrations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from registrations.actors import Actor, Via
from registrations.errors import DomainError, NotFound
from registrations.orders.actions import Wanted, estimate, place_order
from registrations.orders.models import LineKind, Order
from registrations.orders.queries import nameable, payers_of
from registrations.orders.supply import asks_province
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.promotions.errors import CodeRefused, TooManyGuesses
from registrations.promotions.requests import code_typed
from registrations.questions.errors import AnswersRefused
from registrations.questions.forms import show_faults
from registrations.questions.queries import questions_of, sheet
from training.enrolments.actions import accept_offer, cancel_enrolment, decline_offer, enrol, move_enrolment
from training.enrolments.asking import registered, without_answers
from training.enrolments.documents import calendar_of
from training.enrolments.forms import EnrolForm, MoveForm, SeatsForm
from training.enrolments.models import Enrolment
from training.enrolments.queries import (
    at_cap,
    enrolment_for,
    enrolment_to_decline,
    enrolments_of,
    joinings,
    joinings_of,
    live_enrolment,
    my_people,
    place_in_line,
    price_for,
    rests_on_unverified,
    sessions_to_move_to,
    why_not,
)
from training.invitations.queries import standing_of
from training.sessions.models import Session
from training.sessions.queries import visible_session

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it is, what I can do, why not and from when."""
    me, now, found = actor(request), timezone.now(), _session(request, uuid)
    mine = live_enrolment(found, me.person) if me.person else None
    context = _about(found) | {
        "mine_price": price_for(found, me.person, at=now),
        "mine": mine,
        "refusal": None if mine else why_not(found, me.person, at=now),
        "over_cap": None if mine else at_cap(found, me.person, at=now),
        "invited": None if mine else standing_of(found, me.person),
    }
    if mine and mine.state == "confirmed":
        mine.session = found
        context["joinings"] = [one for one in joinings_of(mine) if one.join_url]
    if mine and mine.state == "waitlisted":
        context["place_in_line"] = place_in_line(mine)
    return render(request, "portal/enrolments/session.html", context)


@login_required
@get_and_post
def register(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Check, then register; a refusal stands on the form, with what to do."""
    me, now, found = actor(request), timezone.now(), _session(request, uuid)
    person = _me(request)
    over_cap = at_cap(found, person, at=now)
    if found.price_cents and found.pool.available != 0 and not over_cap:
        return redirect("training_enrolments:order", found.uuid)
    asked = questions_of(found.asked_for)
    form = EnrolForm(request.POST or None, me=person, people=my_people(me, at=now), session=found, questions=asked)
    form.is_bound = request.method == "POST"
    already = live_enrolment(found, person) if not (form.is_bound or form.choosing) else None
    if already:
        return redirect("training_enrolments:done", already.uuid)
    if form.is_bound and form.is_valid():
        try:
            accepted = bool(form.cleaned_data.get("accepted"))
            who = form.person_to_enrol()
            made = enrol(session=found, person=who, by=me, at=now, accepted=accepted, **form.answered)
            return redirect("training_enrolments:done", made.uuid)
        except AnswersRefused as refusal:
            show_faults(form, refusal)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = _about(found) | {"form": form, "person": person, "reserve": rests_on_unverified(found, person, at=now)}
    context["over_cap"] = over_cap
    return render(request, "portal/enrolments/register.html", context, status=409 if form.errors else 200)


@login_required
@get_and_post
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who, then check, then place: the price shown at the check is the price charged."""
    me, now, found = actor(request), timezone.now(), _session(request, uuid)
    on = timezone.localdate(now)
    asks = asks_province(LineKind.SESSION, me.person, on=on)
    form = SeatsForm(
        request.POST or None, session=found, people=nameable(me, on=on), payers=payers_of(me, on=on), asks_province=asks
    )
    form.is_bound = request.method == "POST"
    context = _about(found) | {"form": form}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return _order_page(request, context)
    lines = form.wanted(found.uuid)
    try:
        if "total" in request.POST:
            return redirect("orders:order", _placed(request, form, lines).code)
    except DomainError as refusal:
        context["refusal"] = refusal
    try:
        with code_typed(form.code, by=me.person):
            said = {"code": form.code, "province": form.said_province}
            context["estimate"] = estimate(lines=lines, payer=form.buyer, at=now, **said)
    except DomainError as refusal:
        about_code = isinstance(refusal, CodeRefused | TooManyGuesses)
        form.add_error("promotion_code" if about_code else None, str(refusal))
    return _order_page(request, context)


def _order_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    refused = context["form"].errors or "refusal" in context
    return render(request, "portal/enrolments/order.html", context, status=409 if refused else 200)


def _placed(request: HttpRequest, form: SeatsForm, lines: list[Wanted]) -> Order:
    shown = request.POST["total"]
    return place_order(
        lines=lines,
        payer=form.buyer,
        by=actor(request),
        at=timezone.now(),
        on_account=form.on_account,
        expected_total=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1,
        language=get_language() or "fr",
        purchase_order=form.cleaned_data.get("purchase_order", ""),
        code=form.code,
        province=form.said_province,
    )


@login_required
@require_safe
def done(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happened and what happens next."""
    found, now = _enrolment(request, uuid), timezone.now()
    asks = found.session.asked_for and found.person_id == _me(request).pk
    context = _about(found.session) | {"enrolment": found, "sheet": sheet(registered(found), at=now) if asks else None}
    return render(request, "portal/enrolments/done.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My registrations: those that wait for an answer, those to come, those of the past."""
    now, rows = timezone.now(), list(enrolments_of(_me(request)))
    coming = [row for row in rows if row.session.ends_at > now and row.state != "cancelled"]
    links, unanswered = joinings(coming), without_answers(coming)
    for row in coming:
        row.joinings, row.unanswered = links[row.pk], row.uuid in unanswered
    context = {
        "offers": [row for row in coming if row.state == "offered"],
        "coming": sorted((row for row in coming if row.state != "offered"), key=lambda row: row.session.starts_at),
        "past": [row for row in rows if row not in coming],
        "now": now,
    }
    return render(request, "portal/enrolments/mine.html", context)


@login_required
@get_and_post
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once, then give up the seat."""
    return _asked(request, uuid, "portal/enrolments/cancel.html", {"cancel": cancel_enrolment})


@login_required
@get_and_post
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another session of the same activity, in one act."""
    found, now, refusal = _enrolment(request, uuid), timezone.now(), None
    sessions = sessions_to_move_to(found, at=now)
    form = MoveForm(request.POST if request.method == "POST" else None, sessions=sessions)
    if form.is_bound and form.is_valid():
        chosen, wait = form.cleaned_data["session"], form.cleaned_data["wait"]
        try:
            made = move_enrolment(found, to=chosen, by=actor(request), at=now, wait=wait)
            return redirect("training_enrolments:done", made.uuid)
        except DomainError as error:
            refusal = error
    context = _about(found.session) | {"enrolment": found, "sessions": sessions, "form": form, "refusal": refusal}
    return render(request, "portal/enrolments/move.html", context, status=409 if refusal or form.errors else 200)


@login_required
@get_and_post
def offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept or decline the seat that waits."""
    return _asked(request, uuid, "portal/enrolments/offer.html", {"accept": accept_offer, "decline": decline_offer})


@get_and_post
def decline(request: HttpRequest, uuid: UUID, secret: str) -> HttpResponse:
    """Somebody whom a colleague registered says no, by the link of the mail, without an account."""
    try:
        found = enrolment_to_decline(uuid, secret)
    except NotFound as missing:
        raise Http404 from missing
    refusal = None
    if request.method == "POST" and found.state != "cancelled":
        try:
            cancel_enrolment(found, by=Actor(person=found.person, via=Via.PORTAL), at=timezone.now())
        except DomainError as error:
            refusal = error
    context = _about(found.session) | {"enrolment": found, "refusal": refusal}
    return render(request, "portal/enrolments/decline.html", context, status=409 if refusal else 200)


@login_required
@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The calendar file."""
    response = HttpResponse(
        calendar_of(_enrolment(request, uuid), to=actor(request)), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="inscription.ics"'
    return response


def _asked(
    request: HttpRequest, uuid: UUID, template: str, answers: dict[str, Callable[..., Enrolment]]
) -> HttpResponse:
    """Show the question; on POST, do what the pressed button (`answer`) says."""
    found, refusal = _enrolment(request, uuid), None
    act = answers.get(request.POST.get("answer", "")) if request.method == "POST" else None
    if act is not None:
        try:
            act(found, by=actor(request), at=timezone.now())
            return redirect("training_enrolments:done", found.uuid)
        except DomainError as error:
            refusal = error
    moves = found.moves_paid_seat(at=timezone.now())
    context = _about(found.session) | {"enrolment": found, "refusal": refusal, "moves": moves}
    return render(request, template, context, status=409 if refusal else 200)


def _about(found: Session) -> dict[str, Any]:
    return {
        "session": found,
        "activity": found.activity,
        "meetings": list(found.meetings.all()),
        "registration": found.registration_at(timezone.now()),
        "on_now": any(one.is_on(timezone.now()) for one in found.meetings.all()),
    }


def _session(request: HttpRequest, uuid: UUID) -> Session:
    try:
        return visible_session(uuid, to=actor(request), at=timezone.now())
    except NotFound as missing:
        raise Http404 from missing


def _enrolment(request: HttpRequest, uuid: UUID) -> Enrolment:
    try:
        return enrolment_for(uuid, by=actor(request), at=timezone.now())
    except NotFound as missing:
        raise Http404 from missing


def _me(request: HttpRequest) -> User:
    person = actor(request).person
    if person is None:
        raise Http404
    return person
