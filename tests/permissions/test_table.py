"""Every route has its row, and every kind of person gets what the row says."""

import logging

import pytest
from django.db import transaction

from registrations.actors import Role
from tests.permissions.kinds import KINDS, PEOPLE, ROLES, Screen
from tests.permissions.table import (
    Row,
    World,
    address,
    api_routes,
    features,
    our_viewsets,
    page_routes,
    rows,
    screens,
)

pytestmark = pytest.mark.django_db
SCREEN_KINDS = ("anonymous", "participant", *ROLES)  # the gate of the admin knows no difference among members


@pytest.fixture(autouse=True)
def _quiet():
    """A thousand refusals are expected here: writing each to the log takes longer than making it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_route_has_a_row_and_every_row_a_route():
    needed, allowed = page_routes()
    needed |= api_routes()
    written = [key for feature in features() for key in rows(feature)]

    assert {"without a row": sorted(needed - set(written))} == {"without a row": []}
    assert {"without a route": sorted(set(written) - needed - allowed)} == {"without a route": []}
    assert sorted(set(written)) == sorted(written)


def test_every_admin_viewset_has_its_screen():
    written = [name for feature in features() for name in screens(feature)]

    assert sorted(written) == sorted(our_viewsets())


@pytest.mark.parametrize("feature", [feature for feature in features() if rows(feature)])
def test_people_get_what_the_rows_say(feature, settings):
    settings.METRICS_TOKEN = ""
    world, wrong = World.made(), {}
    for key, row in rows(feature).items():
        got = asked(world, key, row)
        wrong |= {
            f"{key} as {kind}": (row.expected[kind], got[kind]) for kind in KINDS if got[kind] != row.expected[kind]
        }

    assert wrong == {}, "expected, got"


@pytest.mark.parametrize("feature", [feature for feature in features() if screens(feature)])
def test_people_get_what_the_screens_say(feature):
    world, wrong = World.made(), {}
    for name, written in screens(feature).items():
        viewset = our_viewsets()[name]
        some = viewset.model._default_manager.first()
        for pattern in viewset.get_urlpatterns():
            path = f"/admin/{viewset.url_prefix}/" + address(str(pattern.pattern), {"pk": some.pk} if some else {})
            acts = pattern.name not in ("index", "index_results", "inspect")
            screen = _screen_of(written, viewset, pattern.name)
            for kind in SCREEN_KINDS:
                expected = expected_screen(
                    kind, screen, acts=acts, missing=some is None and "pk" in str(pattern.pattern)
                )
                got = world.clients[kind].get(path).status_code
                if pattern.name == "filtres" and got == 405:
                    continue  # it is only posted to, by those who read the list: tests/config/admin/test_lists.py
                if got not in expected:
                    wrong[f"GET {path} as {kind}"] = (expected, got)

    assert wrong == {}, "expected, got"


def _screen_of(written: Screen, viewset, name: str) -> Screen:
    """What is done to several rows may name roles of its own."""
    act = next((act for key, act in viewset.bulk_acts.items() if name in (f"lot-{key}", f"lot-{key}-fait")), None)
    if act is None or act.roles is None:
        return written
    return Screen(written.view, frozenset({*act.roles, Role.ADMINISTRATOR.value}))


def expected_screen(kind: str, screen: Screen, *, acts: bool, missing: bool) -> tuple[int, ...]:
    """302 to sign in or back to the admin's home; 403 without the admin; 404 for everybody when there is no row."""
    if kind == "anonymous":
        return (302,)
    if kind in (*PEOPLE, Role.DOOR):
        return (403,)
    if missing:
        return (302, 403, 404)
    return (200, 404) if kind in (screen.change if acts else screen.view) else (302, 403)


def asked(world: World, key: str, row: Row) -> dict[str, int]:
    """The status that each kind gets, each in a savepoint of its own."""
    method, _space, route = key.partition(" ")
    parts = dict(row.make(world))
    body = parts.pop("body", row.body)
    path, got = address(route, parts), {}
    json = route.startswith("/api/")
    for kind in KINDS:
        with transaction.atomic():
            given = {"data": body, "content_type": "application/json"} if json and body is not None else {"data": body}
            got[kind] = getattr(world.clients[kind], method.lower())(path, **given).status_code
            transaction.set_rollback(True)
    return got
