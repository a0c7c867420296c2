"""The yearly training statement of an organisation, for its registrars."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registrations.certificates.documents import statement_csv, statement_pdf
from registrations.certificates.queries import Statement
from registrations.errors import NotFound
from registrations.organisations.models import Organisation
from registrations.people.requests import actor
from training.completion.queries import statement_for, years_for


@login_required
@require_safe
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """The present year, or the latest that has something."""
    today = timezone.localdate()
    organisation, _empty = _found(request, slug, today.year)
    years = years_for(organisation)
    return redirect("training_completion:statement", organisation.slug, years[0] if years else today.year)


@login_required
@require_safe
def statement(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Who attended what that year."""
    organisation, found = _found(request, slug, year)
    context = {"organisation": organisation, "statement": found, "years": years_for(organisation)}
    return render(request, "portal/certificates/statement.html", context)


@login_required
@require_safe
def statement_paper(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    _organisation, found = _found(request, slug, year)
    content = statement_pdf(found, language=get_language() or "fr", at=timezone.now())
    return _file(content, "application/pdf", f"releve-de-formation-{slug}-{year}.pdf")


@login_required
@require_safe
def statement_sheet(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    _organisation, found = _found(request, slug, year)
    content = statement_csv(found).encode()
    return _file(content, "text/csv; charset=utf-8", f"releve-de-formation-{slug}-{year}.csv")


def _found(request: HttpRequest, slug: str, year: int) -> tuple[Organisation, Statement]:
    try:
        return statement_for(slug, year=year, by=actor(request), on=timezone.localdate())
    except NotFound as missing:
        raise Http404 from missing


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
