"""Answering the questions of a registration, and correcting the answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations.errors import DomainError, NotFound
from registrations.people.requests import actor
from registrations.questions.actions import answer
from registrations.questions.errors import AnswersRefused
from registrations.questions.forms import CONSENT, AnswersForm, answers_in, show_faults
from registrations.questions.queries import Sheet, sheet_of
from registrations.questions.registry import REGISTRATIONS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The questions of one's registration with what one answered; once it has begun, to read alone."""
    kind = next((kind for kind, one in REGISTRATIONS.items() if one.slug == slug), "")
    try:
        sheet = sheet_of(kind, uuid, by=actor(request), at=timezone.now())
    except NotFound as missing:
        raise Http404 from missing
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        questions=sheet.questions,
        answers=sheet.answers,
        consented=sheet.consented,
    )
    if form.is_bound and form.is_valid() and _kept(request, form, sheet):
        messages.success(request, _("Your answers are kept. You can change them until it begins."))
        return redirect(sheet.registered.back)
    status = 422 if form.errors else 200
    return render(request, "portal/questions/answers.html", {"sheet": sheet, "form": form}, status=status)


def _kept(request: HttpRequest, form: AnswersForm, sheet: Sheet) -> bool:
    about = (sheet.registered.kind, sheet.registered.uuid)
    consented = bool(form.cleaned_data.get(CONSENT))
    try:
        answer(about, answers_in(form), consented=consented, by=actor(request), at=timezone.now())
    except AnswersRefused as refusal:
        show_faults(form, refusal)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
