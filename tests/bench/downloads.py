"""Authorised downloads through nginx (X-Accel-Redirect, one decision each), beside the same files sent by plain nginx.

A member's session asks the site for each file; nginx alone sends the bytes. Runs alternate, in one go.
"""

import os
import statistics
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests import nginx
from tests.bench.wrk import load, serving

ROUNDS, SECONDS, CLIENTS = 5, 3, 8
SITE, FRONT = 8953, 8954
MEGABYTE = 1024 * 1024
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FILES = {"2_mb": 2 * MEGABYTE, "20_mb": 20 * MEGABYTE}


def measure() -> dict[str, Any]:
    """For each size: requests and megabytes per second of both, and the median ratio of alternated runs."""
    files, cookie = prepare()
    figures: dict[str, Any] = {}
    environment = {"FILES_ACCEL_PREFIX": "/_private/"}
    with (
        serving(SITE, environment, workers=2) as site,
        nginx.nginx(
            settings.DATA_DIR / "nginx",
            port=FRONT,
            upstream=f"127.0.0.1:{SITE}",
            files=settings.PRIVATE_ROOT,
            workers=2,
            plain=True,
        ) as front,
    ):
        headers = {"Cookie": cookie, "User-Agent": BROWSER}
        for name, file in files.items():
            figures |= compare(name, file, headers, site=site, front=front)
    return figures | {"load": round(os.getloadavg()[0], 1)}


def compare(name: str, file: Any, headers: dict[str, str], *, site: int, front: int) -> dict[str, Any]:
    """Each round: the guarded address, then the plain one."""
    base, size = f"http://127.0.0.1:{FRONT}", FILES[name] / MEGABYTE
    ours, plain = [], []
    for _round in range(ROUNDS):
        for runs, path in (
            (ours, f"/api/v1/library/files/{file.uuid}/download"),
            (plain, f"/plain/{file.file.name}"),
        ):
            run = load(base + path, server=front, seconds=SECONDS, clients=CLIENTS, headers=headers)
            if run.errors:
                raise SystemExit(f"{run.errors} refusals at {path}")
            runs.append(run.rate)
    rate, beside = statistics.median(ours), statistics.median(plain)
    return {
        f"{name}_per_second": round(rate),
        f"{name}_plain_per_second": round(beside),
        f"{name}_megabytes_per_second": round(rate * size),
        f"{name}_ratio": round(statistics.median(mine / his for mine, his in zip(ours, plain, strict=True)), 3),
    }


def prepare() -> tuple[dict[str, Any], str]:
    """A member of an organisation in good standing, signed in, and a tool's files."""
    from tests.factories.cms import ResourceFileFactory, adopted
    from tests.factories.registrations import AffiliationFactory, MembershipFactory

    adopted({"kinds": ["tool"], "audiences": ["member"], "clause": "4.2"})
    today = timezone.localdate()
    post = AffiliationFactory(starts_on=today - timedelta(days=30))
    window = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=30)}
    MembershipFactory(organisation=post.organisation, lapses_on=today + timedelta(days=30), **window)
    storage, files = ResourceFileFactory._meta.model._meta.get_field("file").storage, {}
    for name, size in FILES.items():
        stored = storage.save(
            f"library/2026/{name}.pdf", ContentFile(b"%PDF-1.7\n" + os.urandom(1024) * (size // 1024))
        )
        files[name] = ResourceFileFactory(resource__kind="tool", file=stored, size=size)
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return files, f"sessionid={client.cookies['sessionid'].value}"
