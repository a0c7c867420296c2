"""The whole alliance by file: 100 organisations and 1,700 people, checked then applied, on both databases."""

import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 10, 6, 13, tzinfo=UTC)


def measure() -> dict[str, Any]:
    """Seconds of wall and of our own CPU on PostgreSQL, then on SQLite in a process of its own."""
    return {"postgresql": _timed(), "sqlite": _elsewhere()}


def _elsewhere() -> dict[str, float]:
    """The same on a fresh file."""
    file = Path(os.environ["DATA_DIR"]) / "imports.sqlite3"
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, env=environment)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports"], check=True, env=environment, stdout=subprocess.PIPE
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _timed() -> dict[str, float]:
    from config.demo.bringing import bring
    from config.demo.parts import register
    from config.demo.world import World

    world = World()
    bring("terms", register.terms(), at=AT)
    organisations = [*map(register.organisation, world.centres), register.funder(), *register.partners()]
    people = list(map(register.post, world.people))
    wall, used = time.perf_counter(), _cpu()
    bring("organisations", organisations, at=AT)
    bring("people", people, at=AT)
    return {
        "import_organisations": len(organisations),
        "import_people": len(people),
        "import_seconds": round(time.perf_counter() - wall, 1),
        "import_cpu_seconds": round(_cpu() - used, 1),
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_timed()))
