"""Makes `.venv` from `requirements.lock` with the standard library alone; a tenth of a second when nothing changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "lock.sha256"


def main() -> None:
    """Install what the lock says, unless the stamp says that it is there."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 ...")
    print("Installing the dependencies (once, about half a minute)...", flush=True)
    create()
    install()
    STAMP.write_text(wanted)


def create() -> None:
    """Make the virtual environment, or say what Debian lacks."""
    if VENV.is_dir() and not (VENV / "bin" / "python").exists():
        shutil.rmtree(VENV)
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ModuleNotFoundError):
        sys.exit("Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv")


def install() -> None:
    """Install the lock with its hashes: with uv when it can be had, else with pip."""
    python = str(VENV / "bin" / "python")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
    has_uv = subprocess.run([python, "-m", "pip", "install", "-q", "uv"], check=False, **quiet).returncode == 0
    if has_uv:
        command = [python, "-m", "uv", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]
        if subprocess.run(command, check=False, env=environment).returncode == 0:
            return
        print("uv could not install the lock: trying pip.", flush=True)
    command = [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(command, check=False).returncode:
        sys.exit("The dependencies could not be installed: is the package index reachable?")


if __name__ == "__main__":
    main()
