"""`/moi/organisme/<slug>/adhesion/`: where an organisation follows its application, and its membership."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registrations.errors import DomainError, NotFound
from registrations.files.rules import extension_of, media_type
from registrations.files.serving import serve
from registrations.memberships.actions import add_documents, answer_request, withdraw_application
from registrations.memberships.forms import AnswerForm, DocumentsForm, MoreDocumentsForm
from registrations.memberships.models import MembershipApplication
from registrations.memberships.queries import document_for, followed, latest_application, membership_record
from registrations.memberships.requests import all_received
from registrations.people.requests import actor


@require_safe
@login_required
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """State, what is missing, what was sent, and the years."""
    return _page(request, slug)


@require_POST
@login_required
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Join more documents."""
    form = MoreDocumentsForm(request.POST, request.FILES)
    me, now, application = actor(request), timezone.now(), _application(request, slug)

    def act() -> None:
        with all_received(form.cleaned_data["documents"], at=now) as kept:
            add_documents(application=application, documents=kept, by=me, at=now)

    return _done(request, slug, form, act, _("Your documents are joined.")) or _page(request, slug, more=form)


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give what the team asked for."""
    application = _application(request, slug)
    asked = next((each for each in application.requests.all() if each.uuid == uuid), None)
    if asked is None:
        raise NotFound()
    form = AnswerForm(request.POST, request.FILES, auto_id=f"id_{asked.pk}_%s")
    me, now = actor(request), timezone.now()
    asked.application = application

    def act() -> None:
        with all_received(form.cleaned_data["documents"], at=now) as kept:
            answer_request(request=asked, answer=form.cleaned_data["answer"], documents=kept, by=me, at=now)

    return _done(request, slug, form, act, _("Your answer is sent.")) or _page(request, slug, answering={uuid: form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then take the application back."""
    application, refusal = _application(request, slug), None
    if request.method == "POST":
        try:
            withdraw_application(application=application, by=actor(request), at=timezone.now())
            messages.success(request, _("Your application is withdrawn."))
            return redirect("memberships:follow", slug)
        except DomainError as error:
            refusal = error
    context = {"application": application, "organisation": application.membership.organisation, "refusal": refusal}
    return render(request, "portal/memberships/withdraw.html", context, status=409 if refusal else 200)


@require_safe
@login_required
def document(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A document of an application."""
    found = document_for(uuid, by=actor(request), on=timezone.localdate())
    kind = media_type(extension_of(found.original_name))
    return serve(found.file, request, filename=found.original_name, content_type=kind, sha256=found.sha256)


def _application(request: HttpRequest, slug: str) -> MembershipApplication:
    me, on = actor(request), timezone.localdate()
    application = latest_application(followed(slug, by=me, on=on), by=me, on=on)
    if application is None:
        raise NotFound()
    return application


def _done(
    request: HttpRequest, slug: str, form: DocumentsForm, act: Callable[[], None], said: str
) -> HttpResponse | None:
    """What follows when it was done; None when the form has something to say."""
    if not form.is_valid():
        return None
    try:
        act()
    except DomainError as refusal:
        form.add_error("documents" if refusal.code.startswith("file-") else None, str(refusal))
        return None
    messages.success(request, said)
    return redirect("memberships:follow", slug)


def _page(
    request: HttpRequest,
    slug: str,
    *,
    more: MoreDocumentsForm | None = None,
    answering: dict[UUID, AnswerForm] | None = None,
) -> HttpResponse:
    me, on = actor(request), timezone.localdate()
    organisation = followed(slug, by=me, on=on)
    application = latest_application(organisation, by=me, on=on)
    given = answering or {}
    asked = [each for each in application.requests.all() if each.answered_at is None] if application else []
    context: dict[str, Any] = {
        "organisation": organisation,
        "application": application,
        "is_open": application is not None and application.membership.state == "requested",
        "asked": [(each, given.get(each.uuid) or AnswerForm(auto_id=f"id_{each.pk}_%s")) for each in asked],
        "more": more or MoreDocumentsForm(),
        "form": more or next(iter(given.values()), None),
        "record": membership_record(organisation, by=me, on=on),
        "just_sent": "envoyee" in request.GET,
        "today": on,
    }
    return render(request, "portal/memberships/follow.html", context, status=409 if more or given else 200)
