"""The portal's pages of one's own data: see, correct, take away, agree, leave, ask."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from registrations.errors import DomainError
from registrations.people.requests import actor, person_behind
from registrations.privacy.actions import (
    ask,
    give_consent,
    undo_unsubscribe,
    unsubscribe,
    withdraw_consent,
)
from registrations.privacy.documents import archive
from registrations.privacy.errors import UnknownUnsubscribeLink
from registrations.privacy.forms import AskForm
from registrations.privacy.mails import letter
from registrations.privacy.queries import Holder, asked_of, holder_of, preferences_of, requests_of, shown_to
from registrations.privacy.rules import CONSENT_FOR, Channel, How, MailList, Purpose

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that we hold about me, in plain words, and what I can do about it."""
    me = person_behind(request)
    context = {"tables": shown_to(me), "requests": requests_of(me)}
    return render(request, "portal/privacy/mine.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """One file with everything, to keep or to give to another."""
    return zipped(request)


def zipped(request: HttpRequest) -> StreamingHttpResponse:
    """The archive, sent as it is made."""
    person, now = person_behind(request), timezone.now()
    name = f"axtra-{timezone.localdate(now):%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(archive(person, at=now), content_type="application/zip", headers=headers)


@login_required
@get_and_post
def ask_page(request: HttpRequest) -> HttpResponse:
    """Ask what the law lets one ask: answered in writing within thirty days."""
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("quoi", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(
                person_behind(request),
                **form.cleaned_data,
                channel=Channel.PORTAL,
                by=actor(request),
                at=timezone.now(),
            )
            return redirect("privacy:asked", made.uuid)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "portal/privacy/ask.html", {"form": form}, status=409 if form.errors else 200)


@login_required
@require_safe
def asked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where one of my requests stands, and its answer."""
    found = next((each for each in requests_of(person_behind(request)) if each.uuid == uuid), None)
    if found is None:
        raise Http404
    said = letter(found) if found.answered_at else []
    return render(request, "portal/privacy/asked.html", {"asked": found, "letter": said})


@login_required
@get_and_post
def consents(request: HttpRequest) -> HttpResponse:
    """What I agreed to, one purpose at a time; withdrawing is one click, as agreeing is."""
    me, now, refusal = person_behind(request), timezone.now(), None
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        if purpose not in Purpose.values:
            raise Http404
        try:
            if request.POST.get("answer") == "give":
                version = int(request.POST.get("version") or 0) if request.POST.get("version", "").isdecimal() else 0
                give_consent(me, purpose=purpose, version=version, how=How.PORTAL, by=actor(request), at=now)
                messages.success(request, _("You agreed. You may withdraw it here at any time."))
            else:
                withdraw_consent(me, purpose=purpose, by=actor(request), at=now)
                messages.success(request, _("Your consent is withdrawn, as of now."))
            return redirect("privacy:consents")
        except DomainError as refused:
            refusal = refused
    context = {"asked": asked_of(me, on=timezone.localdate(now)), "refusal": refusal}
    return render(request, "portal/privacy/consents.html", context, status=409 if refusal else 200)


@login_required
@get_and_post
def subscriptions(request: HttpRequest) -> HttpResponse:
    """What I receive, why, and one button each to stop or to begin."""
    me, now, refusal = person_behind(request), timezone.now(), None
    if request.method == "POST":
        name = request.POST.get("list", "")
        if name not in MailList.values:
            raise Http404
        try:
            if request.POST.get("answer") == "subscribe":
                version = request.POST.get("version", "")
                give_consent(
                    me,
                    purpose=CONSENT_FOR[name],
                    version=int(version) if version.isdecimal() else 0,
                    how=How.PORTAL,
                    by=actor(request),
                    at=now,
                )
                messages.success(request, _("You are subscribed."))
            else:
                unsubscribe(Holder(me), name, by=actor(request), at=now)
                messages.success(request, _("You are unsubscribed: nothing more of this list will leave."))
            return redirect("privacy:subscriptions")
        except DomainError as refused:
            refusal = refused
    context = {"preferences": preferences_of(me, on=timezone.localdate(now)), "refusal": refusal}
    return render(request, "portal/privacy/subscriptions.html", context, status=409 if refusal else 200)


@csrf_exempt  # the link's own signature is the authority: mail programs post here without a cookie (RFC 8058)
@get_and_post
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """One click, signed out; the same address takes the post of mail programs, and the way back for a day."""
    by, now = actor(request), timezone.now()
    try:
        holder, name = holder_of(token)
    except UnknownUnsubscribeLink as refusal:
        return render(request, "portal/privacy/unknown_link.html", {"refusal": refusal}, status=404)
    context = {"list": name.label, "step": "question", "refusal": None}
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "undo":
                undo_unsubscribe(holder, name, by=by, at=now)
                context["step"] = "undone"
            else:
                unsubscribe(holder, name, by=by, at=now)
                context["step"] = "done"
        except DomainError as refusal:
            context["refusal"] = refusal
    return render(request, "portal/privacy/unsubscribe.html", context, status=409 if context["refusal"] else 200)
