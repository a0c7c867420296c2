"""What every test may ask for."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils.translation import trans_real
from hypothesis import HealthCheck
from hypothesis import settings as settings_of_hypothesis

from tests.databases import TestDatabase

ON_POSTGRESQL = (
    "test_actions.py",
    "test_merging.py",
    "test_round_trip.py",
    "test_queries.py",
    "test_oracle.py",
    "test_models.py",
    "test_jobs.py",
    "test_tasks.py",
)

gc.disable()  # until all is imported: what is imported stays, so looking for garbage in it is lost time


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-postgresql", action="store_true", help="only actions, queries, models, jobs and races")


def pytest_configure(config: pytest.Config) -> None:
    call_command("compile_messages")
    trans_real._translations.clear()  # Django was set up before, and may have read older catalogues
    settings_of_hypothesis.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings_of_hypothesis.load_profile("suite")  # a slow machine proves as much


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of which nothing would be kept are not even imported."""
    if not config.getoption("--on-postgresql") or not collection_path.name.startswith("test_"):
        return None
    wanted = collection_path.name in ON_POSTGRESQL or "races" in collection_path.parts
    return None if wanted or "mark.postgresql" in collection_path.read_text() else True


def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on the collector looks at what tests make, not at the million objects that imports made."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-postgresql"):
        return
    kept = [
        item
        for item in items
        if "journey" not in item.keywords
        and (item.path.name in ON_POSTGRESQL or "races" in item.path.parts or "postgresql" in item.keywords)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[None]:
    """A copy of the template; a test that commits gets a fresh copy after itself, triggers and root page included."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    database = TestDatabase(worker)
    with django_db_blocker.unblock():
        database.create()
        TransactionTestCase._fixture_teardown = lambda case: database.restore()
        yield
        connection.close()


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    """Limits and cached answers of one test must not reach the next (allauth drops mails silently otherwise)."""
    cache.clear()
    yield
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def work_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Run what the queue holds, in order, until it is empty; the number of tasks that ran.

    In a test without commits, wrap the act in `django_capture_on_commit_callbacks(execute=True)`, then call this.
    """
    from huey.contrib.djhuey import HUEY

    # The worker drops its connections between tasks: here they hold the test's own transaction.
    monkeypatch.setattr("huey.contrib.djhuey.close_old_connections", lambda: None)

    def run() -> int:
        done = 0
        while task := HUEY.dequeue():
            HUEY.execute(task)
            done += 1
        return done

    while HUEY.dequeue():
        pass
    return run


# Statements that the budgets count apart: how many of each are free, and how they are known.
FREE = {
    "authentication": (
        3,
        ("django_session", "account_emailaddress", "usersessions_", "auth_group", 'registrations_user"'),
    ),
    "standing": (3, ("registrations_affiliation", "registrations_mandate", "registrations_membership")),
    "idempotency": (2, ("registrations_storedanswer",)),
}
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "PRAGMA")


def own_queries(statements: list[str]) -> list[str]:
    """The statements that a budget counts: no transaction control, and each free kind only up to its number."""
    left = {kind: number for kind, (number, _words) in FREE.items()}
    counted = []
    for sql in statements:
        if sql.lstrip().upper().startswith(TRANSACTION):
            continue
        main = sql.partition(" FROM ")[2].split(" ")[0] if sql.startswith("SELECT") else sql
        kind = next((k for k, (_n, words) in FREE.items() if any(word in main for word in words)), None)
        if kind and left[kind]:
            left[kind] -= 1
            continue
        counted.append(sql)
    return counted


@pytest.fixture
def assert_own_queries() -> Callable[[int], AbstractContextManager[None]]:
    """`with assert_own_queries(6): ...`: at most so many statements of its own, listed when there are more."""

    @contextmanager
    def check(budget: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        counted = own_queries([query["sql"] for query in captured.captured_queries])
        assert len(counted) <= budget, f"{len(counted)} statements, {budget} allowed:\n" + "\n".join(counted)

    return check


@pytest.fixture(scope="session")
def on_ci() -> bool:
    return os.environ.get("CI") == "true"
