"""Issue and article reads, beside a bare view of the same middleware that sends the same bytes, prepared."""

import statistics
import urllib.request
from typing import Any

from django.conf import settings

from tests.bench.wrk import load, serving

ROUNDS, SECONDS, PORT = 5, 3, 8951


def measure() -> dict[str, Any]:
    """For each address: our median rate, the bare one's, and the median ratio of alternated runs."""
    from tests.bench.magazine import publish_issue

    number, slug = publish_issue()
    figures: dict[str, Any] = {}
    with serving(PORT, {}) as server:
        for name, path in {
            "issue_toc": f"/api/v1/magazine/issues/{number}/toc",
            "article": f"/api/v1/magazine/articles/{slug}",
        }.items():
            figures |= compare(name, path, server)
    return figures


def compare(name: str, path: str, server: int) -> dict[str, Any]:
    """Prepare the bytes from one real answer, then alternate."""
    base = f"http://127.0.0.1:{PORT}"
    with urllib.request.urlopen(base + path) as answer:
        (settings.DATA_DIR / name).write_bytes(answer.read())
    pairs = []
    for _round in range(ROUNDS):
        ours = load(base + path, server=server, seconds=SECONDS)
        bare = load(f"{base}/bare/bytes/{name}", server=server, seconds=SECONDS)
        pairs.append((ours, bare))
    return {
        f"{name}_per_second": round(statistics.median(ours.rate for ours, _bare in pairs)),
        f"{name}_bare_per_second": round(statistics.median(bare.rate for _ours, bare in pairs)),
        f"{name}_ratio": round(statistics.median(ours.rate / bare.rate for ours, bare in pairs), 3),
        f"{name}_void_runs": sum(run.void for pair in pairs for run in pair),
    }
