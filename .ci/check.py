"""`make check`: all that reads the code without running the suite. Says each step, stops at none, fails at the end.

As many steps at once as there are cores, the longest first.
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [str(BIN / "python"), "manage.py"]
STEPS: list[tuple[str, list[str]]] = [
    ("types", [str(BIN / "mypy")]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("translations", [*MANAGE, "translations"]),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run", "-v0"]),
    ("system check", [*MANAGE, "check", "--fail-level", "WARNING"]),
    ("lint", [str(BIN / "ruff"), "check", "-q", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "-q", "."]),
]


def main() -> int:
    """Run every step; 1 when one of them failed."""
    steps = [(name, command) for name, command in STEPS if name != "translations" or has_xgettext()]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        done = list(pool.map(lambda step: passed(*step), steps))
    failed = [name for (name, _command), good in zip(steps, done, strict=True) if not good]
    if failed:
        print("To mend: " + ", ".join(failed))
    return 1 if failed else 0


def passed(name: str, command: list[str]) -> bool:
    """Run one step; what it has to say is written in one piece, after its own line."""
    started = time.monotonic()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    good = not done.returncode
    said = "" if good else done.stdout
    print(f"{'ok' if good else 'FAILED':6} {name} ({time.monotonic() - started:.1f} s)\n{said}", end="", flush=True)
    return good


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
