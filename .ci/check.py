"""`make check`: all that reads the code without running the suite. Says each step, stops at none, fails at the end."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [str(BIN / "python"), "manage.py"]
STEPS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "-q", "."]),
    ("lint", [str(BIN / "ruff"), "check", "-q", "."]),
    ("types", [str(BIN / "mypy")]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run", "-v0"]),
    ("system check", [*MANAGE, "check", "--fail-level", "WARNING"]),
    ("translations", [*MANAGE, "translations"]),
]


def main() -> int:
    """Run every step; 1 when one of them failed."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    failed = []
    for name, command in STEPS:
        if name == "translations" and not has_xgettext():
            continue
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        print(f"{'ok' if not done.returncode else 'FAILED':6} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        failed += [name] * bool(done.returncode)
    if failed:
        print("To mend: " + ", ".join(failed))
    return 1 if failed else 0


def has_xgettext() -> bool:
    """The extraction needs gettext: without it the step is skipped loudly, and fails when CI says that it must run."""
    if shutil.which("xgettext"):
        return True
    print("SKIPPED translations: xgettext is missing (Debian: apt-get install gettext)")
    if os.environ.get("CI") == "true":
        sys.exit("xgettext is required when CI=true")
    return False


if __name__ == "__main__":
    sys.exit(main())
