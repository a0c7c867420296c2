"""What a bare Django view does: the least that books a seat, and prepared bytes."""

import json
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from registrations.ids import short_code, uuid7
from registrations.models import Order, OrderLine, SeatClaim, Ticket
from training.models import Enrolment

PREPARED: dict[str, bytes] = {}


@csrf_protect
@require_POST
def enrol(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """SELECT session, conditional UPDATE, INSERT: same session authentication, CSRF, JSON, server and pool as ours."""
    json.loads(request.body or b"{}")
    if not request.user.is_authenticated:  # a redirection would count as a booking
        return JsonResponse({"code": "not-signed-in"}, status=401)
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, pool_id FROM training_session WHERE uuid = %s AND opens_at <= %s", [uuid, now])
        session, pool = cursor.fetchone()
        cursor.execute("UPDATE registrations_seatpool SET taken = taken + 1 WHERE id = %s AND taken < capacity", [pool])
        state, public = ("confirmed" if cursor.rowcount else "waitlisted"), uuid7()
        seat = {"session_id": session, "person_id": request.user.pk, "state": state, "created_at": now}
        insert(cursor, Enrolment, uuid=public, **seat)
    return JsonResponse({"id": str(public), "state": state}, status=201)


@csrf_protect
@require_POST
def order(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """The same for an order of one ticket: its rows in five statements of SQL, without price, tax, lock or journal."""
    json.loads(request.body)
    if not request.user.is_authenticated:
        return JsonResponse({"code": "not-signed-in"}, status=401)
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
        code, ticket, until = short_code(), uuid7(), now + timedelta(hours=1)
        order_id = insert(cursor, Order, person_id=person, placed_by_id=person, code=code, taxable_cents=cents,
                          state="placed", placed_at=now, expires_at=until)  # fmt: skip
        line_id = insert(cursor, OrderLine, order_id=order_id, kind="ticket", item_uuid=uuid, description=name,
                         quantity=1, unit_price_cents=cents, tax_category="exempt")  # fmt: skip
        insert(cursor, Ticket, uuid=ticket, colloquium_id=edition, ticket_type_id=kind, line_id=line_id,
               person_id=person, created_at=now)  # fmt: skip
        insert(cursor, SeatClaim, pool_id=pool, holder_kind="registrations.ticket", holder_uuid=ticket, until=until)
    return JsonResponse({"code": code, "state": "placed"}, status=201)


def insert(cursor: CursorWrapper, model: type[Model], **given: object) -> int:
    """One row in SQL written once, with the defaults of its columns; its key."""
    if model not in STATEMENTS:
        fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
        defaults = {field.column: field.get_default() for field in fields}
        lists = {name: "[]" for name, value in defaults.items() if value == []}
        names, marks = ", ".join(f'"{name}"' for name in defaults), ", ".join(f"%({name})s" for name in defaults)
        sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks}) RETURNING id"
        STATEMENTS[model] = sql, defaults | lists
    sql, values = STATEMENTS[model]
    fresh = {"uuid": uuid7()} if "uuid" in values else {}
    cursor.execute(sql, values | fresh | given)
    return cursor.fetchone()[0]


STATEMENTS: dict[type[Model], tuple[str, dict[str, object]]] = {}


def prepared_bytes(request: HttpRequest, what: str) -> HttpResponse:
    """The same bytes as our answer, read once from a file: what the middleware and the server alone cost."""
    if what not in PREPARED:
        PREPARED[what] = (settings.DATA_DIR / what.replace("/", "-")).read_bytes()
    return HttpResponse(PREPARED[what], content_type="application/json")
