"""A real process is killed at each step of an order's way; the sweeps, or the buyer who tries again, put all right.

For every commit, request, mail and file: one run dies before it and one after it. Then a fresh process runs what runs
by itself, and what the provider captured is what our rows say, once.
`KILL_EVERY=1` kills at every step on PostgreSQL too.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.utils.timezone import localdate

from config.demo.stripe import FakeStripe
from tests.faults.lives import Databases, Zygote

pytestmark = [pytest.mark.usefixtures("django_db_setup")]
HOPELESS = 400
YEAR = localdate().year


class Moved(NamedTuple):
    """What the provider captured, by payment, and each refund that it made."""

    captured: dict[str, int]
    refunded: list[tuple[str, int]]


class Lives:
    """Runs one life after another, each with a database, a folder and a provider of its own."""

    def __init__(self, folder: Path, databases: Databases, zygote: Zygote) -> None:
        self.folder, self.databases, self.zygote = folder, databases, zygote
        self.seed = databases.copy("seed")
        with FakeStripe() as fake:
            zygote.tell(act="seed", **self.home(self.seed, fake))
        databases.settle(self.seed)

    def home(self, database: str, fake: FakeStripe) -> dict[str, str]:
        folder = self.folder / Path(database).stem
        folder.mkdir(exist_ok=True)
        return {"database": database, "folder": str(folder), "provider": fake.url}

    def live(self, kill_at: int, *, comes_back: bool) -> tuple[bool, dict[str, Any], Moved]:
        """Whether it was killed, what the rows say after the repair, what moved at the provider."""
        with FakeStripe() as fake:
            home = self.home(self.databases.copy(f"life{kill_at}{comes_back}", of=self.seed), fake)
            ended = self.zygote.tell(act="live", kill_at=kill_at, **home)
            said = self.zygote.tell(act="finish", comes_back=comes_back, **home)
            intents = fake.account.store.newest_first("payment_intent", status="succeeded")
            refunds = fake.account.store.newest_first("refund")
        assert said["same after all events"]
        captured = {intent["id"]: intent["amount_received"] for intent in intents}
        return ended["killed"], said["facts"], Moved(captured, [(r["payment_intent"], r["amount"]) for r in refunds])


@pytest.fixture
def lives(tmp_path: Path, django_db_blocker: Any) -> Iterator[Lives]:
    with django_db_blocker.unblock():
        databases, zygote = Databases(tmp_path), Zygote()
        yield Lives(tmp_path, databases, zygote)
        zygote.stop()
        databases.drop()


def check(facts: dict[str, Any], moved: Moved, *, comes_back: bool) -> None:
    """Nothing is lost, nothing is twice, nothing waits for ever."""
    captured, gone = moved.captured, dict(moved.refunded)
    assert len(captured) <= 1
    assert len(moved.refunded) <= 1
    assert facts["payments"] == [[name, cents, gone.get(name, 0), 0] for name, cents in captured.items()]
    assert all(gone[name] == captured[name] for name in gone)
    assert facts["refunds"] == ["confirmed"] * len(gone)
    assert not comes_back or gone
    paid, back = bool(captured), bool(gone)
    assert facts["orders"] in ([["cancelled"]] if back else [["settled"]] if paid else [["expired"], []])
    assert facts["balances"] == [[cents, 0, cents] if back else [cents, cents, 0] for cents in captured.values()]
    assert facts["numbers"] == [[f"F-{YEAR}-00001"] * paid, [f"NC-{YEAR}-00001"] * back]
    assert facts["series"] == ({f"F-{YEAR}": 1} if paid else {}) | ({f"NC-{YEAR}": 1} if back else {})
    assert facts["taken"] == (paid and not back)
    assert [facts[name] for name in ("stuck", "miscounted", "unsent", "events", "pages")] == [[], [], [], [], 0]
    assert all(times <= 2 for times in facts["mails"].values())
    assert facts["papers"] == ["%%EOF"] * len(captured)


def kill_everywhere(lives: Lives, *, comes_back: bool | None, every: int, first: int = 1) -> Counter[bool]:
    """One life per step, until one ends by itself; `comes_back` None: by turns."""
    outcomes: Counter[bool] = Counter()
    by_turns = comes_back is None
    for kill_at in range(first, HOPELESS, every):
        comes_back = kill_at // every % 2 == 0 if by_turns else bool(comes_back)
        killed, facts, moved = lives.live(kill_at, comes_back=comes_back)
        try:
            check(facts, moved, comes_back=comes_back)
        except AssertionError as error:
            error.add_note(f"Killed at step {kill_at}; at the provider {moved}; the rows say {facts}.")
            raise
        outcomes[bool(moved.captured)] += 1
        if not killed:
            return outcomes
    raise AssertionError("The story never ended.")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other one is for PostgreSQL")
@pytest.mark.parametrize("comes_back", [True, False])
def test_killed_at_any_step_nothing_is_lost_or_twice(lives: Lives, comes_back: bool) -> None:
    """Odd steps are repaired by the buyer who comes back, even ones by the sweeps alone: each step once."""
    outcomes = kill_everywhere(lives, comes_back=comes_back, every=2, first=1 if comes_back else 2)
    assert sum(outcomes.values()) > 10
    assert comes_back or outcomes[False]


@pytest.mark.postgresql
def test_killed_at_some_steps_on_postgresql_too(lives: Lives) -> None:
    """Copies of databases are dear there: some steps, the buyer who comes back and the sweeps alone by turns."""
    kill_everywhere(lives, comes_back=None, every=int(os.environ.get("KILL_EVERY", "5")))
