"""A real nginx in front of the site, with the very configuration that the runbook gives."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

RUNBOOK = Path(__file__).resolve().parent.parent / "docs" / "runbook.md"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PLAIN = "location /plain/ {{ alias {files}/; }}"
FRAME = """
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
worker_processes {workers};
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    types {{ application/pdf pdf; }}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream site {{ server {upstream}; keepalive 32; }}
    server {{ listen 127.0.0.1:{port}; {plain} {locations} }}
}}
"""


def needed() -> None:
    """Skip loudly without nginx; fail where everything must run."""
    if Path(NGINX).exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("nginx is missing: apt-get install nginx-light")
    pytest.skip("SKIPPED: nginx is missing (Debian: apt-get install nginx-light).")


def locations(*, upstream: str, files: Path) -> str:
    """The runbook's own block, with the addresses of this machine."""
    block = re.search(r"```nginx\n(.*?)```", RUNBOOK.read_text(), re.S)
    assert block, "the runbook has lost its nginx configuration"
    text = block[1].replace("/srv/axtra/private", str(files)).replace("http://127.0.0.1:8000", upstream)
    return re.sub(r"location /static/ .*\n", "", text)


@contextmanager
def nginx(
    folder: Path, *, port: int, upstream: str, files: Path, workers: int = 1, plain: bool = False
) -> Iterator[int]:
    """Serve on `port` in front of `upstream` (host:port); gives the pid. `plain` opens the same files at `/plain/`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = FRAME.format(
        folder=folder,
        workers=workers,
        user="user root;" if os.geteuid() == 0 else "",
        upstream=upstream,
        port=port,
        plain=PLAIN.format(files=files) if plain else "",
        locations=locations(upstream="http://site", files=files),
    )
    (folder / "nginx.conf").write_text(text)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=(folder / "starting.log").open("w"))
    try:
        _wait(port, process, folder)
        yield process.pid
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen, folder: Path) -> None:
    import socket

    for _attempt in range(100):
        if process.poll() is not None:
            raise AssertionError((folder / "starting.log").read_text())
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError("nginx did not start")
