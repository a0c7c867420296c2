"""Nothing hidden shows anywhere: every GET of the OpenAPI document and every public address, as every kind of person.

The addresses come from the router and from the site map: a new one is covered the day it is written. What is planted
has its marks in the title, the abstract, the authors, the topic, the file's name, its words and its bytes.
"""

import itertools
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cms.library.actions import lease_reading, record_text
from cms.library.models import Grant, Narrowing, Resource, Topic
from cms.models import PolicyVersion, ResourceFile
from config.api import api
from tests.factories.cms import PolicyVersionFactory, ResourceFactory, ResourceFileFactory, adopted
from tests.factories.registrations import GroupFactory, MandateFactory, UserFactory
from tests.people import with_role
from tests.permissions.kinds import ROLES
from tests.permissions.table import World, _walk

pytestmark = pytest.mark.django_db
MARK = re.compile(rb"zzcanari|c0ffee4711", re.IGNORECASE)
WORD = "motifrare"
"""In every planted text and in no other: what is searched for, so that an echo of the question is no finding."""
SHA = "c0ffee4711" + "ab" * 27
# Not read by the public, or nothing but what the caller sent: the admin is the team's, by roles (tests/permissions).
LEFT_OUT = ("/admin/", "/api/", "/static/", "/demo/", "/_allauth/", "/^", "/comptes/logout", "/readyz", "/problems/")
HIDDEN = {"kind": "tool", "clause": "9.1"}
OPEN_GUIDES = {"kinds": ["guide"], "clause": "2.2"}
BOARD = {"audiences": ["board"], "clause": "9.2"}


def planted(slug, **fields):
    """A resource with a mark in all that it says, and its file, read."""
    topic, _new = Topic.objects.get_or_create(slug="zzcanari-sujet", defaults={"name_fr": "ZZCanari sujet"})
    words = {"title": f"ZZCanari {WORD}", "abstract": f"ZZCanari résumé {WORD}", "authors": ["Ursule ZZCanari"]}
    resource = ResourceFactory(slug=f"zzcanari-{slug}", **words | {"kind": "tool"} | fields)
    resource.topics.add(topic)
    file = ResourceFileFactory(
        resource=resource, original_name="zzcanari-rapport.pdf", sha256=SHA, file__filename=f"zzcanari-{slug}.pdf"
    )
    lease_reading(file, at=timezone.now())
    record_text(file, [f"ZZCanari texte du document {WORD}"], at=timezone.now())
    return resource


@pytest.fixture
def library():
    """One resource hidden in each way that there is, a draft policy, and a guide that everybody sees."""
    now, day = timezone.now(), timedelta(days=1)
    ResourceFileFactory(resource=ResourceFactory(kind="guide", slug="guide-public", title=f"Guide {WORD}"))
    planted("conseil")
    planted("embargo", kind="guide", embargo_until=now + day)
    planted("brouillon", kind="guide", live=False)
    narrowed = planted("suspendu", kind="guide")
    Narrowing.objects.create(resource=narrowed, reason="ZZCanari", starts_at=now - day, ends_at=now + day)
    planted("delai", kind="research", published_on=timezone.localdate())
    granted = planted("autorise")
    Grant.objects.create(
        resource=granted, person=UserFactory(), reason="ZZCanari", starts_at=now - day, ends_at=now + day
    )
    version = PolicyVersionFactory(number=77, title_fr="ZZCanari ébauche", text_fr="ZZCanari")
    version.rules.create(order=1, clause="ZZCanari", explanation_fr="ZZCanari")


@pytest.fixture
def policy():
    adopted(OPEN_GUIDES, BOARD, {"kinds": ["research"], "delay_days": 90, "clause": "5.1"})


@pytest.fixture
def readers():
    """A visitor and each kind that the policy could tell from the others; one person with every role of the team."""
    world = World.made()
    found = {kind: world.clients[kind] for kind in ("anonymous", "participant", "member", "manager", "registrar")}
    team, administrator = Client(), Client()
    team.force_login(with_role(UserFactory(), *(role for role in ROLES if role != "administrator")))
    administrator.force_login(with_role(UserFactory(), "administrator"))
    found |= {"team": team, "administrator": administrator}
    for client in found.values():
        client.raise_request_exception = False
    return found


def values():
    """What may be put in an address to ask for something hidden, by the name of its parameter."""
    slugs = list(Resource.objects.filter(slug__startswith="zzcanari").values_list("slug", flat=True))
    files = [str(uuid) for uuid in ResourceFile.objects.filter(sha256=SHA).values_list("uuid", flat=True)]
    uuids = [*files, str(Resource.objects.get(slug="zzcanari-conseil").uuid)]
    return {
        "slug": slugs,
        "uuid": uuids,
        "id": uuids,
        "number": ["77"],
        "other": ["77"],
        "int": ["77"],
        "path": files[:1],
    }


def addresses():
    """Every address to ask, with each hidden value in the place of its parameters."""
    known, found = values(), []
    for route in {*api_gets(), *pages()}:
        names = re.findall(r"[<{]([^>}]+)[>}]", route)
        given = [known.get(name.rpartition(":")[2]) or known.get(name.partition(":")[0], ["zzz"]) for name in names]
        ours = any(word in route for word in ("library", "bibliotheque"))
        for chosen in itertools.product(
            *(each if ours and place == 0 else each[:1] for place, each in enumerate(given))
        ):
            parts = iter(chosen)
            found.append(re.sub(r"[<{][^>}]+[>}]", lambda _match, parts=parts: next(parts), route))
    return sorted(found)


def api_gets():
    """Each GET of the document, once as it is and once with each word that it can be searched by."""
    asked = {"q": WORD, "topic": "zzcanari-sujet", "kind": "tool", "audience": "board"}
    for route, methods in api.get_openapi_schema()["paths"].items():
        if "get" not in methods:
            continue
        names = {parameter["name"] for parameter in methods["get"].get("parameters", []) if parameter["in"] == "query"}
        yield route
        yield from (f"{route}?{name}={value}" for name, value in asked.items() if name in names)


def pages():
    """Each address of the site map that the public may ask."""
    for route, _view in _walk(get_resolver().url_patterns, "/"):
        if not route.startswith(LEFT_OUT) and "(?" not in route:
            yield route
    yield from (
        f"/bibliotheque/?q={WORD}",
        "/bibliotheque/?kind=tool",
        f"/magazine/?q={WORD}",
        "/media/",
        "/robots.txt",
    )


def said(response):
    """All that an answer says: its headers and its bytes; the address that was asked is not a finding."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heads = "\n".join(f"{name}: {value}" for name, value in response.items() if name not in ("Location", "Set-Cookie"))
    return heads.encode() + b"\n" + body


def crawled(readers, asked):
    """Where a mark showed: the address and who asked."""
    found = []
    for who, client in readers.items():
        for address in asked:
            text = said(client.get(address)).replace(address.encode(), b"")
            for part in address.strip("/").split("/"):
                text = text.replace(part.encode(), b"") if part.startswith("zzcanari") else text
            if MARK.search(text):
                found.append((address, who))
    return found


@pytest.fixture(autouse=True)
def _quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_nothing_hidden_shows_anywhere(library, policy, readers):
    asked = addresses()
    assert len(asked) > 200

    theirs = [address for address in asked if any(part in address for part in ("library", "bibliotheque"))]
    everywhere = {who: readers[who] for who in ("anonymous", "manager", "team")}
    found = crawled(everywhere, asked) + crawled(
        {who: readers[who] for who in readers if who not in everywhere}, theirs
    )

    # The team reads drafts of the policy: that is its work.
    drafts = {(address, who) for address, who in found if who in ("team", "administrator") and "politique" in address}
    drafts |= {(address, who) for address, who in found if who in ("team", "administrator") and "/policy/" in address}
    assert sorted(set(found) - drafts) == []


def test_crawler_finds_what_a_policy_opens(library, readers):
    """The same walk sees every mark once the policy lets it: it is not blind."""
    adopted({"clause": "1"})
    asked = [address for address in addresses() if "library" in address or "bibliotheque" in address]

    found = {address for address, _who in crawled({"anonymous": readers["anonymous"]}, asked)}

    file = ResourceFile.objects.get(resource__slug="zzcanari-conseil").uuid
    for address in (
        "/api/v1/library/resources",
        f"/api/v1/library/resources?q={WORD}",
        "/api/v1/library/resources/zzcanari-conseil",
        f"/api/v1/library/files/{file}/download",
        "/bibliotheque/",
        "/bibliotheque/zzcanari-conseil/",
        f"/bibliotheque/fichiers/{file}/",
    ):
        assert address in found, address


def test_member_of_the_board_sees_what_is_theirs_and_nothing_more(library, policy):
    person, client = UserFactory(), Client()
    MandateFactory(group=GroupFactory(slug="conseil", kind="board"), person=person, starts_on=timezone.localdate())
    client.force_login(person)

    items = client.get("/api/v1/library/resources?limit=100").json()["items"]

    assert {item["slug"] for item in items} - {"guide-public"} == {
        "zzcanari-conseil",
        "zzcanari-autorise",
        "zzcanari-delai",
    }


@pytest.mark.parametrize("slug", ["conseil", "embargo", "brouillon", "suspendu", "delai", "autorise"])
def test_no_header_goes_around_the_decision(library, policy, readers, slug):
    """HEAD, a range, a digest that the caller guessed: the answer is that of what does not exist."""
    file = ResourceFile.objects.get(resource__slug=f"zzcanari-{slug}")
    nothing = "0193b6a0-0000-7000-8000-000000000000"
    given = ({}, {"Range": "bytes=0-9"}, {"If-None-Match": f'"{SHA}"'}, {"If-Range": f'"{SHA}"', "Range": "bytes=0-9"})
    for who in ("anonymous", "manager", "team"):
        client = readers[who]
        for route in ("/api/v1/library/files/{}/download", "/bibliotheque/fichiers/{}/"):
            unknown = client.get(route.format(nothing)).status_code
            for method, headers in itertools.product((client.get, client.head), given):
                hidden = method(route.format(file.uuid), headers=headers)
                assert (hidden.status_code, who) == (unknown, who) == (404, who)
                assert not MARK.search(said(hidden).replace(str(file.uuid).encode(), b""))


def test_files_have_no_address_of_their_own(library, policy, readers):
    for file in ResourceFile.objects.all():
        assert not Path(file.file.path).is_relative_to(settings.MEDIA_ROOT)
        for place in ("/media/", "/media/images/", "/documents/1/", "/static/", "/"):
            assert readers["administrator"].get(f"{place}{file.file.name}").status_code == 404


def test_facets_count_what_the_reader_knows(library, policy, readers):
    """No facet names or counts what is hidden: not the topic, not the kind."""
    for client in readers.values():
        found = client.get("/api/v1/library/resources").json()
        assert {value["value"] for value in found["facets"]["kind"]} == {"guide"}
        assert found["facets"].get("topic", []) == []


def test_shared_caches_keep_nothing_of_a_person(library, policy, readers):
    for who, client in readers.items():
        for address in ("/api/v1/library/resources", "/api/v1/library/resources/guide-public"):
            kept = client.get(address).headers["Cache-Control"]
            assert ("public" in kept) == (who == "anonymous"), (address, who, kept)


def test_version_takes_effect_to_the_instant_whatever_is_cached(library, monkeypatch):
    """The list that was cached just before says the truth just after, without any job."""
    now = timezone.now()
    adopted(OPEN_GUIDES, effective_from=now - timedelta(days=2))
    adopted({"clause": "1"}, number=2, effective_from=now + timedelta(hours=1))
    counts = []
    for moment in (timedelta(minutes=59, seconds=59), timedelta(hours=1), timedelta(hours=1, seconds=1)):
        at = now + moment
        for place in ("cms.library.api", "cms.diffusion.api", "registrations.caching.answers"):
            monkeypatch.setattr(f"{place}.timezone.now", lambda at=at: at)
        counts.append(Client().get("/api/v1/library/resources").json()["count"])
        number = Client().get("/api/v1/library/policy").json()["number"]
        assert number == (1 if moment < timedelta(hours=1) else 2)
    assert counts[0] == 1
    assert counts[1] == counts[2] > 1
    assert PolicyVersion.objects.filter(state="adopted").count() == 2
