"""Requests of access: mine, those that wait, those that are late."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from cms.access_requests.errors import NoSuchRequest
from cms.access_requests.models import AccessRequest
from cms.access_requests.rules import OPEN, RequestState
from cms.library.models import Resource
from registrations.actors import Role
from registrations.people.models import User


def requests_of(person: User) -> QuerySet[AccessRequest]:
    """A person's own, the latest first."""
    rows = AccessRequest.objects.filter(person=person).select_related("resource", "grant", "organisation")
    return rows.order_by("-asked_at", "-pk")


def request_of(person: User, uuid: UUID) -> AccessRequest:
    """One of theirs. Raises `NoSuchRequest`."""
    found = requests_of(person).filter(uuid=uuid).first()
    if found is None:
        raise NoSuchRequest()
    return found


def open_request(person: User, resource: Resource) -> AccessRequest | None:
    """What this person already asks of this work, in any of its languages."""
    rows = AccessRequest.objects.filter(person=person, resource__translation_key=resource.translation_key)
    return rows.filter(state__in=OPEN).first()


def waiting() -> QuerySet[AccessRequest]:
    """What the librarian has to answer, the most pressing first."""
    return AccessRequest.objects.filter(state=RequestState.ASKED).select_related("resource", "person")


def late(*, on: date) -> QuerySet[AccessRequest]:
    """What should have been answered before that day."""
    return waiting().filter(answer_by__lt=on)


def asked_since(person: User, *, at: datetime) -> int:
    """How many requests they made within the day before `at`."""
    return AccessRequest.objects.filter(person=person, asked_at__gt=at - timedelta(days=1)).count()


def librarians() -> list[User]:
    """Whom a request is told to: the administrators when nobody holds the role."""
    team = User.objects.filter(is_active=True, erased_at=None)
    found = list(team.filter(groups__name=Role.LIBRARIAN).distinct())
    return found or list(team.filter(groups__name=Role.ADMINISTRATOR).distinct())
