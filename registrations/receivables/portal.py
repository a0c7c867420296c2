"""The account of an organisation, for those who answer for it, and one's own."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registrations.people.requests import actor, person_behind
from registrations.receivables.documents import age_rows, how_to_pay, statement_csv, statement_pdf
from registrations.receivables.queries import account_of, kept_account, open_orders
from registrations.receivables.queries.accounts import Account, Payer

DEFAULT = timedelta(days=365)


@login_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What it owes, how to pay, what happened."""
    return _page(request, _organisation(request, slug))


@login_required
@require_safe
def organisation_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    return _pdf(request, _organisation(request, slug))


@login_required
@require_safe
def organisation_csv(request: HttpRequest, slug: str) -> HttpResponse:
    return _csv(request, _organisation(request, slug))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My own account."""
    return _page(request, person_behind(request))


@login_required
@require_safe
def mine_pdf(request: HttpRequest) -> HttpResponse:
    return _pdf(request, person_behind(request))


@login_required
@require_safe
def mine_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, person_behind(request))


def _organisation(request: HttpRequest, slug: str) -> Payer:
    found = kept_account(slug, by=actor(request), on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _account(request: HttpRequest, payer: Payer) -> Account:
    last = _day(request, "au") or timezone.localdate()
    first, last = sorted((_day(request, "du") or last - DEFAULT, last))  # the two ends, whichever was typed first
    return account_of(payer, first=first, last=last)


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; what is not one is as if it were not there."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _page(request: HttpRequest, payer: Payer) -> HttpResponse:
    account, on = _account(request, payer), timezone.localdate()
    owing = open_orders(payer, on=on)
    context = {
        "account": account,
        "organisation": payer if payer != request.user else None,
        "open": owing,
        "owing_cents": sum(one.due_cents for _order, one, _day in owing),
        "late_cents": sum(one.due_cents for order, one, day in owing if order.on_account and day < on),
        "today": on,
        "how_to_pay": how_to_pay(),
        "period": f"du={account.first}&au={account.last}",
        "age_rows": age_rows(account.ages),
    }
    return render(request, "portal/receivables/account.html", context)


def _pdf(request: HttpRequest, payer: Payer) -> HttpResponse:
    account, now = _account(request, payer), timezone.now()
    paper = statement_pdf(account, language=get_language() or "fr", at=now)
    return _file(paper, "application/pdf", f"compte-{account.last}.pdf")


def _csv(request: HttpRequest, payer: Payer) -> HttpResponse:
    account = _account(request, payer)
    return _file(statement_csv(account).encode(), "text/csv; charset=utf-8", f"compte-{account.last}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
