"""The fake's memory: one SQLite file, one writer at a time, nothing lost when the process is killed."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Object = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_open_sessions ON objects (json_extract(body, '$.expires_at'))
    WHERE kind = 'checkout.session' AND json_extract(body, '$.status') = 'open';
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, endpoint TEXT NOT NULL, params TEXT NOT NULL, at REAL NOT NULL,
    request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (due) WHERE state = 'waiting';
"""


class Store:
    """`path` may be `:memory:`. Every method may be called from any thread."""

    def __init__(self, path: str | Path) -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None, timeout=10)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, alone. A transaction inside another is part of it."""
        with self._lock:
            self._depth += 1
            try:
                if self._depth > 1:
                    yield
                    return
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            finally:
                self._depth -= 1

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def save(self, thing: Object) -> Object:
        self._rows(
            "INSERT INTO objects (id, kind, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = ?3",
            thing["id"],
            thing["object"],
            json.dumps(thing),
        )
        return thing

    def find(self, reference: str, *, kind: str | None = None) -> Object | None:
        rows = self._rows("SELECT body, kind FROM objects WHERE id = ?", reference)
        if not rows or kind not in {None, rows[0][1]}:
            return None
        found: Object = json.loads(rows[0][0])
        return found

    def newest_first(self, kind: str, **equal: Any) -> list[Object]:
        """Every object of a kind whose fields have these values."""
        sql = "SELECT body FROM objects WHERE kind = ? ORDER BY seq DESC"
        everything = (json.loads(body) for (body,) in self._rows(sql, kind))
        return [thing for thing in everything if all(thing[field] == value for field, value in equal.items())]

    def past_sessions(self, at: float) -> list[Object]:
        """The open Checkout Sessions whose moment has passed."""
        sql = """SELECT body FROM objects WHERE kind = 'checkout.session'
                 AND json_extract(body, '$.status') = 'open' AND json_extract(body, '$.expires_at') <= ?"""
        return [json.loads(body) for (body,) in self._rows(sql, at)]

    def answer(self, key: str, *, since: float) -> tuple[str, str, str, int, str] | None:
        """Endpoint, parameters, request id, status and body of the answer given to a key since then."""
        sql = "SELECT endpoint, params, request_id, status, body FROM answers WHERE key = ? AND at >= ?"
        rows = self._rows(sql, key, since)
        return rows[0] if rows else None

    def keep_answer(
        self, key: str, *, endpoint: str, params: str, at: float, request_id: str, status: int, body: str
    ) -> None:
        sql = """INSERT OR REPLACE INTO answers (key, endpoint, params, at, request_id, status, body)
                 VALUES (?, ?, ?, ?, ?, ?, ?)"""
        self._rows(sql, key, endpoint, params, at, request_id, status, body)

    def deliver(self, event: str, *, due: float) -> None:
        self._rows("INSERT INTO deliveries (event, due) VALUES (?, ?)", event, due)

    def next_delivery(self) -> tuple[int, str, int, float] | None:
        """Identifier, event, attempts already made and moment of the next thing to send."""
        sql = "SELECT id, event, attempts, due FROM deliveries WHERE state = 'waiting' ORDER BY due, id LIMIT 1"
        rows = self._rows(sql)
        return rows[0] if rows else None

    def delivered(self, delivery: int) -> None:
        self._rows("UPDATE deliveries SET state = 'done', attempts = attempts + 1 WHERE id = ?", delivery)

    def postpone(self, delivery: int, *, due: float | None) -> None:
        """Try again later, or never again."""
        state = "waiting" if due is not None else "given up"
        sql = "UPDATE deliveries SET state = ?, attempts = attempts + 1, due = coalesce(?, due) WHERE id = ?"
        self._rows(sql, state, due, delivery)
