"""Reading sessions for lists and pages."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from registrations.actors import Actor
from registrations.dates import MONTREAL
from registrations.errors import NotFound
from training.catalogue.models import Programme, Stream
from training.catalogue.rules import may_manage_training
from training.sessions.models import Session

WITH_ACTIVITY = ("activity__programme", "pool")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of sessions is narrowed to; "" and None mean anything. `until` is the last day wanted."""

    programme: str = ""
    stream: str = ""
    language: str = ""
    mode: str = ""
    since: date | None = None
    until: date | None = None
    available: bool = False


def public_sessions(wanted: Wanted, *, at: datetime) -> QuerySet[Session]:
    """Sessions that anybody may see, by date; those not over yet, unless a first day is asked for."""
    rows = Session.objects.public(at=at).select_related(*WITH_ACTIVITY).prefetch_related("meetings")
    rows = rows.filter(ends_at__gt=at) if wanted.since is None else rows.filter(starts_at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(starts_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.stream:
        rows = rows.filter(activity__stream__in={wanted.stream, Stream.BOTH})
    exact = {
        "activity__programme__slug": wanted.programme,
        "activity__language": wanted.language,
        "activity__mode": wanted.mode,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.open(at=at).with_seats() if wanted.available else rows


def visible_session(uuid: UUID, *, to: Actor, at: datetime) -> Session:
    """One session; drafts only for those who prepare them. Raises `NotFound` for what they may not know."""
    rows = Session.objects.all() if may_manage_training(to) else Session.objects.public(at=at)
    found = rows.select_related(*WITH_ACTIVITY).filter(uuid=uuid).first()
    if found is None:
        raise NotFound()
    return found


def programmes_on_offer(*, at: datetime) -> QuerySet[Programme]:
    """Programmes to choose from when filtering."""
    return Programme.objects.published(at=at).filter(ends_on__gt=at.astimezone(MONTREAL).date())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, MONTREAL)
