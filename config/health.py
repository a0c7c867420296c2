"""For those who keep the machines: is it alive, is it ready, how much waits."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from huey.contrib.djhuey import HUEY

from config.problems import problem
from registrations.errors import NotFound
from registrations.messages.models import Message, MessageState
from registrations.models import ImportBatch, SeatClaim, StoredAnswer, StripeEvent


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration; 503 otherwise, saying which of them fails."""
    checks = {"database": False, "migrations": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        checks["migrations"] = False
    ready = all(checks.values())
    return JsonResponse({"status": "ok" if ready else "unready", **checks}, status=200 if ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for the bearer of METRICS_TOKEN; without that setting there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        return problem(NotFound())
    lines = [f"# TYPE {name} gauge\n{name} {value}" for name, value in _gauges().items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _gauges() -> dict[str, Any]:
    now = timezone.now()
    waiting = Message.objects.filter(state=MessageState.WAITING)
    oldest = waiting.filter(not_before__lte=now).order_by("not_before").values_list("not_before", flat=True).first()
    return {
        "axtra_messages_waiting": waiting.count(),
        "axtra_messages_failed": Message.objects.filter(state=MessageState.FAILED).count(),
        "axtra_messages_oldest_due_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "axtra_queue_tasks": HUEY.pending_count(),
        "axtra_seat_claims_live": SeatClaim.objects.filter(released_at=None).count(),
        "axtra_imports": ImportBatch.objects.count(),
        "axtra_stripe_events": StripeEvent.objects.count(),
        "axtra_stored_answers": StoredAnswer.objects.count(),
    }
