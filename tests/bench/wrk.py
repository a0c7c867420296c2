"""Load by wrk, and the CPU that server and client used: a run where the client used more than the server is void."""

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Run:
    """Requests per second that answered 2xx or 3xx, all that were answered, and seconds of CPU on both sides."""

    rate: float
    answers: int
    errors: int
    server_cpu: float
    client_cpu: float

    @property
    def void(self) -> bool:
        return self.client_cpu > self.server_cpu


@contextmanager
def serving(port: int, environment: dict[str, str], *, workers: int = 1) -> Iterator[int]:
    """One granian with eight threads for each worker; gives its pid."""
    granian = str(Path(sys.executable).with_name("granian"))
    command = [
        granian,
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "8",
    ]
    command += ["--no-ws", "--log-level", "error", "config.wsgi:application"]
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        wait_until_listening(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_listening(port: int) -> None:
    """At most half a minute."""
    import socket

    for _attempt in range(120):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.25)
    sys.exit("The server did not start.")


def load(
    address: str,
    *,
    server: int,
    seconds: int,
    clients: int = 32,
    script: Path | None = None,
    headers: Mapping[str, str] | None = None,
) -> Run:
    """Send requests for so many seconds."""
    before, used = cpu_of(server), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = command_of(address, seconds=seconds, clients=clients, script=script)
    command[1:1] = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after, then = cpu_of(server), resource.getrusage(resource.RUSAGE_CHILDREN)
    client = then.ru_utime + then.ru_stime - used.ru_utime - used.ru_stime
    errors = int(found.group(1)) if (found := re.search(r"Non-2xx or 3xx responses: (\d+)", output)) else 0
    total, duration = re.search(r"(\d+) requests in ([\d.]+)s", output).groups()
    return Run((int(total) - errors) / float(duration), int(total), errors, after - before, client)


def once(address: str, *, server: int, seconds: int, clients: int, script: Path) -> Run:
    """Send each line of the plan once (`once.lua`), in at most so many seconds."""
    before = cpu_of(server)
    command = command_of(address, seconds=seconds, clients=clients, script=script)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        for line in client.stdout:
            if found := re.match(r"(\d+) answered, (\d+) refused in ([\d.]+)s", line):
                used = cpu_of(client.pid)
                client.kill()
                answers, errors = int(found.group(1)), int(found.group(2))
                return Run((answers - errors) / float(found.group(3)), answers, errors, cpu_of(server) - before, used)
    sys.exit(f"Not every line of the plan was answered in {seconds} seconds.")


def command_of(address: str, *, seconds: int, clients: int, script: Path | None) -> list[str]:
    if not (wrk := shutil.which("wrk")):
        sys.exit("wrk is missing (Debian: apt-get install wrk)")
    scripted = ["-s", str(script)] if script else []
    return [wrk, "-t", "1", "-c", str(clients), "-d", f"{seconds}s", *scripted, address]


def cpu_of(pid: int) -> float:
    """Seconds of CPU used by a process and its descendants so far."""
    total, waiting = 0.0, [pid]
    while waiting:
        current = waiting.pop()
        fields = Path(f"/proc/{current}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
        for task in Path(f"/proc/{current}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text().split()]
    return total
