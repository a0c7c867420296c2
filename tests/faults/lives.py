"""The process that forks, and the databases that it is given: what the tests of killed processes stand on."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.databases import ROOT, TestDatabase


class Zygote:
    """The forking process, spoken to in JSON; it inherits the database server of this run."""

    def __init__(self) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
        command = [sys.executable, "-m", "tests.faults.zygote"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)

    def tell(self, **command: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        said = answer["said"] or {}
        assert "failed" not in said, said["failed"]
        return {"killed": answer["killed"], **(said.get("done") or {})}

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=10)


class Databases:
    """A seeded database, copied for each life."""

    def __init__(self, folder: Path) -> None:
        self.test = TestDatabase("faults")
        self.folder = folder
        self.made: list[str] = []

    def copy(self, name: str, *, of: str = "") -> str:
        """Copy the seed (or the migrated template, when `of` is not given yet); its name for the settings."""
        if not self.test.postgresql:
            path = self.folder / f"{name}.sqlite3"
            shutil.copyfile(of or self.test.path(self.test.template), path)
            return str(path)
        name = f"axtra_faults_{os.getpid()}_{name}"
        with self.test.maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of or self.test.template}"')
        self.made.append(name)
        return name

    def settle(self, path: str) -> None:
        """Write a seed's journal into its file, so that a copy of the file is whole."""
        if not self.test.postgresql:
            with sqlite3.connect(path) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()

    def drop(self) -> None:
        if self.test.postgresql:
            with self.test.maintenance() as cursor:
                for name in self.made:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
