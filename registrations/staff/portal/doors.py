"""What the pages of a staff list share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registrations.actors import Actor
from registrations.errors import DomainError, NotFound
from registrations.organisations.models import Organisation
from registrations.people.requests import actor
from registrations.staff.queries import managed

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


def entered(request: HttpRequest, slug: str) -> tuple[Actor, Organisation]:
    """Who is there, and the organisation that they keep; `NotFound` for anybody else."""
    me = actor(request)
    return me, managed(slug, by=me, on=timezone.localdate())


def tried(form: BaseForm, act: Callable[[], Any], *, field: str | None = None) -> Any:
    """What a valid form's act gives, or None with the refusal on the form. `NotFound` goes on to its page."""
    if not form.is_valid():
        return None
    try:
        return act()
    except NotFound:
        raise
    except DomainError as refusal:
        form.add_error(field, str(refusal))
    return None


def acted(request: HttpRequest, act: Callable[[], Any], *, done: str, back: str, **parts: Any) -> HttpResponse:
    """An act by one button: said in a sentence on the page behind, be it done or refused."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    answer: HttpResponse = redirect(back, **parts)
    return answer


def shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of this feature; 409 when its form was refused, so that programs see it too."""
    form = context.get("form")
    refused = isinstance(form, BaseForm) and form.is_bound and bool(form.errors) and request.method == "POST"
    return render(request, f"portal/staff/{template}.html", context, status=409 if refused else 200)
