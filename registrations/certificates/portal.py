"""One's own certificates and yearly statements; the page where anybody checks one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registrations.certificates.documents import certificate_pdf, statement_csv, statement_pdf
from registrations.certificates.errors import NotValidAnyMore, TooManyLookups
from registrations.certificates.forms import CodeForm
from registrations.certificates.queries import certificate_for, certificates_of, statement_of, years_of
from registrations.certificates.requests import looked_up
from registrations.certificates.rules import read_code
from registrations.errors import NotFound
from registrations.people.requests import actor, person_behind


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:verification", _shown(form.cleaned_data["code"]))
    return render(request, "portal/certificates/verify.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, replaced or revoked; of the person, the initials alone."""
    try:
        found = looked_up(request, code)
    except TooManyLookups as refusal:
        context = {"refusal": refusal, "code": _shown(code)}
        return render(request, "portal/certificates/verification.html", context, status=429)
    context = {"found": found, "code": _shown(code)}
    response = render(request, "portal/certificates/verification.html", context, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My certificates, and the years of which I can have a statement."""
    person = person_behind(request)
    context = {"certificates": list(certificates_of(person)), "years": years_of(person)}
    return render(request, "portal/certificates/mine.html", context)


@login_required
@require_safe
def pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The paper, in the language of the page."""
    try:
        found = certificate_for(uuid, by=actor(request))
        content = certificate_pdf(found, language=get_language() or "fr")
    except (NotFound, NotValidAnyMore) as missing:
        raise Http404 from missing
    return _file(content, "application/pdf", f"{found.label}.pdf")


@login_required
@require_safe
def statement(request: HttpRequest, year: int) -> HttpResponse:
    """What I attended that year."""
    person = person_behind(request)
    context = {"statement": statement_of(person, year=_year(year)), "years": years_of(person)}
    return render(request, "portal/certificates/statement.html", context)


@login_required
@require_safe
def statement_paper(request: HttpRequest, year: int) -> HttpResponse:
    found = statement_of(person_behind(request), year=_year(year))
    content = statement_pdf(found, language=get_language() or "fr", at=timezone.now())
    return _file(content, "application/pdf", f"releve-de-formation-{year}.pdf")


@login_required
@require_safe
def statement_sheet(request: HttpRequest, year: int) -> HttpResponse:
    content = statement_csv(statement_of(person_behind(request), year=_year(year))).encode()
    return _file(content, "text/csv; charset=utf-8", f"releve-de-formation-{year}.csv")


def _year(year: int) -> int:
    """A year that there is."""
    if not 2000 <= year <= 2199:
        raise Http404
    return year


def _shown(code: str) -> str:
    """The code as the address has it; a code that cannot be one leads to the page that says so."""
    read = read_code(code)
    return read if read.isalnum() and read.isascii() and len(read) <= 20 else "inconnu"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
