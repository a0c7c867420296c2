"""The lists, for the team and by a trainer's link; the code, for the people who are in the meeting."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from registrations.errors import DomainError, NotFound
from registrations.people.requests import actor, person_behind
from training.attendance.actions import (
    apply_report,
    check_report,
    close_session_attendance,
    decide_names,
    enter_code,
    import_join_links,
    note_attendance,
    note_by_trainer,
    show_code,
)
from training.attendance.errors import LinksUnreadable, NotOnTheList, ReportApplied, ReportUnreadable, UnknownLink
from training.attendance.forms import CodeForm, LinksForm, ReportForm, answers_of, minutes_of
from training.attendance.models import TrainerLink
from training.attendance.queries import (
    lines_to_review,
    link_behind,
    list_of,
    meetings_of,
    on_the_list,
    progress,
    registrants,
    report_to_review,
    seat_of,
    session_to_note,
    sessions_taught,
    states_of,
)
from training.attendance.requests import code_tried
from training.attendance.rules.registrants import registrants_csv
from training.attendance.rules.reports import MOST_BYTES
from training.sessions.models import Meeting, Session
from training.sessions.queries import visible_session

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
Note = Callable[[Meeting, Mapping[int, int]], int]


@login_required
@get_and_post
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A session's meetings and lists, for the team; closing its attendance."""
    now, found, refusal, counts = timezone.now(), _to_note(request, uuid), None, None
    if request.method == "POST":
        try:
            counts = close_session_attendance(found, by=actor(request), at=now)
        except DomainError as error:
            refusal = error
    context = {
        "session": found,
        "meetings": meetings_of(found),
        "states": states_of(found),
        "refusal": refusal,
        "counts": counts,
        "over": found.ends_at <= now,
    }
    return render(request, "portal/attendance/session.html", context, status=409 if refusal else 200)


@login_required
@get_and_post
def team_list(request: HttpRequest, uuid: UUID, number: UUID) -> HttpResponse:
    """The list of one meeting, for the team."""
    found, me, now = _to_note(request, uuid), actor(request), timezone.now()
    meeting = _meeting(found, number)

    def note(meeting: Meeting, minutes: Mapping[int, int]) -> int:
        return note_attendance(meeting, minutes, by=me, at=now)

    if "show-code" in request.POST:
        show_code(meeting, by=me, at=now)
        return redirect(request.path)
    return _list(request, meeting, note, {"parent": found})


@login_required
@get_and_post
def report(request: HttpRequest, uuid: UUID, number: UUID) -> HttpResponse:
    """Check a report, say whose its doubtful names are, apply it."""
    found, me, now = _to_note(request, uuid), actor(request), timezone.now()
    meeting = _meeting(found, number)
    form = ReportForm(request.POST or None, request.FILES) if "check" in request.POST else ReportForm()
    refusal = None
    try:
        if form.is_bound and form.is_valid():
            file = form.cleaned_data["file"]
            if file.size > MOST_BYTES:
                raise ReportUnreadable()
            check_report(meeting, content=file.read(), file_name=file.name, by=me, at=now)
            return redirect(request.path)
        if request.method == "POST" and not form.is_bound:
            noted = _apply(request, meeting)
            messages.success(
                request, _("The report is applied. People whose attendance changed: %(n)s.") % {"n": noted}
            )
            return redirect("training_attendance:list", found.uuid, meeting.uuid)
    except DomainError as error:
        refusal = error
    waiting = report_to_review(meeting)
    lines = lines_to_review(waiting) if waiting else []
    context = {
        "session": found,
        "meeting": meeting,
        "form": form,
        "refusal": refusal,
        "report": waiting,
        "lines": lines,
        "doubtful": sum(line.found == "doubtful" for line in lines),
        "seats": list(on_the_list(found)) if waiting else [],
        "answers": {name: value for name, value in request.POST.items() if name.startswith("whose-")},
    }
    return render(request, "portal/attendance/report.html", context, status=409 if refusal or form.errors else 200)


def _apply(request: HttpRequest, meeting: Meeting) -> int:
    """What was answered is remembered, then the report is applied, if every doubt is settled."""
    waiting, me, now = report_to_review(meeting), actor(request), timezone.now()
    if waiting is None:
        raise ReportApplied()
    seats = {row.uuid: row for row in on_the_list(meeting.session)}
    told = answers_of(request.POST)
    if any(whose is not None and whose not in seats for whose in told.values()):
        raise NotOnTheList()
    decide_names(waiting, {line: seats[whose] if whose else None for line, whose in told.items()}, by=me, at=now)
    return apply_report(waiting, by=me, at=now)


@login_required
@require_safe
def zoom(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The registrants of a session, as Zoom imports them."""
    found = _to_note(request, uuid)
    response = HttpResponse(registrants_csv(registrants(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="zoom-{slugify(found.code)}.csv"'
    return response


@login_required
@get_and_post
def links(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the registrants to Zoom, and take their personal links back."""
    found, refusal, result = _to_note(request, uuid), None, None
    form = LinksForm(request.POST, request.FILES) if request.method == "POST" else LinksForm()
    try:
        if form.is_bound and form.is_valid():
            file = form.cleaned_data["links"]
            if file.size > MOST_BYTES:
                raise LinksUnreadable()
            result = import_join_links(found, content=file.read(), by=actor(request), at=timezone.now())
    except DomainError as error:
        refusal = error
    context = {"session": found, "form": form, "refusal": refusal, "result": result}
    return render(request, "portal/attendance/links.html", context, status=409 if refusal or form.errors else 200)


@never_cache
@require_safe
@sensitive_variables("secret")
def trainer(request: HttpRequest, secret: str) -> HttpResponse:
    """A trainer's sessions around today: no account, a link."""
    now = timezone.now()
    try:
        link = link_behind(secret, at=now)
    except UnknownLink as refusal:
        return render(request, "portal/attendance/dead.html", {"refusal": refusal}, status=404)
    context = {"trainer": link.trainer, "secret": secret, "sessions": sessions_taught(link, at=now)}
    return render(request, "portal/attendance/trainer.html", context)


@never_cache
@get_and_post
@sensitive_variables("secret")
def trainer_list(request: HttpRequest, secret: str, number: UUID) -> HttpResponse:
    """The list of one meeting, by a trainer's link: names and organisations, nothing else."""
    now = timezone.now()
    try:
        link = link_behind(secret, at=now)
        meeting = _taught(link, number)

        def note(meeting: Meeting, minutes: Mapping[int, int]) -> int:
            return note_by_trainer(link, meeting, minutes, at=now)

        if "show-code" in request.POST:
            show_code(meeting, by=actor(request), link=link, at=now)
            return redirect(request.path)
        return _list(request, meeting, note, {"secret": secret})
    except UnknownLink as refusal:
        if _wants_json(request):
            return JsonResponse({"refusal": str(refusal)}, status=404)
        return render(request, "portal/attendance/dead.html", {"refusal": refusal}, status=404)


@login_required
@get_and_post
def code(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Enter the code of the meeting that one is in."""
    now, me, person = timezone.now(), actor(request), person_behind(request)
    try:
        found = visible_session(uuid, to=me, at=now)
    except NotFound as missing:
        raise Http404 from missing
    if seat_of(found, person) is None:
        raise Http404
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {"session": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            with code_tried(person):
                enter_code(found, form.cleaned_data["code"], person=person, by=me, at=now)
            return render(request, "portal/attendance/noted.html", context)
        except DomainError as refusal:
            form.add_error("code", str(refusal))
    return render(request, "portal/attendance/code.html", context, status=409 if form.errors else 200)


def _list(request: HttpRequest, meeting: Meeting, note: Note, context: dict[str, Any]) -> HttpResponse:
    """Show the list; on POST, note what was tapped, and answer a script in few words."""
    refusal, lines = None, list_of(meeting)
    if request.method == "POST":
        try:
            note(meeting, _told(request, lines, planned=meeting.minutes))
        except UnknownLink:
            raise
        except DomainError as error:
            refusal = error
        lines = list_of(meeting)
        if _wants_json(request):
            said = progress(lines) | ({"refusal": str(refusal)} if refusal else {})
            return JsonResponse(said, status=409 if refusal else 200)
        if refusal is None:
            return redirect(request.path)
    room_code = getattr(meeting, "room_code", None)
    context |= {
        "meeting": meeting,
        "session": meeting.session,
        "lines": lines,
        "progress": progress(lines),
        "refusal": refusal,
        "code": f"{room_code.code[:3]} {room_code.code[3:]}" if room_code else "",
    }
    return render(request, "portal/attendance/list.html", context, status=409 if refusal else 200)


def _told(request: HttpRequest, lines: Any, *, planned: int) -> dict[int, int]:
    keys = {line.enrolment.uuid: line.enrolment.pk for line in lines}
    told = minutes_of(request.POST, planned=planned)
    if told.keys() - keys.keys():
        raise NotOnTheList()
    return {keys[uuid]: minutes for uuid, minutes in told.items()}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _to_note(request: HttpRequest, uuid: UUID) -> Session:
    try:
        return session_to_note(uuid, by=actor(request))
    except NotFound as missing:
        raise Http404 from missing


def _meeting(found: Session, number: UUID) -> Meeting:
    for meeting in found.meetings.all():
        if meeting.uuid == number:
            return meeting
    raise Http404


def _taught(link: TrainerLink, number: UUID) -> Meeting:
    for found in sessions_taught(link, at=timezone.now()).filter(meetings__uuid=number):
        return _meeting(found, number)
    raise UnknownLink()
