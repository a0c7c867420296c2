"""The certificate of an enrolment; the yearly training statement of an organisation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Status

from registrations.certificates.documents import certificate_pdf, who_attended
from registrations.certificates.queries import certificate_for
from registrations.certificates.schemas import StatedOut, StatementOut
from registrations.people.credentials import signed_in
from registrations.people.requests import actor
from registrations.surveys.actions import answer_survey
from registrations.surveys.models import SurveyReceipt
from registrations.surveys.queries import receipt_of
from training.completion.queries import certificate_for_enrolment, receipt_of_enrolment, statement_for
from training.completion.schemas import AnswersIn, SurveyOut, YearIn
from training.enrolments.queries import enrolment_for

router = Router()
organisations_router = Router()


@router.get("/enrolments/{uuid:enrolment_id}/certificate.pdf", auth=signed_in, operation_id="training_certificate")
def get_certificate(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The valid certificate of an enrolment (PDF/UA) for its person, in the language asked for; 404 without one."""
    me = actor(request)
    enrolment = enrolment_for(enrolment_id, by=me, at=timezone.now())
    found = certificate_for(certificate_for_enrolment(enrolment).uuid, by=me)
    content = certificate_pdf(found, language=get_language() or "fr")
    headers = {"Content-Disposition": f'attachment; filename="{found.label}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@router.get(
    "/enrolments/{uuid:enrolment_id}/survey", response=SurveyOut, auth=signed_in, operation_id="training_survey"
)
def get_survey(request: HttpRequest, enrolment_id: UUID) -> SurveyOut:
    """The survey that one is asked to answer about a training, and whether one has."""
    return SurveyOut.of(_receipt(request, enrolment_id))


@router.post(
    "/enrolments/{uuid:enrolment_id}/survey",
    response={201: SurveyOut},
    auth=signed_in,
    operation_id="training_answer_survey",
)
def post_survey(request: HttpRequest, enrolment_id: UUID, body: AnswersIn) -> Status[SurveyOut]:
    """Answer once, anonymously: no key is kept (it would lead to the answer), a second call is refused."""
    receipt = _receipt(request, enrolment_id)
    answer_survey(receipt, body.answers, on=timezone.localdate())
    return Status(201, SurveyOut.of(_receipt(request, enrolment_id)))


def _receipt(request: HttpRequest, enrolment_id: UUID) -> SurveyReceipt:
    me = actor(request)
    enrolment = enrolment_for(enrolment_id, by=me, at=timezone.now())
    return receipt_of(receipt_of_enrolment(enrolment).uuid, person=me.person)


@organisations_router.get(
    "/organisations/{slug:slug}/training-statement",
    response=StatementOut,
    auth=signed_in,
    operation_id="organisations_training_statement",
)
def get_statement(request: HttpRequest, slug: str, asked: Query[YearIn]) -> StatementOut:
    """What the organisation's people attended in a calendar year, as certified; for its registrars."""
    today = timezone.localdate()
    _organisation, found = statement_for(slug, year=asked.year or today.year, by=actor(request), on=today)
    items = [
        StatedOut(
            person=who_attended(one),
            number=one.label,
            title=one.title,
            first_on=one.first_on,
            last_on=one.last_on,
            minutes=one.minutes,
        )
        for one in found.certificates
    ]
    return StatementOut(
        year=found.year, certificates=len(items), people=found.people, minutes=found.minutes, items=items
    )
