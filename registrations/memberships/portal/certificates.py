"""The certificate of membership, and the page where anybody checks one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registrations.memberships.documents import certificate_pdf
from registrations.memberships.forms import NumberForm
from registrations.memberships.queries import certified, current_membership, read_number
from registrations.people.requests import actor


@require_safe
@login_required
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """The paper of today, in the language of the page; for the registrars of a member."""
    now = timezone.now()
    membership = current_membership(slug, by=actor(request), on=timezone.localdate(now))
    return pdf(certificate_pdf(membership, language=get_language() or "fr", at=now), membership.code or "")


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type the number of a certificate."""
    form = NumberForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("memberships:verification", read_number(form.cleaned_data["number"]) or "inconnu")
    return render(request, "portal/memberships/verify.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the certificate of this number is valid today."""
    today = timezone.localdate()
    found = certified(code, on=today)
    context = {"found": found, "code": read_number(code), "today": today}
    return render(request, "portal/memberships/verification.html", context, status=200 if found else 404)


def pdf(content: bytes, number: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="attestation-adhesion-{number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
