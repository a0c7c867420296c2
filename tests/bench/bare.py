"""What a bare Django view does: the least that books a seat, and prepared bytes."""

import json
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from registrations.ids import short_code, uuid7

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


@csrf_protect
@require_POST
@login_required
def order(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """The same for an order of one ticket: its rows in five statements of SQL, without price, tax, lock or journal."""
    json.loads(request.body)
    now, person = timezone.now(), request.user.pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.colloquium_id, t.pool_id, t.name, t.public_price_cents FROM registrations_tickettype t"
            " WHERE t.uuid = %s AND t.opens_at <= %s",
            [uuid, now],
        )
        kind, edition, pool, name, cents = cursor.fetchone()
        cursor.execute("UPDATE registrations_seatpool SET taken = taken + 1 WHERE id = %s AND taken < capacity", [pool])
        if not cursor.rowcount:
            return JsonResponse({"code": "sold-out"}, status=409)
        code, ticket = short_code(), uuid7()
        cursor.execute(INSERT_ORDER, [uuid7(), code, person, person, cents, now, now + timedelta(hours=1)])
        cursor.execute(INSERT_LINE, [uuid7(), cursor.fetchone()[0], uuid, name, cents])
        cursor.execute(INSERT_TICKET, [ticket, edition, kind, cursor.fetchone()[0], person, now])
        cursor.execute(INSERT_CLAIM, [pool, ticket, now + timedelta(hours=1)])
    return JsonResponse({"code": code, "state": "placed"}, status=201)


INSERT_ORDER = (
    "INSERT INTO registrations_order (uuid, code, person_id, placed_by_id, state, language, province, on_account,"
    " purchase_order, taxable_cents, exempt_cents, tax_cents, taxes, placed_at, expires_at, historical)"
    " VALUES (%s, %s, %s, %s, 'placed', 'fr', 'QC', false, '', %s, 0, 0, '[]', %s, %s, false) RETURNING id"
)
INSERT_LINE = (
    "INSERT INTO registrations_orderline (uuid, order_id, kind, item_uuid, description, quantity, unit_price_cents,"
    " discount_cents, basis, tax_category, accounting_code, attendees)"
    " VALUES (%s, %s, 'ticket', %s, %s, 1, %s, 0, '', 'exempt', '', '[]') RETURNING id"
)
INSERT_TICKET = (
    "INSERT INTO registrations_ticket (uuid, colloquium_id, ticket_type_id, line_id, person_id, state, secret_version,"
    " secret_hash, created_at, historical) VALUES (%s, %s, %s, %s, %s, 'held', 1, '', %s, false)"
)
INSERT_CLAIM = (
    "INSERT INTO registrations_seatclaim (pool_id, count, holder_kind, holder_uuid, until)"
    " VALUES (%s, 1, 'registrations.ticket', %s, %s)"
)


def prepared_bytes(request: HttpRequest, what: str) -> HttpResponse:
    """The same bytes as our answer, read once from a file: what the middleware and the server alone cost."""
    if what not in PREPARED:
        PREPARED[what] = (settings.DATA_DIR / what.replace("/", "-")).read_bytes()
    return HttpResponse(PREPARED[what], content_type="application/json")
