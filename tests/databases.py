"""Test databases copied from a template that is migrated once per state of the migrations."""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.gettempdir()) / "axtra-test-databases"


def sources() -> dict[str, str]:
    """What a template is made of: each migration, trigger, role and installed version, and its digest."""
    paths = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/apps.py"), ROOT / "registrations/people/roles.py"]
    paths += [ROOT / "requirements.lock", ROOT / "registrations/triggers.py", ROOT / "cms/search/triggers.py"]
    found = sorted(path for path in paths if path.exists())
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def fingerprint() -> str:
    """Changes when any of them does."""
    return hashlib.sha256("".join(sources().values()).encode()).hexdigest()[:12]


def nearest() -> str:
    """The template that lacks the fewest migrations and has nothing else, to migrate on; "" without one, and in CI.

    Apps and roles may differ: what they fill is filled after each migration.
    """
    wanted, found = sources(), {}
    for path in [] if os.environ.get("CI") == "true" else FOLDER.glob("axtra_template_*.json"):
        held = json.loads(path.read_text())
        if all(wanted.get(name) == digest or name.endswith(("apps.py", "roles.py")) for name, digest in held.items()):
            found[path.stem] = len(held)
    return max(found, key=lambda name: found[name], default="")


class TestDatabase:
    """One worker's database, and the way back to the template after a test that commits."""

    __test__ = False

    def __init__(self, worker: str) -> None:
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
        self.postgresql = connection.vendor == "postgresql"
        self.template = f"axtra_template_{fingerprint()}"
        self.name = f"axtra_test_{checkout}_{worker}"
        FOLDER.mkdir(exist_ok=True)

    def create(self) -> None:
        """This worker's copy of the template."""
        self.prepare()
        self.restore()

    def prepare(self) -> None:
        """Make the template if this state of the migrations has none yet."""
        with locked(self.template):
            if not self.template_exists():
                self.make_template()

    def restore(self) -> None:
        """Throw the worker's database away and copy the template again."""
        connections.close_all()
        if self.postgresql:
            with self.maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
            self.use(self.name)
        else:
            self.forget(self.name)
            shutil.copyfile(self.path(self.template), self.path(self.name))
            self.use(str(self.path(self.name)))

    def template_exists(self, name: str = "") -> bool:
        """Whether this template (its own, unless another is named) is there."""
        if not self.postgresql:
            return self.path(name or self.template).exists()
        with self.maintenance() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name or self.template])
            return cursor.fetchone() is not None

    def make_template(self) -> None:
        """Migrate under another name, then give it the template's: never a half-made template."""
        draft, base = f"{self.template}_draft", nearest()
        base = base if base and self.template_exists(base) else ""
        if self.postgresql:
            with self.maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{draft}" TEMPLATE "{base or "template1"}"')
            self.use(draft)
        else:
            self.forget(draft)
            if base:
                shutil.copyfile(self.path(base), self.path(draft))
            self.use(str(self.path(draft)))
        call_command("migrate", verbosity=0, interactive=False)
        if not self.postgresql:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        if self.postgresql:
            with self.maintenance() as cursor:
                cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')
        else:
            self.path(draft).rename(self.path(self.template))
        (FOLDER / f"{self.template}.json").write_text(json.dumps(sources()))

    def forget(self, name: str) -> None:
        """A database that was interrupted leaves its journal, which must not be played on the next of that name."""
        for ending in ("", "-wal", "-shm"):
            self.path(name + ending).unlink(missing_ok=True)

    def use(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name

    def path(self, name: str) -> Path:
        return FOLDER / f"{name}.sqlite3" if not name.endswith(("-wal", "-shm")) else FOLDER / sqlite_side(name)

    @contextmanager
    def maintenance(self) -> Iterator[Any]:
        """A cursor outside any transaction, on the server's own database."""
        with connection._nodb_cursor() as cursor:
            yield cursor


def sqlite_side(name: str) -> str:
    """`x-wal` names the journal of `x.sqlite3`."""
    stem, _, ending = name.rpartition("-")
    return f"{stem}.sqlite3-{ending}"


@contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time, among all workers of the machine."""
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Before the suite, and on both kinds of database at once: the catalogues, then the template."""
    django.setup()
    FOLDER.mkdir(exist_ok=True)
    with locked("catalogues"):
        call_command("compile_messages")
    TestDatabase("template").prepare()


if __name__ == "__main__":
    main()
