"""Enrolments per second under 32 clients, zero oversold, beside a bare view that books a seat."""

import statistics
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from registrations.models import SeatPool
from tests.bench.people import sign_people_in
from tests.bench.wrk import Run, load, serving
from training.models import Activity, Enrolment, Programme, Session

SEATS, ROUNDS, SECONDS, PORT = 600, 5, 4, 8950
SCRIPT = Path(__file__).with_name("rush.lua")


def measure() -> dict[str, Any]:
    """Alternate ours and the bare one; the median of the ratios, and the proof that nothing was oversold."""
    sign_people_in()
    ours, bare = [], []
    connection.close()
    with serving(PORT, {}) as server:
        load(f"http://127.0.0.1:{PORT}/healthz", server=server, seconds=1)  # warm
        for _round in range(ROUNDS):
            ours.append(rush("/api/v1/training/sessions/{}/enrolments", server))
            bare.append(rush("/bare/enrol/{}", server))
    ratios = [mine.rate / theirs.rate for mine, theirs in zip(ours, bare, strict=True)]
    return {
        "enrolments_per_second": round(statistics.median(run.rate for run in ours)),
        "bare_per_second": round(statistics.median(run.rate for run in bare)),
        "enrolment_ratio": round(statistics.median(ratios), 3),
        "enrolment_errors": sum(run.errors for run in ours),
        "enrolment_void_runs": sum(run.void for run in [*ours, *bare]),
        "server_cpu_seconds": round(sum(run.server_cpu for run in ours), 1),
        "client_cpu_seconds": round(sum(run.client_cpu for run in ours), 1),
        "oversold_sessions": oversold(),
    }


def rush(address: str, server: int) -> Run:
    """A fresh session of six hundred seats, and everybody at once."""
    session = open_session()
    run = load(f"http://127.0.0.1:{PORT}{address.format(session.uuid)}", server=server, seconds=SECONDS, script=SCRIPT)
    connection.close()
    return run


def open_session(seats: int = SEATS) -> Session:
    now = timezone.now()
    programme, _made = Programme.objects.get_or_create(
        slug="bench",
        defaults={
            "title": "Bench",
            "starts_on": now.date() - timedelta(days=9),
            "ends_on": now.date() + timedelta(days=90),
            "published_at": now,
            "members_only": False,
        },
    )
    number = Session.objects.count()
    activity = Activity.objects.create(slug=f"bench-{number}", title="Bench", programme=programme, duration_minutes=180)
    session = Session.objects.create(
        code=f"BENCH-{number}",
        activity=activity,
        state="published",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
        starts_at=now + timedelta(days=number + 2),
        ends_at=now + timedelta(days=number + 2, hours=3),
        pool=SeatPool.objects.create(capacity=seats),
    )
    session.meetings.create(starts_at=session.starts_at, ends_at=session.ends_at)
    return session


def oversold() -> int:
    """Sessions where more people are confirmed than there are seats."""
    confirmed = {row.pk: row for row in Session.objects.select_related("pool")}
    return sum(
        Enrolment.objects.filter(session=session, state="confirmed").count() > session.pool.capacity
        for session in confirmed.values()
    )
