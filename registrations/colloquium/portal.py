"""The portal's pages of the colloquium: the edition, and ordering a ticket."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from registrations.colloquium.actions import apply_names, name_place
from registrations.colloquium.asking import without_answers
from registrations.colloquium.forms import OrderForm
from registrations.colloquium.group_forms import GroupOrderForm, NamesForm, PlacesForm
from registrations.colloquium.models import Colloquium, TicketType
from registrations.colloquium.places import judge_names, live_places
from registrations.colloquium.queries import (
    current_edition,
    edition,
    offers,
    programme_by_day,
    ticket_of,
    ticket_type_of,
    tickets_of,
)
from registrations.colloquium.rules import named_in_time
from registrations.errors import DomainError, NotFound
from registrations.orders.actions import estimate, place_order
from registrations.orders.models import LineKind
from registrations.orders.queries import nameable, payers_of, visible_order
from registrations.orders.supply import asks_province
from registrations.people.models import User
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
    asks = _asks(ticket_type.colloquium, request)
    form = OrderForm(_typed(request), people=nameable(me, on=on), payers=payers_of(me, on=on), asks_province=asks)
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
            said = {"code": form.code, "province": form.said_province}
            context["estimate"] = estimate(lines=lines, payer=form.buyer, at=timezone.now(), **said)
    except DomainError as refusal:
        about_code = isinstance(refusal, CodeRefused | TooManyGuesses)
        form.add_error("promotion_code" if about_code else None, str(refusal))
        return _asked(request, context)
    return render(request, "portal/colloquium/check.html", context, status=409 if "refusal" in context else 200)


def _placed(request: HttpRequest, form: OrderForm, ticket_type: TicketType | None) -> HttpResponse:
    shown = request.POST["total"]
    placed = place_order(
        code=form.code,
        lines=form.wanted(ticket_type.uuid if ticket_type else None),
        payer=form.buyer,
        by=actor(request),
        at=timezone.now(),
        on_account=form.on_account,
        expected_total=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1,
        language=get_language() or "fr",
        purchase_order=form.cleaned_data.get("purchase_order", ""),
        province=form.said_province,
    )
    return redirect("orders:order", placed.code)


@login_required
@require_safe
def my_tickets(request: HttpRequest) -> HttpResponse:
    """One's own tickets."""
    tickets = list(tickets_of(actor(request).person))
    unanswered, today = without_answers(tickets), timezone.localdate()
    for ticket in tickets:
        ticket.asks = ticket.ticket_type.has_questions and ticket.colloquium.starts_on > today
        ticket.unanswered = ticket.asks and ticket.uuid in unanswered
    return render(request, "portal/colloquium/tickets.html", {"tickets": tickets})


@login_required
@get_and_post
@_hidden
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """So many of each type, then check, then place; the names are said later."""
    me, now = actor(request), timezone.now()
    found, on = edition(slug, at=now), timezone.localdate(now)
    types = [offer.ticket_type for offer in offers(found, person=me.person, at=now) if offer.is_open]
    given = {"types": types, "people": [_me(request)], "payers": payers_of(me, on=on)}
    form = GroupOrderForm(request.POST or None, **given, asks_province=_asks(found, request))
    form.is_bound = request.method == "POST"
    context: dict[str, Any] = {"edition": found, "form": form}
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return _group_page(request, context)
    try:
        if "total" in request.POST:
            return _placed(request, form, None)
    except DomainError as refusal:
        context["refusal"] = refusal
    try:
        with code_typed(form.code, by=me.person):
            context["estimate"] = estimate(
                lines=form.wanted(), payer=form.buyer, at=now, code=form.code, province=form.said_province
            )
    except DomainError as refusal:
        about_code = isinstance(refusal, CodeRefused | TooManyGuesses)
        form.add_error("promotion_code" if about_code else None, str(refusal))
    return _group_page(request, context)


def _group_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    refused = context["form"].errors or "refusal" in context
    return render(request, "portal/colloquium/group.html", context, status=409 if refused else 200)


@login_required
@get_and_post
@_hidden
def places(request: HttpRequest, code: str) -> HttpResponse:
    """Who takes the places of an order: chosen one by one, or pasted as a list with a verdict a line."""
    me, now = actor(request), timezone.now()
    on = timezone.localdate(now)
    found, people = visible_order(code, to=me, on=on), nameable(me, on=on)
    tickets = live_places(found)
    if not tickets:
        raise NotFound()
    pasting = "names" in request.POST
    typed = request.POST if request.method == "POST" and not pasting else None
    form = PlacesForm(typed, places=tickets, people=people)
    names = NamesForm(request.POST if pasting else None)
    context: dict[str, Any] = {"order": found, "edition": tickets[0].colloquium, "form": form, "names": names}
    if typed is not None and form.is_valid() and _name_chosen(request, form):
        return redirect("colloquium:places", code)
    if pasting and names.is_valid():
        verdicts = judge_names(found, names.lines(), colleagues=people)
        if "apply" in request.POST:
            context["done"] = apply_names(found, verdicts, by=me, at=now)
            context["form"] = PlacesForm(None, places=live_places(found), people=nameable(me, on=on))
            context["names"] = NamesForm()
        else:
            context["verdicts"] = verdicts
    context["unnamed"] = sum(place.person_id is None for place in live_places(found))
    context["late"] = not named_in_time(on, last_day=context["edition"].last_day_for_names)
    return render(request, "portal/colloquium/places.html", context, status=409 if form.errors or names.errors else 200)


def _name_chosen(request: HttpRequest, form: PlacesForm) -> bool:
    """Name what changed, one transaction a place; what is refused stands beside its field."""
    done = 0
    for field, place, person in form.changed_places():
        try:
            name_place(ticket=place, person=person, by=actor(request), at=timezone.now())
            done += 1
        except DomainError as refusal:
            form.add_error(field, str(refusal))
    if done:
        said = ngettext("%(n)s place is named; the person is told.", "%(n)s places are named; people are told.", done)
        messages.success(request, said % {"n": done})
    return not form.errors


def _asks(edition_: Colloquium, request: HttpRequest) -> bool:
    """Whether who buys in their own name must say in which province they live."""
    hall = edition_.province  # what is held there is taxed there, whoever buys
    return not hall and asks_province(LineKind.TICKET, actor(request).person, on=timezone.localdate())


def _me(request: HttpRequest) -> User:
    person = actor(request).person
    if person is None:
        raise NotFound()
    return person
