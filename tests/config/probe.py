"""A small API with every convention, for tests of the conventions: `ROOT_URLCONF` of those tests."""

from uuid import UUID

from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.urls import path
from ninja import Query, Schema
from ninja.errors import Throttled
from ninja.responses import Status

from config.api import build
from config.urls import urlpatterns as site
from registrations.actors import Role
from registrations.caching.answers import changes_at, public
from registrations.errors import Conflict
from registrations.groups.models import Group
from registrations.idempotency.actions import idempotent
from registrations.people.credentials import signed_in
from registrations.people.models import User
from registrations.people.requests import actor
from registrations.schemas import Feed, Following, In, Items, Line, Paging, Positive, follow, page


class GroupIn(In):
    slug: Line
    seats: Positive = 1


class GroupOut(Schema):
    slug: str


class PersonOut(Schema):
    email: str


probe = build(title="Probe", urls_namespace="probe")


class Full(Conflict):
    code = "probe-full"
    title = "Full"
    message = "No seat is left since %(since)s."


@probe.get("/people", response=Items[PersonOut], operation_id="people")
def people(request: HttpRequest, paging: Query[Paging], q: str = ""):
    return page(User.objects.filter(given_name__contains=q).order_by("pk"), paging)


@probe.get("/stream", response=Feed[PersonOut], operation_id="stream")
def stream(request: HttpRequest, following: Query[Following]):
    return follow(User.objects.all(), following)


@probe.post("/groups", response={201: GroupOut}, operation_id="make_group")
def make_group(request: HttpRequest, group: GroupIn):
    return idempotent(request, lambda: Status(201, Group.objects.create(slug=group.slug, name="x", kind="board")))


@probe.get("/whoami", response=dict, auth=signed_in, operation_id="whoami")
def whoami(request: HttpRequest):
    me = actor(request)
    return {"email": me.person.email, "via": me.via, "administrator": me.has(Role.ADMINISTRATOR)}


@probe.post("/whoami", response=dict, auth=signed_in, operation_id="whoami_unsafe")
def whoami_unsafe(request: HttpRequest):
    return whoami(request)


@probe.get("/things/{uuid}", response=dict, operation_id="thing")
def thing(request: HttpRequest, uuid: UUID):
    raise Http404


@probe.get("/words/{word}", response=dict, operation_id="word")
def word(request: HttpRequest, word: str):
    return {"word": word}


@probe.get("/full", operation_id="full")
def full(request: HttpRequest):
    raise Full(since=2020)


@probe.get("/locked", operation_id="locked")
def locked(request: HttpRequest):
    raise OperationalError("database is locked")


@probe.get("/often", operation_id="often")
def often(request: HttpRequest):
    raise Throttled(wait=7)


COUNTED = {"views": 0, "changes_at": None}


@probe.get("/cached", response=dict, operation_id="cached")
@public("probe")
def cached(request: HttpRequest):
    COUNTED["views"] += 1
    changes_at(request, COUNTED["changes_at"])
    return {"views": COUNTED["views"]}


urlpatterns = [path("api/v1/probe/", probe.urls), *site]
