"""`/adherer/`: what membership is, then the three pages of an application.

But for one's own names, nothing is written before the last.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registrations.errors import DomainError
from registrations.memberships.actions import Candidate, Declared, apply_for_membership
from registrations.memberships.forms import CriteriaForm, DocumentsForm, SubjectForm
from registrations.memberships.models import MembershipApplication, MembershipCategory
from registrations.memberships.queries import applicable, applications_of, categories_asked, known_organisation, whole
from registrations.memberships.requests import all_received, answers, forget, keep
from registrations.organisations.models import Organisation
from registrations.people.actions import give_names
from registrations.people.requests import actor, person_behind

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """The categories, what each asks, and how an application goes."""
    sent = whole(applications_of(actor(request), on=timezone.localdate()))  # of a visitor, none
    context = {"categories": categories_asked(), "applications": list(sent[:10])}
    return render(request, "portal/memberships/explain.html", context)


@login_required
@get_and_post
def subject(request: HttpRequest) -> HttpResponse:
    """Which organisation, in which category."""
    person, on = person_behind(request), timezone.localdate()
    form = SubjectForm(
        request.POST or None,
        person=person,
        mine=applicable(person, on=on),
        categories=categories_asked(),
        initial=answers(request).get("subject") or {"role": "director"},
    )
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        if names := form.take_names():
            give_names(person, **names, by=actor(request), at=timezone.now())
        keep(request, subject=form.cleaned_data)
        return redirect("memberships:criteria")
    return render(request, "portal/memberships/subject.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@get_and_post
def criteria(request: HttpRequest) -> HttpResponse:
    """What is asked in that category, one tick each."""
    category = _category(request)
    if category is None:
        return redirect("memberships:subject")
    asked: Any = category.asked  # type: ignore[attr-defined]  # the present criteria, read with the category
    form = CriteriaForm(request.POST or None, criteria=asked, initial=answers(request))
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        shown = [str(criterion.uuid) for criterion in asked]
        keep(request, shown=shown, met=form.cleaned_data["met"], message=form.cleaned_data["message"])
        return redirect("memberships:check")
    ticked = form["met"].value() or []
    context = {"form": form, "category": category, "criteria": asked, "ticked": ticked}
    return render(request, "portal/memberships/criteria.html", context, status=422 if form.errors else 200)


@login_required
@get_and_post
def check(request: HttpRequest) -> HttpResponse:
    """All that will be sent, the documents, and the button that sends."""
    category, given = _category(request), answers(request)
    if category is None or "shown" not in given:
        return redirect("memberships:subject")
    form = DocumentsForm(request.POST or None, request.FILES or None)
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            sent = _send(request, category, form.cleaned_data["documents"])
            forget(request)
            slug = sent.membership.organisation.slug
            return redirect(f"{reverse('memberships:follow', args=[slug])}?envoyee=1")
        except DomainError as refusal:
            form.add_error("documents" if refusal.code.startswith("file-") else None, str(refusal))
    asked = [(criterion, str(criterion.uuid) in given["met"]) for criterion in category.asked]  # type: ignore[attr-defined]  # the same
    known = _known(request)
    context = {
        "form": form,
        "category": category,
        "criteria": asked,
        "unmet": sum(not met for _criterion, met in asked),
        "known": known,
        "candidate": None if known else _candidate(given["subject"]),
        "role": dict(SubjectForm.base_fields["role"].choices).get(given["subject"]["role"], ""),  # type: ignore[attr-defined]  # a choice field
        "message": given.get("message", ""),
    }
    return render(request, "portal/memberships/check.html", context, status=409 if form.errors else 200)


def _send(request: HttpRequest, category: MembershipCategory, documents: list[Any]) -> MembershipApplication:
    given, now = answers(request), timezone.now()
    with all_received(documents, at=now) as kept:
        return apply_for_membership(
            subject=_known(request) or _candidate(given["subject"]),
            role=given["subject"]["role"],
            category=category,
            declared=Declared(shown=_uuids(given["shown"]), met=_uuids(given["met"])),
            message=given.get("message", ""),
            documents=kept,
            by=actor(request),
            at=now,
        )


def _uuids(texts: list[str]) -> list[UUID]:
    return [UUID(text) for text in texts]


def _category(request: HttpRequest) -> MembershipCategory | None:
    """The category that was chosen, if it is still asked for."""
    chosen = answers(request).get("subject", {}).get("category")
    return next((category for category in categories_asked() if category.slug == chosen), None)


def _known(request: HttpRequest) -> Organisation | None:
    """One of the person's own organisations, or the one that the register has under the name or NEQ given."""
    given, person = answers(request)["subject"], person_behind(request)
    mine = {organisation.slug: organisation for organisation in applicable(person, on=timezone.localdate())}
    chosen = mine.get(given.get("organisation", ""))
    return chosen or known_organisation(name=given.get("name", ""), neq=given.get("neq", ""))


def _candidate(given: dict[str, Any]) -> Candidate:
    names = asdict(Candidate(name=""))
    return Candidate(**{name: given.get(name) or empty for name, empty in names.items()})
