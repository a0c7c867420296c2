"""Where the provider's events come in: checked, stored, answered at once; applied by a job."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from registrations.errors import DomainError
from registrations.payments import gateway
from registrations.payments.actions import receive_event
from registrations.payments.jobs import apply_event
from registrations.payments.models import EventState


@csrf_exempt
@require_POST
def stripe_event(request: HttpRequest) -> HttpResponse:
    """Answer 400 to what the provider did not sign, 200 to everything else, however often it comes."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > gateway.MAX_BODY:
        return HttpResponse(status=400)
    try:
        head = gateway.event_head(request.body, request.headers.get("Stripe-Signature", ""))
    except DomainError as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    event = receive_event(head, at=timezone.now())
    if event.state == EventState.WAITING:
        apply_event.enqueue(event.pk)
    return HttpResponse(status=200)
