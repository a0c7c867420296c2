"""Rows, the world they are asked in, and the routes that must have one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.generic import RedirectView
from wagtail.admin.viewsets import viewsets

from config.api import api
from registrations.viewsets import ActionViewSet
from tests.factories.registrations import (
    AffiliationFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.people import with_role
from tests.permissions.kinds import KINDS, ROLES, Screen

# What is somebody else's to test, and why.
LEFT_OUT = {
    "/api/v1/": "the API's own routes come from its router",
    "/api/cms/": "Wagtail's API behind its gate: tests/config/test_doors.py",
    "/_allauth/": "allauth's headless sign-in",
    "/comptes/": "allauth's pages: tests/registrations/people/test_sign_in.py",
    "/admin/": "our viewsets are below; Wagtail's own screens are the admin's walk",
    "/documents/": "Wagtail's documents",
    "/_util/": "Wagtail's own door to private pages, redirected to ours",
    "/static/": "files for everybody",
    "/demo/": "never in production",
    "/^admin/": "Wagtail's own door, redirected to ours",
    "/^api/": "what no API has",
    "/^_allauth/": "closed doors of allauth",
    "/^((?:": "Wagtail's pages, by their own view restrictions",
}
NOTHING = {"uuid": "0193b6a0-0000-7000-8000-000000000000", "int": "999999", "date": "2020-01-01"}


@dataclass(frozen=True)
class Row:
    """What each kind of person gets."""

    expected: Mapping[str, int]
    make: Callable[["World"], Mapping[str, Any]] = lambda _world: {}
    body: Mapping[str, Any] | None = None


@dataclass
class World:
    """A member organisation, and one person of each kind, each with a client of their own."""

    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    organisation: Any = None

    @classmethod
    def made(cls) -> "World":
        world, today = cls(), timezone.localdate()
        year = MembershipYearFactory(label="now", starts_on=today - timedelta(90), ends_on=today + timedelta(275))
        world.organisation = OrganisationFactory(slug="espace-carriere")
        MembershipFactory(
            organisation=world.organisation,
            year=year,
            starts_on=year.starts_on,
            ends_on=year.ends_on,
            lapses_on=year.ends_on,
        )
        world.people["participant"] = UserFactory()
        for kind, post in {
            "member": {"role": "practitioner"},
            "manager": {"role": "manager"},
            "registrar": {"role": "administrative", "is_registrar": True},
        }.items():
            world.people[kind] = AffiliationFactory(organisation=world.organisation, **post).person
        world.people |= {role: with_role(UserFactory(), role) for role in ROLES}
        for kind in KINDS:
            world.clients[kind] = Client(raise_request_exception=False)
            if kind in world.people:
                world.clients[kind].force_login(world.people[kind])
        return world


def features() -> list[str]:
    """The files beside this one that have rows."""
    own = {"__init__", "kinds", "table", "test_table"}
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in own)


def rows(feature: str) -> dict[str, Row]:
    return dict(getattr(import_module(f"tests.permissions.{feature}"), "ROWS", {}))


def screens(feature: str) -> dict[str, Screen]:
    return dict(getattr(import_module(f"tests.permissions.{feature}"), "SCREENS", {}))


def api_routes() -> set[str]:
    """`GET /api/v1/me`, as the document has it."""
    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def page_routes() -> tuple[set[str], set[str]]:
    """Routes that need a row, and routes that may have one (`POST` to a function view)."""
    needed, allowed = set(), set()
    for route, view in _walk(get_resolver().url_patterns, "/"):
        if route.startswith(tuple(LEFT_OUT)):
            continue
        needed.add(f"GET {route}")
        made_of = getattr(view, "view_class", object)
        posts = hasattr(made_of, "post") and not issubclass(made_of, RedirectView)
        (needed if posts else allowed).add(f"POST {route}")
    return needed, allowed


def our_viewsets() -> dict[str, ActionViewSet]:
    """Those that the admin's addresses register once they are loaded."""
    reverse("wagtailadmin_home")
    return {viewset.name: viewset for viewset in viewsets.viewsets if isinstance(viewset, ActionViewSet)}


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def address(route: str, parts: Mapping[str, Any]) -> str:
    """The route with its parts filled; what is not given names nothing that exists."""

    def fill(match: re.Match[str]) -> str:
        converter, _colon, name = match[1].rpartition(":")
        return str(parts.get(name, NOTHING.get(converter, NOTHING["uuid"])))

    return re.sub(r"[<{]([^>}]+)[>}]", fill, route)
