"""The yearly declaration, part by part; prepared by the registrars and the direction, signed by the direction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registrations.errors import DomainError, NotFound
from registrations.people.requests import actor
from registrations.renewals.actions import (
    ask_signature,
    decline_renewal,
    resume_renewal,
    save_part,
    sign_declaration,
)
from registrations.renewals.forms import BudgetForm, ContactsForm, DeclineForm, ServicesForm, SignForm, StaffForm
from registrations.renewals.models import Declaration
from registrations.renewals.queries import Hand, declaration_of, latest_of, page_of, prefilled, scale_shown, staff_count
from registrations.renewals.rules import Section

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
FORMS: dict[str, type[forms.Form]] = {
    Section.BUDGET: BudgetForm,
    Section.SERVICES: ServicesForm,
    Section.CONTACTS: ContactsForm,
    Section.STAFF: StaffForm,
}
View = Callable[..., HttpResponse]


def _mine(view: View) -> View:
    """With the declaration in hand; what one may not know of is not found."""

    @wraps(view)
    @login_required
    def shown(request: HttpRequest, slug: str, year: str, **values: Any) -> HttpResponse:
        try:
            found, hand = declaration_of(slug, year, by=actor(request), on=timezone.localdate())
        except NotFound as refusal:
            raise Http404(str(refusal)) from refusal
        return view(request, found, hand, **values)

    return shown


@login_required
@require_safe
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """To the latest campaign's declaration."""
    try:
        found = latest_of(slug, by=actor(request), on=timezone.localdate())
    except NotFound as refusal:
        raise Http404(str(refusal)) from refusal
    return redirect(_address(found))


@require_safe
@_mine
def show(request: HttpRequest, declaration: Declaration, hand: Hand) -> HttpResponse:
    """What is done, what is missing, who signs, what it costs."""
    return _page(request, declaration, hand)


@get_and_post
@_mine
def part(request: HttpRequest, declaration: Declaration, _hand: Hand, section: str) -> HttpResponse:
    """One part, filled in with what is known; saved, it leads to the next."""
    if declaration.signed_at or declaration.declined_at:
        return redirect(_address(declaration))
    form = FORMS[section](request.POST or None, initial=_initial(declaration, section))
    form.is_bound = request.method == "POST"
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            _save(request, declaration, section, form.cleaned_data)
        except DomainError as refused:
            refusal = refused
            declaration.refresh_from_db()
            form = FORMS[section](initial=_initial(declaration, section))
        else:
            return redirect(_after(declaration, section))
    return _part_page(request, declaration, section, form, refusal)


@get_and_post
@_mine
def sign(request: HttpRequest, declaration: Declaration, hand: Hand) -> HttpResponse:
    """Read everything once more, then sign; or see who signs."""
    if declaration.signed_at or declaration.declined_at:
        return redirect(_address(declaration))
    initial = {"name": request.user.get_full_name(), "title": _("Executive director") if hand.is_director else ""}
    form = SignForm(request.POST or None, initial=initial)
    form.is_bound = request.method == "POST"
    context = page_of(declaration, hand, on=timezone.localdate()) | {"form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "portal/renewals/sign.html", context, status=422 if form.errors else 200)
    try:
        signed = sign_declaration(
            declaration=declaration,
            name=form.cleaned_data["name"],
            title=form.cleaned_data["title"],
            statement_version=_number(request.POST.get("statement_version", "")),
            by=actor(request),
            at=timezone.now(),
        )
    except DomainError as refusal:
        return render(request, "portal/renewals/sign.html", context | {"refusal": refusal}, status=409)
    return _signed(request, signed, pay=form.cleaned_data["pay"])


@require_POST
@_mine
def ask(request: HttpRequest, declaration: Declaration, hand: Hand) -> HttpResponse:
    """Ready: tell the direction."""
    try:
        ask_signature(declaration=declaration, by=actor(request), at=timezone.now())
    except DomainError as refusal:
        return _page(request, declaration, hand, refusal)
    messages.success(request, _("The direction was told by e-mail that the declaration is ready to sign."))
    return redirect(_address(declaration))


@get_and_post
@_mine
def decline(request: HttpRequest, declaration: Declaration, hand: Hand) -> HttpResponse:
    """The organisation does not renew: ask why, once."""
    form = DeclineForm(request.POST or None)
    form.is_bound = request.method == "POST"
    context = {"declaration": declaration, "organisation": declaration.membership.organisation, "form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "portal/renewals/decline.html", context, status=422 if form.errors else 200)
    try:
        decline_renewal(
            declaration=declaration, reason=form.cleaned_data["reason"], by=actor(request), at=timezone.now()
        )
    except DomainError as refusal:
        return _page(request, declaration, hand, refusal)
    messages.success(request, _("Noted: the organisation does not renew. You can change your mind on this page."))
    return redirect(_address(declaration))


@require_POST
@_mine
def resume(request: HttpRequest, declaration: Declaration, hand: Hand) -> HttpResponse:
    """It renews after all."""
    try:
        resume_renewal(declaration=declaration, by=actor(request), at=timezone.now())
    except DomainError as refusal:
        return _page(request, declaration, hand, refusal)
    messages.success(request, _("The declaration is open again, as you left it."))
    return redirect(_address(declaration))


def _page(
    request: HttpRequest, declaration: Declaration, hand: Hand, refusal: DomainError | None = None
) -> HttpResponse:
    context = page_of(declaration, hand, on=timezone.localdate()) | {"refusal": refusal}
    return render(request, "portal/renewals/declaration.html", context, status=409 if refusal else 200)


def _part_page(
    request: HttpRequest, declaration: Declaration, section: str, form: forms.Form, refusal: DomainError | None
) -> HttpResponse:
    organisation = declaration.membership.organisation
    context = {
        "declaration": declaration,
        "organisation": organisation,
        "section": Section(section),
        "number": list(Section.values).index(section) + 1,
        "total": len(Section.values),
        "form": form,
        "version": declaration.version,
        "refusal": refusal,
        "staff": staff_count(organisation, on=timezone.localdate()) if section == Section.STAFF else 0,
        "scale": scale_shown(declaration) if section == Section.BUDGET else [],
        "points": list(organisation.service_points.all()) if section == Section.CONTACTS else [],
        "contacts": list(organisation.contacts.select_related("person")) if section == Section.CONTACTS else [],
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "portal/renewals/part.html", context, status=status)


def _initial(declaration: Declaration, section: str) -> dict[str, Any]:
    if section == Section.BUDGET:
        cents = declaration.budget_cents if declaration.budget_cents is not None else declaration.reference_cents
        return {"budget_cents": cents}
    if section == Section.STAFF:
        return dict(declaration.content.get(section, {}))
    return dict(prefilled(declaration)[section])


def _save(request: HttpRequest, declaration: Declaration, section: str, values: dict[str, Any]) -> None:
    if section == Section.SERVICES:
        values = {**values, "confirmed": True}
    save_part(
        declaration=declaration,
        section=section,
        values=values,
        version=_number(request.POST.get("version", "")),
        by=actor(request),
        at=timezone.now(),
    )


def _after(declaration: Declaration, section: str) -> str:
    """The next part, or the page of the declaration after the last."""
    following = list(Section.values)[list(Section.values).index(section) + 1 :]
    return f"{_address(declaration)}{following[0]}/" if following else _address(declaration)


def _signed(request: HttpRequest, declaration: Declaration, *, pay: str) -> HttpResponse:
    context = page_of(declaration, Hand(is_director=True), on=timezone.localdate())
    orders = context["orders"]
    if pay == "card" and orders:
        return redirect("orders:pay", orders[-1].code)
    return render(request, "portal/renewals/signed.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _address(declaration: Declaration) -> str:
    slug = declaration.membership.organisation.slug
    return f"/moi/organisme/{slug}/declaration/{declaration.campaign.year.label}/"
