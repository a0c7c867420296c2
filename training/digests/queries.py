"""What changed in a week for the organisations that somebody looks after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from registrations.dates import day_begins
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User
from training.digests.models import Digest, DigestRefusal
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.rules import SessionState

WEEK, SOON = timedelta(days=7), timedelta(days=14)
SEATED = (EnrolmentState.CONFIRMED, EnrolmentState.HELD)


@dataclass(slots=True)
class Week:
    """One organisation's week: what must be answered first, then what changed, then what comes."""

    organisation: Organisation
    to_confirm: list[Enrolment] = field(default_factory=list)
    registered: list[Enrolment] = field(default_factory=list)
    cancelled: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    coming: list[Enrolment] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether there is something to say."""
        return any((self.to_confirm, self.registered, self.cancelled, self.waiting, self.coming))


def weeks_of(organisations: Iterable[Organisation], *, on: date) -> list[Week]:
    """The week that ends with this Monday, for each organisation that has something, in one statement."""
    weeks = {organisation.pk: Week(organisation) for organisation in organisations}
    for row in _rows(weeks, on=on):
        _put(weeks[row.organisation_id or 0], row, on=on)
    return [week for week in weeks.values() if week.told]


def _rows(organisations: Iterable[int], *, on: date) -> Iterable[Enrolment]:
    since, until = day_begins(on - WEEK), day_begins(on)
    made, ended = Q(created_at__gte=since), Q(cancelled_at__gte=since, cancelled_at__lt=until)
    standing = Q(state__in=(EnrolmentState.WAITLISTED, EnrolmentState.RESERVED), session__ends_at__gte=until)
    coming = Q(state__in=SEATED, session__starts_at__gte=until, session__starts_at__lt=day_begins(on + SOON))
    rows = Enrolment.objects.filter(made | ended | standing | coming, organisation__in=list(organisations))
    rows = rows.filter(created_at__lt=until, historical=False, person__erased_at=None, session__historical=False)
    return rows.select_related("person", "session__activity").order_by("session__starts_at", "pk")


def _put(week: Week, row: Enrolment, *, on: date) -> None:
    since, until = day_begins(on - WEEK), day_begins(on)
    if row.state == EnrolmentState.RESERVED:
        week.to_confirm.append(row)
    elif row.state == EnrolmentState.WAITLISTED:
        week.waiting.append(row)
    elif row.state == EnrolmentState.CANCELLED and row.cancelled_at and since <= row.cancelled_at < until:
        week.cancelled.append(row)
    elif row.state != EnrolmentState.CANCELLED and since <= row.created_at < until:
        week.registered.append(row)
    in_time = until <= row.session.starts_at < day_begins(on + SOON)
    if row.state in SEATED and in_time and row.session.state == SessionState.PUBLISHED:
        week.coming.append(row)


def registrars(*, on: date) -> dict[int, list[Organisation]]:
    """Who looks after which organisations that day, but for those who want none or were judged; in one statement."""
    posts = Affiliation.objects.live(on=on).filter(is_registrar=True, verified_at__isnull=False, person__is_active=True)
    posts = posts.exclude(person__in=DigestRefusal.objects.values("person"))
    posts = posts.exclude(person__in=Digest.objects.filter(week_on=on).values("person"))
    found: dict[int, list[Organisation]] = defaultdict(list)
    for post in posts.select_related("organisation").order_by("person_id", "organisation__name"):
        found[post.person_id].append(post.organisation)
    return found


def looked_after(person: User, *, on: date) -> list[Organisation]:
    """The organisations of one registrar, by name."""
    posts = Affiliation.objects.live(on=on).filter(person=person, is_registrar=True, verified_at__isnull=False)
    return [post.organisation for post in posts.select_related("organisation").order_by("organisation__name")]


def refuses(person: User) -> bool:
    """Whether they stopped it."""
    return DigestRefusal.objects.filter(person=person).exists()


def a_digest() -> UUID | None:
    """The latest: what the team's preview speaks of, when there was something to tell."""
    return Digest.objects.order_by("-pk").values_list("uuid", flat=True).first()
