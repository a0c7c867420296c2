"""`make test`, after the checks: the suite on SQLite, then actions, queries and races on PostgreSQL if there is one."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest"]
LOCAL = "postgres://localhost:5432/postgres"


def main() -> int:
    """Run both suites; the exit code of the first that fails."""
    run([PYTEST[0], "manage.py", "compile_messages"], {"DJANGO_SETTINGS_MODULE": "config.settings.test"})
    print("Suite on SQLite", flush=True)
    code = run([*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "not journey and not postgresql"], {"DATABASE_URL": ""})
    if code:
        return code
    address = os.environ.get("DATABASE_URL", "") or LOCAL
    if not answers(address):
        print("SKIPPED the suite on PostgreSQL: no server answers. Set DATABASE_URL, or start one on localhost.")
        return 1 if os.environ.get("CI") == "true" else 0
    print("Actions, queries and races on PostgreSQL", flush=True)
    return run([*PYTEST, "-n", "2", "--dist", "loadfile", "--on-postgresql"], {"DATABASE_URL": address})


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run one suite with a changed environment."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        command, cwd=ROOT, env=kept | {k: v for k, v in environment.items() if v}, check=False
    ).returncode


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
