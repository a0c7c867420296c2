"""The portal's pages of the colloquium: the edition, and ordering a ticket."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from registrations.colloquium.forms import OrderForm
from registrations.colloquium.models import TicketType
from registrations.colloquium.queries import (
    current_edition,
    edition,
    offers,
    programme_by_day,
    ticket_of,
    ticket_type_of,
    tickets_of,
)
from registrations.errors import DomainError, NotFound
from registrations.orders.actions import estimate, place_order
from registrations.orders.queries import nameable, payers_of
from registrations.people.requests import actor
from registrations.promotions.errors import CodeRefused, TooManyGuesses
from registrations.promotions.requests import code_typed

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


def _hidden(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What one may not know of is not found."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        try:
            return view(request, *args, **values)
        except NotFound as refusal:
            raise Http404(str(refusal)) from refusal

    return shown


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The edition that is on, or comes next."""
    found = current_edition(at=timezone.now(), on=timezone.localdate())
    if found is None:
        return render(request, "portal/colloquium/none.html")
    return redirect("colloquium:edition", found.slug)


@require_safe
@_hidden
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, what is on, what it costs me and why."""
    me, now = actor(request), timezone.now()
    found = edition(slug, at=now)
    context = {
        "edition": found,
        "offers": offers(found, person=me.person, at=now),
        "days": programme_by_day(found),
        "ticket": ticket_of(me.person, found) if me.person else None,
    }
    return render(request, "portal/colloquium/edition.html", context)


@login_required
@get_and_post
@_hidden
def order(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Who, then check, then place: the price shown at the check is the price charged."""
    me, now = actor(request), timezone.now()
    ticket_type = ticket_type_of(slug, kind, at=now)
    on = timezone.localdate(now)
    form = OrderForm(_typed(request), people=nameable(me, on=on), payers=payers_of(me, on=on))
    form.is_bound = request.method == "POST"
    context: dict[str, Any] = {"ticket_type": ticket_type, "edition": ticket_type.colloquium, "form": form}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return _asked(request, context)
    try:
        if "total" in request.POST:
            return _placed(request, form, ticket_type)
    except DomainError as refusal:
        context["refusal"] = refusal
    return _checked(request, form, context)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was typed; without the code when it is to be removed."""
    if "remove_code" not in request.POST:
        return request.POST or None
    data = request.POST.copy()
    data["promotion_code"] = ""
    return data


def _asked(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "portal/colloquium/order.html", context, status=409 if context["form"].errors else 200)


def _checked(request: HttpRequest, form: OrderForm, context: dict[str, Any]) -> HttpResponse:
    """The check page, at the price of now; what cannot be ordered goes back to the question."""
    lines = form.wanted(context["ticket_type"].uuid)
    try:
        with code_typed(form.code, by=actor(request).person):
            context["estimate"] = estimate(lines=lines, payer=form.buyer, at=timezone.now(), code=form.code)
    except DomainError as refusal:
        about_code = isinstance(refusal, CodeRefused | TooManyGuesses)
        form.add_error("promotion_code" if about_code else None, str(refusal))
        return _asked(request, context)
    return render(request, "portal/colloquium/check.html", context, status=409 if "refusal" in context else 200)


def _placed(request: HttpRequest, form: OrderForm, ticket_type: TicketType) -> HttpResponse:
    shown = request.POST["total"]
    placed = place_order(
        code=form.code,
        lines=form.wanted(ticket_type.uuid),
        payer=form.buyer,
        by=actor(request),
        at=timezone.now(),
        on_account=form.on_account,
        expected_total=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1,
        language=get_language() or "fr",
        purchase_order=form.cleaned_data.get("purchase_order", ""),
    )
    return redirect("orders:order", placed.code)


@login_required
@require_safe
def my_tickets(request: HttpRequest) -> HttpResponse:
    """One's own tickets."""
    return render(request, "portal/colloquium/tickets.html", {"tickets": list(tickets_of(actor(request).person))})
