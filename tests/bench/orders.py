"""Orders placed per second under 32 clients, zero oversold, beside a bare view that books a seat; then the same with
100,000 orders in the edition."""

import json
import os
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registrations.models import TicketType, User
from registrations.seats.queries import miscounted_pools
from tests.bench.enrolments import SCRIPT, open_session
from tests.bench.people import rushing_people, sign_people_in
from tests.bench.sale import employ, fill, open_edition
from tests.bench.wrk import Run, load, serving

ROUNDS, SECONDS, PORT = 5, 4, 8952
SEATS, FEW, GROUP, BEFORE = 12_000, 40, 5, 100_000
ORDERS, BARE_SEAT, BARE_ORDER = "/api/v1/orders", "/bare/enrol/{}", "/bare/order/{}"


@dataclass
class Series:
    """The alternated runs of one kind of order and of the bare view, which takes a seat and inserts one row."""

    ours: list[Run] = field(default_factory=list)
    bare: list[Run] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        pairs = zip(self.ours, self.bare, strict=True)
        return round(statistics.median(mine.rate / theirs.rate for mine, theirs in pairs), 3)

    def shown(self, name: str) -> dict[str, Any]:
        return {
            f"{name}_per_second": middle(run.rate for run in self.ours),
            f"{name}_ratio": self.ratio,
            f"{name}_cpu_ms": middle((1000 * run.server_cpu / run.answers for run in self.ours), 1),
            f"{name}_errors": sum(run.errors for run in self.ours),
            f"{name}_void_runs": sum(run.void for run in [*self.ours, *self.bare]),
        }


def measure() -> dict[str, Any]:
    """Cards, invoices and the bare views in turn; a sale of few seats; then cards again in a full edition."""
    people = rushing_people()
    slugs = employ(people)
    sign_people_in(lambda rank: slugs[rank])
    connection.close()
    with serving(PORT, {}) as server:
        load(f"http://127.0.0.1:{PORT}/healthz", server=server, seconds=1)  # warm
        figures = alone(server, people[0]) | {"oversold": oversold(server)}
        return figures | crowded(server)


def alone(server: int, person: User) -> dict[str, Any]:
    """In an edition without orders."""
    cards, invoices, whole = Series(), Series(), []
    for _round in range(ROUNDS):
        cards.ours.append(rush(server, one_ticket(open_edition(SEATS))))
        cards.bare.append(bare(server))
        invoices.ours.append(rush(server, group(open_edition(SEATS * GROUP))))
        invoices.bare.append(cards.bare[-1])
        whole.append(load_at(BARE_ORDER.format(open_edition(SEATS).uuid), server))
    return {
        "bare_seats_per_second": middle(run.rate for run in cards.bare),
        "bare_orders_per_second": middle(run.rate for run in whole),
        "order_ratio_to_bare_order": middle((a.rate / b.rate for a, b in zip(cards.ours, whole, strict=True)), 3),
        **cards.shown("order"),
        **invoices.shown("group_order"),
        "order_statements": statements(person),
    }


def crowded(server: int) -> dict[str, Any]:
    """In an edition of 100,000 orders, in turn with one that has none."""
    full, empty = Series(), Series()
    edition = open_edition(SEATS)
    fill(edition, BEFORE)
    for _round in range(ROUNDS):
        refresh(edition)
        full.ours.append(rush(server, one_ticket(edition)))
        full.bare.append(bare(server))
        empty.ours.append(rush(server, one_ticket(open_edition(SEATS))))
        empty.bare.append(full.bare[-1])
    pairs = zip(full.ours, empty.ours, strict=True)
    return {
        **full.shown("order_among_100000"),
        "full_to_empty_edition": middle((full.rate / empty.rate for full, empty in pairs), 3),
    }


def rush(server: int, body: dict[str, Any]) -> Run:
    """Everybody at once, for some seconds."""
    os.environ["BENCH_BODY"] = json.dumps(body)
    return load_at(ORDERS, server)


def bare(server: int) -> Run:
    return load_at(BARE_SEAT.format(open_session(SEATS).uuid), server)


def load_at(path: str, server: int) -> Run:
    connection.close()
    return load(f"http://127.0.0.1:{PORT}{path}", server=server, seconds=SECONDS, script=SCRIPT)


def one_ticket(ticket_type: TicketType) -> dict[str, Any]:
    """For oneself, by card: held, not invoiced."""
    return {"lines": [{"kind": "ticket", "item": str(ticket_type.uuid)}]}


def group(ticket_type: TicketType) -> dict[str, Any]:
    """Five places for one's organisation, invoiced at once; WORD is its slug."""
    line = {"kind": "ticket", "item": str(ticket_type.uuid), "quantity": GROUP}
    return {"lines": [line], "payer": {"organisation": "WORD"}, "on_account": True}


def refresh(edition: TicketType) -> None:
    """Nobody of those who rush has a ticket any more, and there is room for them again."""
    gone = edition.tickets.filter(person__email__startswith="rush").exclude(state="cancelled").update(state="cancelled")
    type(edition.pool).objects.filter(pk=edition.pool_id).update(capacity=F("capacity") + gone)


def oversold(server: int) -> dict[str, Any]:
    """Forty seats, and everybody at once: what was sold, and the counters that do not tell the truth."""
    edition = open_edition(FEW)
    run = rush(server, one_ticket(edition))
    sold = edition.tickets.exclude(state="cancelled").count()
    return {"seats": FEW, "sold": sold, "refused": run.errors, "miscounted": edition.pool_id in miscounted_pools()}


def statements(person: User) -> dict[str, int]:
    """How many the database gets for one order, session and person included, with a key and without."""
    client = Client()
    client.force_login(person)
    counts = {}
    for name, headers in {"without_key": {}, "with_key": {"Idempotency-Key": str(uuid4())}}.items():
        body = one_ticket(open_edition(FEW))
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(ORDERS, body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        counts[name] = len(captured)
    return counts


def middle(figures: Iterable[float], digits: int = 0) -> float:
    return round(statistics.median(figures), digits or None)
