"""A list pasted or uploaded: check, leave lines out, apply."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.imports.actions import cancel_batch, check_sheet, leave_out, start_applying, take_back
from registrations.imports.errors import FileTooBig
from registrations.imports.jobs import apply_all, apply_batch
from registrations.imports.models import BatchState, ImportBatch
from registrations.imports.queries import progress
from registrations.imports.rules import MAX_BYTES
from registrations.organisations.models import Organisation
from registrations.staff.forms import PasteForm
from registrations.staff.portal.doors import entered, get_and_post, shown, tried
from registrations.staff.queries import batch_of, lines_read, people_to_invite
from registrations.staff.rules import pasted, uploaded

AT_ONCE = 60
"""Lines that are applied while the registrar waits; a longer list goes to the worker, and the page follows it."""


@login_required
@get_and_post
def paste(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a list: nothing is written but the batch."""
    me, organisation = entered(request, slug)
    posted = request.method == "POST"
    form = PasteForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_bound:
        batch = tried(form, lambda: _checked(organisation, form.cleaned_data, by=me))
        if batch is not None:
            return redirect("staff:batch", slug, batch.uuid)
    return shown(request, "paste", {"organisation": organisation, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A verdict a line; leave out, take back, apply, forget; then what was done."""
    me, organisation = entered(request, slug)
    found, refusal = batch_of(organisation, uuid), None
    if request.method == "POST":
        try:
            _decide(found, request.POST, by=me)
            return redirect("staff:batch", slug, uuid)
        except DomainError as error:
            refusal = error
    context = {
        "organisation": organisation,
        "batch": found,
        "progress": progress(found),
        "lines": lines_read(found),
        "refusal": refusal,
        "to_invite": len(people_to_invite([organisation.pk], on=timezone.localdate())),
    }
    pages = {BatchState.CHECKED: "check", BatchState.CANCELLED: "forgotten"}
    return shown(request, pages.get(BatchState(found.state), "applied"), context)


def _checked(organisation: Organisation, given: dict[str, Any], *, by: Actor) -> ImportBatch:
    most, file = settings.IMPORT_MAX_LINES, given.get("file")
    if file and file.size > MAX_BYTES:
        raise FileTooBig(megabytes=MAX_BYTES // 1024 // 1024)
    sheet = uploaded(file.read(), max_lines=most) if file else pasted(given["text"], max_lines=most)
    name = file.name if file else "-"
    return check_sheet(kind="staff", sheet=sheet, file_name=name, about=organisation.uuid, by=by, at=timezone.now())


def _decide(found: ImportBatch, posted: Any, *, by: Actor) -> None:
    now, numbers = timezone.now(), [int(n) for n in posted.getlist("line") if n.isdecimal() and len(n) < 9]
    match posted.get("answer"):
        case "leave-out":
            leave_out(batch=found, numbers=numbers, by=by, at=now)
        case "leave-out-refused":
            leave_out(batch=found, by=by, at=now)
        case "take-back":
            take_back(batch=found, numbers=numbers, by=by, at=now)
        case "forget":
            cancel_batch(batch=found, by=by, at=now)
        case "apply":
            start_applying(batch=found, by=by, at=now)
            if found.lines_total <= AT_ONCE:
                apply_all(found, by=by)
            else:
                apply_batch.enqueue(found.pk)
