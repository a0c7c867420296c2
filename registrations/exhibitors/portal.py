"""The portal's pages of booths: those of one's organisations, and ordering one."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from registrations.colloquium.queries import may_be_invoiced
from registrations.errors import DomainError, NotFound
from registrations.exhibitors.forms import OrderBoothForm
from registrations.exhibitors.models import Exhibitor
from registrations.exhibitors.queries import exhibitor_for, exhibitors_for
from registrations.orders.actions import Wanted, estimate, place_order
from registrations.orders.models import LineKind
from registrations.orders.sales import Buyer
from registrations.people.requests import actor

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The booths of the organisations that I keep, the latest edition first."""
    found = list(exhibitors_for(actor(request), on=timezone.localdate()))
    return render(request, "portal/exhibitors/mine.html", {"exhibitors": found})


@login_required
@get_and_post
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it costs and how to pay, on one page; the price shown is the price charged."""
    me, now = actor(request), timezone.now()
    try:
        found = exhibitor_for(uuid, by=me, on=timezone.localdate(now))
    except NotFound as missing:
        raise Http404 from missing
    later = may_be_invoiced(Buyer(organisation=found.organisation), on=timezone.localdate(now))
    form = OrderBoothForm(request.POST or None, may_be_invoiced=later)
    context: dict[str, Any] = {"exhibitor": found, "form": form}
    try:
        context["estimate"] = estimate(lines=[Wanted(LineKind.BOOTH, found.uuid)], payer=found.organisation, at=now)
        if request.method == "POST" and form.is_valid():
            return redirect("orders:order", _placed(request, found, form))
    except DomainError as refusal:
        context["refusal"] = refusal
    refused = form.errors or "refusal" in context
    return render(request, "portal/exhibitors/order.html", context, status=409 if refused else 200)


def _placed(request: HttpRequest, exhibitor: Exhibitor, form: OrderBoothForm) -> str:
    shown = request.POST.get("total", "")
    placed = place_order(
        lines=[Wanted(LineKind.BOOTH, exhibitor.uuid)],
        payer=exhibitor.organisation,
        by=actor(request),
        at=timezone.now(),
        on_account=form.on_account,
        expected_total=int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else -1,
        language=get_language() or "fr",
        purchase_order=form.cleaned_data["purchase_order"],
    )
    return placed.code
