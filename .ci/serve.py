"""`make demo`, `make start`: prepare the data folder, then run web server, worker and (demo) the card provider.

One process of each; when one stops, all stop, and the reason is the last thing on the screen.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


def main() -> int:
    """Start everything and wait."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", choices=["demo", "site"])
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    for port in (options.port, options.port + 1)[: 2 if options.place == "demo" else 1]:
        if in_use(port):
            sys.exit(f"Port {port} is already taken. Try: make {name_of(options.place)} PORT={options.port + 100}")
    environment = environment_of(options.place, options.port)
    prepare = [str(BIN / "python"), "manage.py", "prepare", options.place]
    if subprocess.run(prepare, cwd=ROOT, env=environment, check=False).returncode:
        return 1
    return run(commands_of(options.place, options.port), environment, options.port)


def environment_of(place: str, port: int) -> dict[str, str]:
    """The demo's own values, or those of an empty site; what the caller's environment says wins."""
    values = {"DATA_DIR": f"var/{place}", "SITE_URL": f"http://localhost:{port}"}
    values |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if place == "demo":
        values |= {"DEMO": "true", "MAIL_VIEWER": "true", "MFA_REQUIRED": "false"}
        values |= {"STRIPE_SECRET_KEY": "sk_test_demo", "STRIPE_WEBHOOK_SECRET": "whsec_demo"}
        values |= {"STRIPE_API_BASE": f"http://localhost:{port + 1}"}
    return values | dict(os.environ)


def commands_of(place: str, port: int) -> dict[str, list[str]]:
    """What runs together, by name."""
    python = str(BIN / "python")
    server = ["--interface", "wsgi", "--host", "0.0.0.0", "--port", str(port), "--workers", "1"]  # noqa: S104 - a site
    commands = {
        "web server": [str(BIN / "granian"), *server, "--blocking-threads", "8", "--no-ws", "config.wsgi:application"],
        "task worker": [python, "manage.py", "run_huey", "--quiet"],
    }
    if place == "demo":
        webhook = f"http://localhost:{port}/webhooks/stripe"
        provider = ["--port", str(port + 1), "--data", "var/demo/stripe.sqlite3", "--webhook", webhook]
        commands["card provider"] = [python, "-m", "config.demo.stripe", *provider, "--secret", "whsec_demo"]
    return commands


def run(commands: dict[str, list[str]], environment: dict[str, str], port: int) -> int:
    """Run them until one stops or somebody presses Ctrl+C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running = {name: subprocess.Popen(command, cwd=ROOT, env=environment) for name, command in commands.items()}
    try:
        wait_until_ready(port)
        print(f"\nReady: http://localhost:{port}/ (Ctrl+C stops)", flush=True)
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.5)
        stopped = next(name for name, process in running.items() if process.poll() is not None)
        print(f"The {stopped} stopped: everything stops. See its message above.", flush=True)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        stop(list(running.values()))
    return 1


def stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    """Ask each to finish, then insist."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(port: int) -> None:
    """Until the site says that it can serve; at most half a minute."""
    for _attempt in range(120):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    print("The site does not answer yet; see the messages above.", flush=True)


def in_use(port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def name_of(place: str) -> str:
    """The make target of a place."""
    return "demo" if place == "demo" else "start"


if __name__ == "__main__":
    sys.exit(main())
