"""`make test`, after the checks: the suite on SQLite, then actions, queries and races on PostgreSQL if there is one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
LOCAL = "postgres://localhost:5432/postgres"


def main() -> int:
    """Run both suites; the exit code of the first that fails."""
    address = os.environ.get("DATABASE_URL", "") or LOCAL
    postgresql = answers(address)
    if any(process.wait() for process in [template(""), *([template(address)] if postgresql else [])]):
        return 1
    print("Suite on SQLite", flush=True)
    code = run("", "-m", "not journey and not postgresql")
    if code:
        return code
    if not postgresql:
        print("SKIPPED the suite on PostgreSQL: no server answers. Set DATABASE_URL, or start one on localhost.")
        return 1 if os.environ.get("CI") == "true" else 0
    print("Actions, queries and races on PostgreSQL", flush=True)
    return run(address, "--on-postgresql")


def template(address: str) -> subprocess.Popen[bytes]:
    """Start making the database that tests copy: both kinds are migrated at once, a core each."""
    return subprocess.Popen([PYTHON, "-m", "tests.databases"], cwd=ROOT, env=environment(address))


def run(address: str, *options: str) -> int:
    """Run one suite; it says its ten slowest tests at the end."""
    command = [PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--ignore=tests/journeys", "--durations=10"]
    return subprocess.run([*command, *options], cwd=ROOT, env=environment(address), check=False).returncode


def environment(address: str) -> dict[str, str]:
    """Ours, with the database at this address; SQLite when it is empty."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"DJANGO_SETTINGS_MODULE": "config.settings.test"} | ({"DATABASE_URL": address} if address else {})


def answers(address: str) -> bool:
    """Whether a PostgreSQL server answers at this address."""
    import psycopg

    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
