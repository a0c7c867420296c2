"""`/training/programmes/{slug}/report`: for the team; 404 for anybody else."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Status

from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from training.catalogue.models import Programme
from training.reports.actions import freeze_report, period_between
from training.reports.documents import pdf, xlsx
from training.reports.models import FrozenReport
from training.reports.queries import chosen, document_of, last_frozen, programme_for, since, whole_period
from training.reports.schemas import FreezeIn, FrozenOut, ReportOut, ReportPeriod

router = Router(auth=signed_in)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/programmes/{slug:slug}/report", response=ReportOut, operation_id="training_report")
def get_report(request: HttpRequest, slug: str, period: Query[ReportPeriod]) -> ReportOut:
    """The numbers as they are now, and what differs from the last frozen version."""
    programme = programme_for(slug, by=actor(request))
    document, frozen = _document(programme, period, at=timezone.now()), last_frozen(programme)
    return ReportOut.of(document, chosen(programme), frozen, since(frozen, document))


@router.get("/programmes/{slug:slug}/report.xlsx", operation_id="training_report_xlsx")
def get_spreadsheet(request: HttpRequest, slug: str, period: Query[ReportPeriod]) -> HttpResponse:
    """The same as a spreadsheet, in the language asked for."""
    programme = programme_for(slug, by=actor(request))
    document = _document(programme, period, at=timezone.now())
    changes = since(last_frozen(programme), document)
    content = xlsx(document, chosen(programme), changes, language=get_language() or "fr")
    return _file(content, XLSX, f"{programme.slug}.xlsx")


@router.get("/programmes/{slug:slug}/report.pdf", operation_id="training_report_pdf")
def get_paper(request: HttpRequest, slug: str, period: Query[ReportPeriod]) -> HttpResponse:
    """The same on paper (PDF/UA), in the language asked for."""
    programme, now = programme_for(slug, by=actor(request)), timezone.now()
    content = pdf(_document(programme, period, at=now), chosen(programme), language=get_language() or "fr", at=now)
    return _file(content, "application/pdf", f"{programme.slug}.pdf")


@router.get("/programmes/{slug:slug}/report/frozen", response=list[FrozenOut], operation_id="training_report_frozen")
def list_frozen(request: HttpRequest, slug: str) -> Any:
    """The frozen versions of a programme, the latest first."""
    return FrozenReport.objects.filter(programme=programme_for(slug, by=actor(request))).order_by("-number")


@router.post("/programmes/{slug:slug}/report/freeze", response={201: FrozenOut}, operation_id="training_report_freeze")
def post_freeze(request: HttpRequest, slug: str, body: FreezeIn) -> Any:
    """Keep the numbers of a period as they are now; accepts `Idempotency-Key`."""
    by = actor(request)
    programme = programme_for(slug, by=by)
    return idempotent(request, lambda: Status(201, freeze_report(programme, **body.dict(), by=by, at=timezone.now())))


def _document(programme: Programme, period: ReportPeriod, *, at: datetime) -> dict[str, Any]:
    whole = whole_period(programme)
    return document_of(programme, period_between(period.first or whole.first, period.last or whole.last), at=at)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
