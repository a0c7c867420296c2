"""Answering a survey, on a phone, in a minute."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registrations.errors import DomainError, NotFound
from registrations.people.requests import person_behind
from registrations.surveys.actions import answer_survey
from registrations.surveys.forms import AnswersForm
from registrations.surveys.queries import receipt_of
from registrations.surveys.rules import SurveyState


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The questions on one page; thanks once they are answered."""
    try:
        receipt = receipt_of(uuid, person=person_behind(request))
    except NotFound as missing:
        raise Http404 from missing
    survey = receipt.survey
    if receipt.answered or survey.state != SurveyState.OPEN:
        context = {"survey": survey, "answered": receipt.answered}
        return render(request, "portal/surveys/done.html", context, status=409 if request.method == "POST" else 200)
    form = AnswersForm(request.POST or None, questions=list(survey.questions.all()))
    form.is_bound = request.method == "POST"
    if form.is_bound and form.is_valid():
        try:
            answer_survey(receipt, form.answers, on=timezone.localdate())
            return render(request, "portal/surveys/done.html", {"survey": survey, "answered": True})
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "portal/surveys/answer.html", {"survey": survey, "form": form}, status=422 if form.errors else 200
    )
