"""What a bare Django view does: the least that books a seat, and prepared bytes."""

import json
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from registrations.ids import uuid7

PREPARED: dict[str, bytes] = {}


@csrf_protect
@require_POST
@login_required
def enrol(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """SELECT session, conditional UPDATE, INSERT: same session authentication, CSRF, JSON, server and pool as ours."""
    json.loads(request.body or b"{}")
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, pool_id FROM training_session WHERE uuid = %s AND opens_at <= %s", [uuid, now])
        session, pool = cursor.fetchone()
        cursor.execute("UPDATE registrations_seatpool SET taken = taken + 1 WHERE id = %s AND taken < capacity", [pool])
        state, public = ("confirmed" if cursor.rowcount else "waitlisted"), uuid7()
        cursor.execute(
            "INSERT INTO training_enrolment (uuid, session_id, person_id, state, region, role, created_at, sequence,"
            " historical) VALUES (%s, %s, %s, %s, '', '', %s, 0, false)",
            [public, session, request.user.pk, state, now],
        )
    return JsonResponse({"id": str(public), "state": state}, status=201)


def prepared_bytes(request: HttpRequest, what: str) -> HttpResponse:
    """The same bytes as our answer, read once from a file: what the middleware and the server alone cost."""
    if what not in PREPARED:
        PREPARED[what] = (settings.DATA_DIR / what.replace("/", "-")).read_bytes()
    return HttpResponse(PREPARED[what], content_type="application/json")
