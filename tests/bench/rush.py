"""Nine o'clock: 2,500 people, signed in, register for 70 sessions as fast as 128 clients can send, on two workers.

Nobody is oversold, lost, or passed in the queue; beside a bare view that books the same seats in the same run.
"""

import os
import statistics
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Q

from tests.bench.enrolments import open_session
from tests.bench.people import rushing_people, sign_people_in
from tests.bench.sale import employ
from tests.bench.wrk import Run, load, once, serving
from training.models import Enrolment, Session

PEOPLE, SESSIONS, SEATS, CHOICES, CLIENTS, ROUNDS, PORT = 2_500, 70, 30, 1, 128, 3, 8953
OURS, BARE = "/api/v1/training/sessions/{}/enrolments", "/bare/enrol/{}"
SCRIPT = Path(__file__).with_name("once.lua")


def measure() -> dict[str, Any]:
    """Alternate ours and the bare one; what the table says after each of ours is counted with it."""
    employ(rushing_people())
    sign_people_in()
    ours, bare, wrong = [], [], {"oversold": 0, "lost": 0, "passed": 0, "refused": 0}
    with serving(PORT, {}, workers=2) as server:
        load(f"http://127.0.0.1:{PORT}/healthz", server=server, seconds=1)  # warm
        for round_ in range(ROUNDS):
            sessions = [open_session(SEATS) for _session in range(SESSIONS)]
            ours.append(rush(OURS, sessions, server, seed=round_))
            for name, count in what_went_wrong(sessions, ours[-1]).items():
                wrong[name] += count
            bare.append(rush(BARE, [open_session(SEATS) for _session in range(SESSIONS)], server, seed=round_))
    ratios = [mine.rate / theirs.rate for mine, theirs in zip(ours, bare, strict=True)]
    return {
        "registrations": PEOPLE * CHOICES,
        "per_second": round(statistics.median(run.rate for run in ours)),
        "bare_per_second": round(statistics.median(run.rate for run in bare)),
        "ratio": round(statistics.median(ratios), 3),
        "cpu_ms": round(statistics.median(1000 * run.server_cpu / (PEOPLE * CHOICES) for run in ours), 1),
        "void_runs": sum(run.void for run in [*ours, *bare]),
        **wrong,
    }


def rush(address: str, sessions: list[Session], server: int, *, seed: int) -> Run:
    """Every person's choices, in the same random order for ours and for the bare view."""
    random, people = Random(seed), Path(os.environ["BENCH_PEOPLE"]).read_text().splitlines()[:PEOPLE]
    wanted = [(person, chosen) for person in people for chosen in random.sample(range(SESSIONS), CHOICES)]
    random.shuffle(wanted)
    lines = [f"{person.rpartition(' ')[0]} {address.format(sessions[chosen].uuid)}" for person, chosen in wanted]
    plan = Path(os.environ["BENCH_PEOPLE"]).with_name("plan.txt")
    plan.write_text("\n".join(lines) + "\n")
    os.environ["BENCH_PLAN"] = str(plan)
    connection.close()
    return once(f"http://127.0.0.1:{PORT}/", server=server, seconds=300, clients=CLIENTS, script=SCRIPT)


def what_went_wrong(sessions: list[Session], run: Run) -> dict[str, int]:
    """Sessions with more people than seats or a counter that lies, answers without a row, people who were passed."""
    confirmed, waiting = Q(enrolments__state="confirmed"), Q(enrolments__state="waitlisted")
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions]).annotate(
        seated=Count("enrolments", filter=confirmed), queued=Count("enrolments", filter=waiting)
    )
    counted = rows.exclude(seated=F("pool__taken"), queued=F("pool__waiting"), seated__lte=F("pool__capacity"))
    passed = rows.annotate(last=Max("enrolments__pk", filter=confirmed), first=Min("enrolments__pk", filter=waiting))
    written = Enrolment.objects.filter(session__in=sessions).count()
    return {
        "oversold": counted.count(),
        "lost": PEOPLE * CHOICES - written,
        "passed": passed.filter(last__gt=F("first")).count(),
        "refused": run.errors,
    }
