"""Enrolments per second under 32 clients, zero oversold, beside a bare view that books a seat."""

import os
import statistics
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from registrations.models import SeatPool, User
from tests.bench.wrk import Run, load, serving
from training.models import Activity, Enrolment, Programme, Session

PEOPLE, SEATS, ROUNDS, SECONDS, PORT = 12_000, 600, 5, 4, 8950
SCRIPT = Path(__file__).with_name("enrol.lua")


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


def open_session() -> Session:
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
        pool=SeatPool.objects.create(capacity=SEATS),
    )
    session.meetings.create(starts_at=session.starts_at, ends_at=session.ends_at)
    return session


def sign_people_in() -> None:
    """People with a session each, written in bulk: the bench measures the rush, not the sign-ins."""
    User.objects.bulk_create(
        [User(email=f"rush{n}@exemple.test", given_name="R", family_name=str(n)) for n in range(PEOPLE)]
    )
    store, lines, rows = SessionStore(), [], []
    until = timezone.now() + timedelta(days=1)
    for person in User.objects.filter(email__startswith="rush"):
        key, token = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"), get_random_string(32)
        data = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        rows.append(SignIn(session_key=key, session_data=store.encode(data), expire_date=until))
        lines.append(f"{key} {token}")
    SignIn.objects.bulk_create(rows)
    Path(os.environ["BENCH_PEOPLE"]).write_text("\n".join(lines) + "\n")


def oversold() -> int:
    """Sessions where more people are confirmed than there are seats."""
    confirmed = {row.pk: row for row in Session.objects.select_related("pool")}
    return sum(
        Enrolment.objects.filter(session=session, state="confirmed").count() > session.pool.capacity
        for session in confirmed.values()
    )
