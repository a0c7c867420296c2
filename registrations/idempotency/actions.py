"""An unsafe call that is sent twice is done once: used by the API's POST doors."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from registrations.errors import Conflict, constraint_means
from registrations.idempotency.errors import BadKey, OtherBody, StillRunning
from registrations.idempotency.models import StoredAnswer

KEPT = timedelta(hours=24)
LOCK_TIMEOUT = "55P03"
DEADLOCKS = {"40P01", "40001"}


class _Repeated(Conflict):
    """This key was taken by an earlier call, which has committed; never leaves this module."""

    code = "repeated"


def idempotent(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Run `act` and answer; with an `Idempotency-Key`, run it once and give the same answer to each repeat.

    The key's row, the act and the answer are one transaction: a refusal rolls all back, and is not stored.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return again_if_deadlocked(act)
    if not (key.isascii() and key.isprintable() and 1 <= len(key) <= 200):
        raise BadKey
    row = _row(request, key, at=timezone.now())
    try:
        return again_if_deadlocked(lambda: _first(request, row, act))
    except _Repeated:
        return _replay(row)


def again_if_deadlocked(act: Callable[[], Any]) -> Any:
    """Run `act`, which holds its own transaction; once more when the database chose it as a deadlock's victim."""
    try:
        return act()
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) not in DEADLOCKS:
            raise
        return act()


@transaction.atomic
def forget_answers(*, at: datetime) -> int:
    """Delete the answers kept for more than a day; how many they were."""
    return StoredAnswer.objects.filter(created_at__lt=at - KEPT).delete()[0]


def _row(request: HttpRequest, key: str, *, at: datetime) -> StoredAnswer:
    person = getattr(request.user, "uuid", None)
    return StoredAnswer(
        principal=f"person:{person}" if person else "anonymous",
        route=f"{request.method} {request.path}"[:200],
        key=key,
        body_hash=sha256(request.get_full_path().encode() + b"\n" + request.body).hexdigest(),
        created_at=at,
    )


def _first(request: HttpRequest, row: StoredAnswer, act: Callable[[], Any]) -> HttpResponse:
    with transaction.atomic():
        _claim(row)
        response: HttpResponse = request.render(act())  # type: ignore[attr-defined]  # the API puts it on its requests
        StoredAnswer.objects.filter(pk=row.pk).update(status=response.status_code, body=response.content.decode())
    return response


def _claim(row: StoredAnswer) -> None:
    """Take the key, waiting for a call that holds it: 5 s on PostgreSQL; SQLite has waited at BEGIN already."""
    row.pk = None
    row._state.adding = True
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
    try:
        with constraint_means(StoredAnswer, "storedanswer_one_per_key", _Repeated(), savepoint=False):
            row.save(force_insert=True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == LOCK_TIMEOUT:
            raise StillRunning(retry_after=5) from error
        raise


def _replay(row: StoredAnswer) -> HttpResponse:
    stored = StoredAnswer.objects.filter(principal=row.principal, route=row.route, key=row.key).first()
    if stored is None:  # forgotten in between
        raise StillRunning(retry_after=1)
    if stored.body_hash != row.body_hash:
        raise OtherBody
    response = HttpResponse(stored.body, status=stored.status, content_type="application/json; charset=utf-8")
    response["Idempotent-Replayed"] = "true"
    return response
