"""The list of sessions."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.sessions.forms import SessionFilterForm
from training.sessions.queries import public_sessions

PER_PAGE = 50


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Coming sessions by month, with seats and deadlines."""
    now, form = timezone.now(), SessionFilterForm(request.GET or None)
    page = Paginator(public_sessions(form.wanted(), at=now), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"session": session, "registration": session.registration_at(now)} for session in page]
    return render(request, "portal/sessions/list.html", {"rows": rows, "page": page, "filters": form})
