"""The training lead's home: what waits for a hand, session by session, each line one click from where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from registrations.dates import spelled_day, spelled_instant, spelled_until
from training.catalogue.models import ActivityKind
from training.enrolments.models import Enrolment, EnrolmentState
from training.sessions.models import Session, SessionState

SOON, LATE, MINIMUM = timedelta(days=7), timedelta(days=120), timedelta(days=14)
MOST = 5


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Heap:
    """Things of one kind that wait: the first few, and how many more."""

    title: str | Promise
    items: list[Item]
    more: int
    all_url: str


class TrainingDay(Component):
    """Empty when nothing waits: then it is not shown."""

    order = 41
    slug = "formation-aujourdhui"
    title = gettext_lazy("Sessions to look after")
    template_name = "team/training.html"

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    @cached_property
    def heaps(self) -> list[Heap]:
        made = (heap(self.at) for heap in (unrecorded, below_minimum, reserved, waiting, full, opening))
        return [each for each in made if each.items]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002  # Wagtail's signature
        return {"panel": self, "heaps": self.heaps}


def _published(at: datetime) -> "QuerySet[Session]":
    return Session.objects.filter(state=SessionState.PUBLISHED, starts_at__gt=at).select_related("activity", "pool")


def _heap(title: str | Promise, rows: "QuerySet[Any]", note: Any, query: str = "?state=published") -> Heap:
    """Reads one row more than it shows, and counts the rest only when there is one."""
    found = list(rows[: MOST + 1])
    more = rows.count() - MOST if len(found) > MOST else 0
    items = [Item(row.activity.title, note(row), reverse("seances:inspect", args=[row.pk])) for row in found[:MOST]]
    return Heap(title, items, more, reverse("seances:index") + query)


def unrecorded(at: datetime) -> Heap:
    """Over, and people are still only confirmed: nobody said who was there."""
    over = Session.objects.filter(
        state=SessionState.PUBLISHED, ends_at__lte=at, ends_at__gt=at - LATE, historical=False
    )
    confirmed = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.CONFIRMED))
    rows = over.filter(activity__kind=ActivityKind.TRAINING).select_related("activity").annotate(people=confirmed)

    def note(session: Any) -> str:
        text = ngettext("%(day)s: %(n)s person", "%(day)s: %(n)s people", session.people)
        return text % {"day": _day(session.starts_at), "n": session.people}

    return _heap(_("Attendance to record"), rows.filter(people__gt=0).order_by("ends_at"), note)


def below_minimum(at: datetime) -> Heap:
    rows = _published(at).filter(starts_at__lte=at + MINIMUM, pool__taken__lt=F("minimum"))

    def note(session: Session) -> str:
        said = {"taken": session.pool.taken, "minimum": session.minimum, "day": _day(session.starts_at)}
        return _("%(taken)s of %(minimum)s needed, on %(day)s") % said

    return _heap(_("Below the minimum"), rows.order_by("starts_at"), note)


def reserved(at: datetime) -> Heap:
    """Seats that wait for a registrar's word."""
    held = Enrolment.objects.filter(state=EnrolmentState.RESERVED, session__starts_at__gt=at)
    rows = held.select_related("session__activity", "person", "organisation").order_by("reserved_until")
    found = list(rows[: MOST + 1])
    more = rows.count() - MOST if len(found) > MOST else 0
    items = [
        Item(row.person.get_full_name(), _held(row), reverse("inscriptions:inspect", args=[row.pk]))
        for row in found[:MOST]
    ]
    return Heap(_("Seats subject to confirmation"), items, more, reverse("inscriptions:index") + "?state=reserved")


def _held(row: Enrolment) -> str:
    until = spelled_until(row.reserved_until, get_language() or "fr") if row.reserved_until else ""
    return _("%(activity)s, until %(until)s") % {"activity": row.session.activity.title, "until": until}


def waiting(at: datetime) -> Heap:
    """How many are in line for each session, and since when the first of them is."""
    in_line = Q(enrolments__state=EnrolmentState.WAITLISTED)
    rows = (
        _published(at)
        .filter(pool__waiting__gt=0)
        .annotate(people=Count("enrolments", filter=in_line), since=Min("enrolments__created_at", filter=in_line))
    )
    rows = rows.filter(people__gt=0).order_by("since")

    def note(session: Any) -> str:
        text = ngettext("%(n)s person, since %(day)s", "%(n)s people, since %(day)s", session.people)
        return text % {"n": session.people, "day": _day(session.since)}

    return _heap(_("Who waits for a seat"), rows, note)


def full(at: datetime) -> Heap:
    rows = _published(at).filter(closes_at__gt=at, pool__waiting=0, pool__taken__gte=F("pool__capacity"))

    def note(session: Session) -> str:
        said = {"seats": session.pool.capacity, "day": _day(session.starts_at)}
        return _("%(seats)s seats, on %(day)s") % said

    return _heap(_("Full sessions"), rows.order_by("starts_at"), note)


def opening(at: datetime) -> Heap:
    rows = _published(at).filter(opens_at__gt=at, opens_at__lte=at + SOON).order_by("opens_at")

    def note(session: Session) -> str:
        return spelled_instant(session.opens_at, get_language() or "fr")

    return _heap(_("Registration opens soon"), rows, note)


def _day(at: datetime) -> str:
    return spelled_day(localdate(at), get_language() or "fr", weekday=False)


def days_for(roles: Any, *, wanted: Any, at: datetime) -> Iterator[TrainingDay]:
    """The panel, for those whom it concerns and when something waits."""
    if roles & wanted and (panel := TrainingDay(at=at)).heaps:
        yield panel
