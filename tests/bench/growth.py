"""What an enrolment costs while the register grows from 1,000 to 1,000,000 of them: it must not.

Each size has its claims, journal and messages besides. Drawn in `growth.svg`; the numbers are in milliseconds.
"""

import os
import statistics
import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

from registrations.charts import columns
from registrations.models import Entry, Message, SeatClaim, User
from tests.bench.enrolments import open_session
from tests.bench.people import rushing_people
from tests.bench.sale import copy_row, employ
from training.models import Enrolment, Session

SIZES, EACH, SESSIONS, SEATS, PAST = (1_000, 10_000, 100_000, 1_000_000), 300, 10, 40, 25_000
STYLE = (
    "</desc><style>text { font: 12px sans-serif } .axis { stroke: #ccc } .series-0 { fill: #1f5f8b }"
    " .series-1 { fill: #d98324 }</style>"
)


def measure() -> dict[str, Any]:
    """The median time of one registration at each size, through the API, and what Python used of it."""
    people = rushing_people()
    employ(people)
    enrol(people[-20:], [open_session(SEATS)])  # warm, and what the copies are made of
    sizes, template = [], Enrolment.objects.earliest("pk")
    for rank, size in enumerate(SIZES):
        grow(template, size)
        sessions = [open_session(SEATS) for _session in range(SESSIONS)]
        sizes.append({"rows": size} | enrol(people[rank * EACH : (rank + 1) * EACH], sessions))
    draw(sizes)
    return {"growth": sizes, "growth_of_cost": round(sizes[-1]["ms"] / sizes[0]["ms"], 2)}


def enrol(people: list[User], sessions: list[Session]) -> dict[str, float]:
    """Register each person once."""
    addresses = [f"/api/v1/training/sessions/{session.uuid}/enrolments" for session in sessions]
    elapsed, used = [], []
    for rank, person in enumerate(people):
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        start, cpu = time.perf_counter(), time.thread_time()
        answer = client.post(addresses[rank % len(addresses)], "{}", content_type="application/json")
        elapsed.append(1000 * (time.perf_counter() - start))
        used.append(1000 * (time.thread_time() - cpu))
        if answer.status_code != 201:
            raise SystemExit(answer.content.decode())
    return {"ms": round(statistics.median(elapsed), 1), "python_ms": round(statistics.median(used), 1)}


def grow(template: Enrolment, size: int) -> None:
    """Copies up to `size` rows: of everybody, in sessions of the past, with what an enrolment leaves behind it."""
    there, about = Enrolment.objects.count(), {"about_uuid": "e.uuid"}
    claim = SeatClaim.objects.get(holder_uuid=template.uuid)
    entry, message = Entry.objects.get(about_uuid=template.uuid), Message.objects.get(about_uuid=template.uuid)
    with connection.cursor() as cursor:
        past(cursor, template.session)
        people, sessions = (f"(SELECT array_agg(id ORDER BY id) all_of FROM {each}) " for each in (
            "registrations_user", "training_session WHERE code LIKE 'PAST-%'"
        ))  # fmt: skip
        several = f"generate_series({there}, {size - 1}) n, {people} p, {sessions} s"
        where = {
            "session_id": f"s.all_of[1 + n % {PAST}]",
            "person_id": f"p.all_of[1 + (n / {PAST} + n % {PAST} * 41) % cardinality(p.all_of)]",
        }
        newest = Enrolment.objects.latest("pk").pk
        copy_row(cursor, Enrolment, template.pk, several, **where)
        made = f"(SELECT * FROM training_enrolment WHERE id > {newest}) e"
        copy_row(cursor, SeatClaim, claim.pk, made, holder_uuid="e.uuid")
        copy_row(cursor, Entry, entry.pk, made, person_id="e.person_id", **about)
        told = {
            "to_id": "e.person_id",
            "fact": "'enrolment-confirmed:' || e.uuid",
            "state": "'sent'",
            "sent_at": "now()",
        }
        copy_row(cursor, Message, message.pk, made, **told, **about)
        cursor.execute("ANALYZE")


def past(cursor: Any, session: Session) -> None:
    """The sessions of the years before, made once."""
    if Session.objects.filter(code__startswith="PAST-").exists():
        return
    many, before = f"generate_series(1, {PAST}) n", "template.{} - n * interval '3 hours'"
    days = {name: before.format(name) for name in ("starts_at", "ends_at")}
    copy_row(cursor, type(session.pool), session.pool_id, many)
    pools = f"{many} JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) r FROM registrations_seatpool) p ON p.r = n"
    window = {name: before.format(name) for name in ("opens_at", "closes_at")}
    copy_row(cursor, Session, session.pk, pools, code="'PAST-' || n", pool_id="p.id", **window, **days)
    made = "(SELECT id, substr(code, 6)::int n FROM training_session WHERE code LIKE 'PAST-%') s"
    meeting = session.meetings.get()
    copy_row(cursor, type(meeting), meeting.pk, made, session_id="s.id", **days)


def draw(sizes: list[dict[str, Any]]) -> None:
    """One pair of bars for each size, in tenths of a millisecond."""
    groups = [(f"{size['rows']:,}", [round(10 * size[name]) for name in ("ms", "python_ms")]) for size in sizes]
    picture = columns(
        groups,
        ["elapsed", "of which Python"],
        title="Cost of an enrolment by rows in the table",
        description="Median of 300, in tenths of a millisecond.",
    )
    path = Path(os.environ["DATA_DIR"]) / "growth.svg"
    path.write_text(
        str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace("</desc>", STYLE, 1)
    )
    print(f"drawn: {path}")
