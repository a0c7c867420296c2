"""The list of sessions, and their calendar."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations.people.requests import actor
from training.sessions.forms import CalendarForm, SessionFilterForm
from training.sessions.queries import meetings_shown, public_sessions

PER_PAGE = 50


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Coming sessions by month, with seats and deadlines."""
    now, form = timezone.now(), SessionFilterForm(request.GET or None)
    page = Paginator(public_sessions(form.wanted(), to=_reader(request), at=now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [{"session": session, "registration": session.registration_at(now)} for session in page]
    context = {"rows": rows, "page": page, "filters": form, "asked": asked_of(request)}
    return render(request, "portal/sessions/list.html", context)


@require_safe
def session_calendar(request: HttpRequest) -> HttpResponse:
    """The meetings of a month or a week; on a phone, the days that have some."""
    now, form = timezone.now(), CalendarForm(request.GET)
    span = form.span(today=timezone.localdate(now))
    context = {
        "filters": form,
        "span": span,
        "weeks": meetings_shown(public_sessions(form.wanted(), to=_reader(request), at=now), span, at=now),
        "asked": asked_of(request),
        "today": timezone.localdate(now),
    }
    return render(request, "portal/sessions/calendar.html", context)


def _reader(request: HttpRequest) -> int | None:
    person = actor(request).person
    return person.pk if person else None


def asked_of(request: HttpRequest) -> str:
    """The filters of the address, to keep them from the list to the calendar and from month to month."""
    kept = request.GET.copy()
    for name in ("page", "vue", "jour"):
        kept.pop(name, None)
    return kept.urlencode()
