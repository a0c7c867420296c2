"""`make bench`: the rush at nine and the reading of the magazine, as ratios beside bare views in the same run;
then the centre finder and the team's files. `python -m tests.bench orders` measures one of them."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "axtra-bench"
ADDRESS = os.environ.get("DATABASE_URL") or "postgres://localhost:5432/postgres"
DATABASE = os.environ.get("BENCH_DATABASE") or "axtra_bench"
ENVIRONMENT = {
    "DATABASE_URL": ADDRESS,
    "BENCH_DATABASE": DATABASE,
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    "BENCH_PEOPLE": str(FOLDER / "people.txt"),
    "DATA_DIR": str(FOLDER),
}


def main() -> None:
    """Prepare a database, then measure our views and the bare ones in turn."""
    FOLDER.mkdir(exist_ok=True)
    os.environ |= ENVIRONMENT
    make_database()
    import django

    django.setup()
    from tests.bench import downloads, enrolments, finder, growth, imports, library, orders, policy, reads, report, rush

    benches = {
        "rush": rush.measure,
        "enrolments": enrolments.measure,
        "growth": growth.measure,
        "orders": orders.measure,
        "reads": reads.measure,
        "finder": finder.measure,
        "imports": imports.measure,
        "policy": policy.measure,
        "report": report.measure,
        "library": library.measure,
        "downloads": downloads.measure,
    }
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    wanted = sys.argv[1:] or list(benches)
    results = {name: benches[name]() for name in wanted}
    print(f"load {os.getloadavg()[0]:.1f}")
    print(json.dumps(results, indent=2))


def make_database() -> None:
    """Migrate an empty database of its own."""
    import psycopg

    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True)


if __name__ == "__main__":
    main()
