"""Every route of the OpenAPI document, fed what breaks databases and parsers: a clear answer, never a failure."""

import json
import logging
import re

import pytest
from django.test import Client

from config.management.commands.openapi import document
from registrations.actors import Role
from tests.factories.registrations import UserFactory
from tests.people import with_role
from tests.permissions.table import NOTHING

pytestmark = pytest.mark.django_db
DOCUMENT = json.loads(document())
PATHS, SCHEMAS = DOCUMENT["paths"], DOCUMENT["components"]["schemas"]
ROUTES = [(method, path) for path, methods in PATHS.items() for method in methods]
TEXTS = ["a\x00b", '"', "'", '"" OR (', "*" * 3, "%", "a" * 10_000, "😀", "\\", "{}", "-1", "0", "NaN", "1e309"]
NUMBERS = [2**31, 2**63 - 1, 2**63, 2**64, 10**400, -(2**63) - 1]
BODIES = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"1e999",
    b"9223372036854775808",
    b'"\\ud800"',
    b'{"a": "\\u0000"}',
    b'{"\\udfff": 1}',
    b"\xff\xfe",
    b"{",
    b"[" * 20_000,
]


@pytest.fixture
def clients():
    """A visitor, and an administrator whom nothing refuses early."""
    logging.disable(logging.CRITICAL)
    team = Client(raise_request_exception=False)
    team.force_login(with_role(UserFactory(), Role.ADMINISTRATOR))
    yield [Client(raise_request_exception=False), team]
    logging.disable(logging.NOTSET)


def filled(path, value=None):
    """The address with its parts filled with `value`, or with what names nothing."""
    return re.sub(r"{[^}]+}", lambda _part: value or NOTHING["uuid"], path)


def failures(clients, calls):
    """Calls whose answer is a failure, or a refusal that is not problem+json."""
    found = []
    for method, path, given in calls:
        for client in clients:
            response = getattr(client, method)(path, **given)
            wrong_form = response.status_code >= 400 and response["Content-Type"] != "application/problem+json"
            if response.status_code >= 500 or wrong_form:
                found.append((method, path[:200], str(given)[:200], response.status_code))
    return found


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_query_parameters(clients, method, path):
    parameters = [p["name"] for p in PATHS[path][method]["parameters"] if p["in"] == "query"]
    address = filled(path)
    body = {"content_type": "application/json"}
    calls = [(method, address, body | {"query_params": {"color": "red"}})]
    for name in parameters:
        calls += [(method, address, body | {"query_params": {name: value}}) for value in (*TEXTS, *map(str, NUMBERS))]

    assert failures(clients, calls) == []
    assert {clients[1].get(address, query_params={"color": "red"}).status_code for _ in "x" if method == "get"} <= {
        404,
        422,
    }


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path in ROUTES if "{" in path])
def test_parts_of_the_address(clients, method, path):
    values = [
        "a%00b",
        "%22",
        "%27",
        "%ED%A0%80",
        "a" * 2_000,
        str(2**63),
        "-1",
        "..%2F..%2Fetc%2Fpasswd",
        "%F0%9F%98%80",
    ]

    calls = [(method, filled(path, value), {"content_type": "application/json"}) for value in values]

    assert failures(clients, calls) == []


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path in ROUTES if method != "get"])
def test_bodies(clients, method, path):
    bodies = [*BODIES, *_of_fields(method, path)]

    calls = [(method, filled(path), {"data": body, "content_type": "application/json"}) for body in bodies]

    assert failures(clients, calls) == []


def _of_fields(method, path):
    """Bodies that have the right names, and wrong values in each."""
    body = PATHS[path][method].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    names = list(SCHEMAS.get(body.get("$ref", "").rpartition("/")[2], {}).get("properties", {}))
    values = [*TEXTS, *NUMBERS, None, True, [], {}, [[]], {"a": 1}, -1, 1.5]
    for value in values:
        yield json.dumps(dict.fromkeys(names, value)).encode()


def test_idempotency_keys(clients):
    posts = [path for method, path in ROUTES if method == "post"]
    keys = ["", "a" * 300, "é", "a b", "k"]

    calls = [
        ("post", filled(path), {"data": b"{}", "content_type": "application/json", "headers": {"Idempotency-Key": key}})
        for path in posts
        for key in keys
    ]

    assert failures(clients, calls) == []
