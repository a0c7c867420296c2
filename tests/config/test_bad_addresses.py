"""Every page of the site, asked with what breaks databases and parsers: an answer, never a failure."""

import logging

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from registrations.actors import Role
from tests.factories.registrations import UserFactory
from tests.people import with_role
from tests.permissions.table import World, address, features, our_viewsets, rows

pytestmark = pytest.mark.django_db
ODD = ["%22%27", "%25%5C*", "%ED%A0%80%FF", "%D9%A3%C2%B2", "-1", "0", "9" * 5_000, str(2**63), "2026-13-45", "NaN"]
NAMES = [
    "q",
    "page",
    "kind",
    "topic",
    "language",
    "year",
    "available",
    "region",
    "speciality",
    "near",
    "mode",
    "programme",
]
NAMES += ["seats", "audience", "month", "from", "until", "next", "session", "activity", "category", "order", "o", "p"]
PARTS = ["a%00b", "%27", "%ED%A0%80", "%FF", "a" * 2_000, str(2**31), str(2**63), "9" * 5_000, "-1", "..%2F..%2Fetc"]


@pytest.fixture
def clients():
    """A visitor, and an administrator whom nothing refuses early."""
    logging.disable(logging.CRITICAL)
    team = Client(raise_request_exception=False)
    team.force_login(with_role(UserFactory(), Role.ADMINISTRATOR))
    yield {"visitor": Client(raise_request_exception=False), "administrator": team}
    logging.disable(logging.NOTSET)


def sent_to_sign_in(client, route):
    """Who is asked to sign in is asked whatever the address says."""
    return client.get(address(route, _Every("1"))).headers.get("Location", "").startswith("/comptes/login/")


def said(found):
    return "\n".join(f"{who} {path[:100]}" for who, path in found)


def test_query_strings(clients):
    world = World.made()
    queries = ["&".join(f"{name}={value}" for name in NAMES) for value in ODD]
    queries += ["&".join(f"{name}=1&{name}=a" for name in NAMES), "=&&=", "%FF=%FF", "page[]=1"]
    pages = [
        address(key.removeprefix("GET "), row.make(world))
        for feature in features()
        for key, row in rows(feature).items()
        if key.startswith("GET ") and not key.startswith("GET /api/")
    ]

    found = []
    for who, client in clients.items():
        read = [page for page in pages if client.get(page).status_code == 200]  # who is sent away reads no parameter
        assert len(read) > 20
        asked = [f"{page}?{query}" for page in read for query in queries]
        found += [(who, path) for path in asked if client.get(path).status_code >= 500]
    assert said(found) == ""


def test_parts_of_the_address(clients):
    routes = set(_routes(get_resolver().url_patterns))
    whole = [address(route, {}) for route in routes] + [f"/{part}/" for part in PARTS]
    found = []
    for who, client in clients.items():
        open_ = [route for route in routes if "<" in route and not sent_to_sign_in(client, route)]
        asked = [address(route, _Every(part)) for route in open_ for part in PARTS]
        found += [(who, path) for path in [*asked, *whole] if client.get(path).status_code >= 500]
    assert said(found) == ""


def test_a_nul_is_a_bad_request_wherever_a_text_is_looked_up(clients):
    lists = [f"/admin/{viewset.url_prefix}/?q=a%00b" for viewset in our_viewsets().values()]
    paths = ["/commandes/a%00b/", "/bibliotheque/?q=%00", *lists]

    assert {path: clients["administrator"].get(path).status_code for path in paths} == dict.fromkeys(paths, 400)


def test_doors_to_telephones_are_closed(clients):
    doors = [
        f"/_allauth/{kind}/v1/{door}" for kind in ("app", "browser") for door in ("account/phone", "auth/phone/verify")
    ]

    assert {door: clients["administrator"].get(door).status_code for door in doors} == dict.fromkeys(doors, 404)


class _Every(dict):
    """The same text for every part of an address."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def get(self, _name, _otherwise=None):
        return self.text


def _routes(patterns, prefix="/"):
    """Routes of the pages: the API's own have their test, the admin's have theirs."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(("/admin/", "/api/", "/static/")) or "^" in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route
