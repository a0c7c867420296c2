"""The reader's pages: ask, follow, reply."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.access_requests.actions import ask_access, cancel_request, reply_to_question
from cms.access_requests.errors import NoSuchRequest
from cms.access_requests.forms import AskForm, ReplyForm
from cms.access_requests.models import AccessRequest
from cms.access_requests.queries import open_request, request_of, requests_of
from cms.library.errors import NoSuchResource
from cms.library.queries import reader, record
from registrations.errors import DomainError
from registrations.people.requests import actor, person_behind

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@get_and_post
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Say why one needs a resource that the policy does not open."""
    me, now = person_behind(request), timezone.now()
    try:
        found = record(slug, reader(me, at=now), at=now)
    except NoSuchResource as refusal:
        raise Http404(str(refusal)) from refusal
    if found.access.allowed:
        return redirect("library:resource", slug)
    if waiting := open_request(me, found.resource):
        return redirect("access_requests:one", waiting.uuid)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_access(me, slug=slug, **form.cleaned_data, by=actor(request), at=now)
            return redirect("access_requests:one", made.uuid)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "resource": found.resource, "access": found.access}
    return render(request, "portal/access_requests/ask.html", context, status=409 if form.errors else 200)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I asked for, and what I was answered."""
    rows = requests_of(person_behind(request))[:100]
    return render(request, "portal/access_requests/mine.html", {"rows": rows, "now": timezone.now()})


@login_required
@get_and_post
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where one of my requests stands; replying to a question, or withdrawing it."""
    asked = _mine(request, uuid)
    form = ReplyForm(request.POST if "reply" in request.POST else None)
    if request.method == "POST":
        try:
            if "cancel" in request.POST:
                cancel_request(asked, by=actor(request), at=timezone.now())
                messages.success(request, _("Your request is withdrawn."))
                return redirect("access_requests:mine")
            if form.is_valid():
                reply_to_question(asked, **form.cleaned_data, by=actor(request), at=timezone.now())
                messages.success(request, _("Your reply reached the library."))
                return redirect("access_requests:one", uuid)
        except DomainError as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    context = {"asked": asked, "form": form, "now": timezone.now()}
    return render(request, "portal/access_requests/one.html", context, status=409 if form.errors else 200)


def _mine(request: HttpRequest, uuid: UUID) -> AccessRequest:
    try:
        return request_of(person_behind(request), uuid)
    except NoSuchRequest as refusal:
        raise Http404(str(refusal)) from refusal
