"""A draft policy tried on a library of 100,000 resources, live and kept with its list, on PostgreSQL."""

import statistics
import time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

RESOURCES = 100_000


def measure() -> dict[str, Any]:
    """Seconds of a simulation, of keeping it, and of its list; how many statements it takes."""
    from cms.diffusion.actions import RuleDraft, adopt_policy, draft_first_policy, draft_policy, drafts_of
    from cms.diffusion.queries import rules_of
    from cms.simulations.actions import ask_simulation
    from cms.simulations.jobs import write_list
    from cms.simulations.queries import simulate
    from registrations.actors import Actor

    _fill()
    by, now = Actor.system("bench"), timezone.now()
    first = draft_first_policy(by=by, at=now)
    adopt_policy(first, resolution="1", effective_from=now, by=by, at=now)
    opened = RuleDraft(clause="2.2", explanation_fr="Publics.", kinds=["memory_aid", "tool"], delay_days=180)
    version = draft_policy(title_fr="x", rules=[opened, *drafts_of(first)], by=by, at=now)
    seconds = []
    for _turn in range(5):
        with CaptureQueriesContext(connection) as statements:
            start = time.perf_counter()
            found = simulate(rules_of(version), at=now)
            seconds.append(time.perf_counter() - start)
    start = time.perf_counter()
    row = ask_simulation(version, by=by, at=now)
    write_list(row.pk)
    return {
        "policy_resources": found.outcome.total,
        "policy_changed": found.outcome.changed,
        "policy_statements": len(statements),
        "policy_simulation_seconds": round(statistics.median(seconds), 2),
        "policy_kept_with_list_seconds": round(time.perf_counter() - start, 2),
    }


def _fill() -> None:
    """Works of every kind, published over twenty years."""
    from cms.diffusion.models import ResourceKind
    from cms.models import Resource
    from tests.factories.cms import ResourceFactory

    if Resource.objects.count() >= RESOURCES:
        return
    one = ResourceFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cms_resource SELECT (copy).* FROM (
                SELECT jsonb_populate_record(r, jsonb_build_object('id', 1000000 + n, 'uuid', gen_random_uuid(),
                    'translation_key', gen_random_uuid(), 'slug', 'copy-' || n, 'title', 'Copy ' || n,
                    'kind', (%(kinds)s::text[])[1 + n %% %(number)s],
                    'published_on', date '2006-01-01' + (n * 7 %% 7300)::int)) AS copy
                FROM cms_resource r, generate_series(1, %(resources)s) n WHERE r.id = %(one)s) x""",
            {"kinds": ResourceKind.values, "number": len(ResourceKind.values), "resources": RESOURCES, "one": one.pk},
        )
        cursor.execute("VACUUM ANALYZE cms_resource")
