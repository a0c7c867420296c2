"""The policy as everybody reads it, its history, and its adoption by the secretary."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.diffusion.actions import confirm_adoption
from cms.diffusion.forms import ConfirmationForm
from cms.diffusion.models import PolicyAdoption, PolicyState, PolicyVersion
from cms.diffusion.queries import (
    adoption_of,
    audiences,
    audiences_named,
    changed_words,
    comparison,
    matrix,
    rules_of,
    version_in_force,
    visible_version,
    visible_versions,
    worked_examples,
)
from cms.diffusion.registry import IMPACTS
from registrations.errors import DomainError, NotFound
from registrations.files.rules import media_type
from registrations.files.serving import serve
from registrations.people.requests import actor

Answer = Callable[..., HttpResponseBase]


def _or_404(view: Answer) -> Answer:
    """What one may not know of is not found."""

    @wraps(view)
    def shown(request: HttpRequest, **values: Any) -> HttpResponseBase:
        try:
            return view(request, **values)
        except NotFound as refusal:
            raise Http404(str(refusal)) from refusal

    return shown


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The policy in force: its text, and who gets what."""
    return render(request, "portal/library/policy.html", _page(request, version_in_force(timezone.now())))


@require_safe
@_or_404
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version that this person may read."""
    found = visible_version(number, by=actor(request), at=timezone.now())
    return render(request, "portal/library/policy.html", _page(request, found))


def _page(request: HttpRequest, found: PolicyVersion | None) -> dict[str, Any]:
    now, rules = timezone.now(), rules_of(found) if found else ()
    in_force = version_in_force(now)
    return {
        "version": found,
        "in_force": in_force,
        "rules": rules,
        "matrix": matrix(rules),
        "audiences": audiences(),
        "examples": worked_examples(found) if found else [],
        "consulted": audiences_named(found.consulted) if found else [],
        "others": [row for row in visible_versions(actor(request), at=now) if row != found],
        "to_come": found and found.state == PolicyState.ADOPTED and found.effective_from > now,  # type: ignore[operator]
    }


@require_safe
@_or_404
def compare(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """What changes from `other` to `number`."""
    me, now = actor(request), timezone.now()
    after, before = (visible_version(each, by=me, at=now) for each in (number, other))
    found = comparison(before, after)
    context = {"after": after, "before": before, "changes": changed_words(found)}
    context |= {"opening": sum(each.opens for each in found), "closing": sum(not each.opens for each in found)}
    return render(request, "portal/library/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@_or_404
def adopt(request: HttpRequest, number: int) -> HttpResponse:
    """The secretary reads what the board decided, and answers for it."""
    adoption = adoption_of(number, by=actor(request))
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_adoption(adoption.policy, by=actor(request), at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The adoption is recorded. This version never changes again."))
            return redirect("policy:version", number=number)
    return render(request, "portal/library/adopt.html", _adoption(request, adoption) | {"form": form})


def _adoption(request: HttpRequest, adoption: PolicyAdoption) -> dict[str, Any]:
    page = _page(request, adoption.policy)
    before = page["in_force"]
    changes = changed_words(comparison(before, adoption.policy)) if before and not adoption.confirmed_at else []
    own = adoption.prepared_by_id is not None and adoption.prepared_by_id == request.user.pk
    impacts = [impact(adoption.policy) for impact in IMPACTS]
    return page | {"adoption": adoption, "before": before, "changes": changes, "own": own, "impacts": impacts}


@require_safe
@login_required
@_or_404
def resolution(request: HttpRequest, number: int) -> HttpResponseBase:
    """The board's paper, for those who write the policy."""
    adoption = adoption_of(number, by=actor(request))
    if not adoption.document:
        raise NotFound()
    name, digest = adoption.document_name, adoption.document_sha256
    return serve(adoption.document, request, filename=name, content_type=media_type("pdf"), sha256=digest)
