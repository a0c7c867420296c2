"""What was downloaded in a period, by month, resource, kind, audience and organisation; and what one person has."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from cms.diffusion.models import ResourceKind, Verb
from cms.diffusion.queries import audiences, policy_in_force
from cms.downloads.rules import Protected, protected
from cms.library.models import DownloadCount, OwnDownload, ResourceFile
from cms.library.queries import decisions, reader
from registrations.people.models import User

MOST, MOST_OWN = 100, 200


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `first` to the day `last`, both included; of one kind of resource, or of all."""

    first: date
    last: date
    kind: str = ""

    @property
    def before(self) -> "Period":
        """The same days, a year earlier."""
        return Period(self.first - timedelta(days=365), self.last - timedelta(days=365), self.kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One resource, and how often it was downloaded."""

    title: str
    kind: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals, and each way of cutting them; people are shown in groups of five downloads and more alone."""

    total: int
    total_before: int
    resources_read: int
    organisations: int
    months: dict[date, int]
    resources: list[Line]
    kinds: list[tuple[str, int]]
    audiences: Protected
    by_organisation: Protected


def figures(period: Period) -> Figures:
    """Seven statements, whatever the number of rows."""
    rows = _rows(period)
    whole = rows.aggregate(total=Sum("number"), works=Count("file__resource__translation_key", distinct=True))
    organisations = list(_by(rows.exclude(organisation=None), "organisation__name"))
    return Figures(
        total=whole["total"] or 0,
        total_before=_rows(period.before).aggregate(total=Sum("number"))["total"] or 0,
        resources_read=whole["works"],
        organisations=len(organisations),
        months=_months(rows, period),
        resources=resources(period, at_most=MOST),
        kinds=[(str(ResourceKind(kind).label), number) for kind, number in _by(rows, "file__resource__kind")],
        audiences=protected([(_audience(name), number) for name, number in _by(rows, "audience")]),
        by_organisation=protected(organisations),
    )


def resources(period: Period, *, at_most: int | None = None) -> list[Line]:
    """The resources that were downloaded, the most often first."""
    names = ("file__resource__title", "file__resource__kind", "file__resource__slug")
    rows = _rows(period).order_by().values_list(*names).annotate(n=Sum("number")).order_by("-n", *names)
    return [Line(title, str(ResourceKind(kind).label), slug, number) for title, kind, slug, number in rows[:at_most]]


@dataclass(frozen=True, slots=True)
class Own:
    """One file of a person's own list; `newer`: another edition came since."""

    file: ResourceFile
    last_at: datetime
    seen: bool
    allowed: bool
    newer: bool


def own_downloads(person: User | None, *, at: datetime) -> list[Own]:
    """What this person downloaded, the last first: four statements, and who they are. Hidden records are left out."""
    later = ResourceFile.objects.filter(
        resource=OuterRef("file__resource"),
        language=OuterRef("file__language"),
        format=OuterRef("file__format"),
        edition__gt=OuterRef("file__edition"),
    )
    rows = OwnDownload.objects.filter(person=person).select_related("file__resource").annotate(newer=Exists(later))
    found = list(rows.order_by("-last_at", "-pk")[:MOST_OWN])
    asking, policy = reader(person, at=at), policy_in_force(at)
    works = {row.file.resource_id: row.file.resource for row in found}.values()
    see, download = (
        decisions(works, asking, policy, verb=verb, at=at) if works else {} for verb in (Verb.SEE, Verb.DOWNLOAD)
    )
    return [
        Own(row.file, row.last_at, see[key].allowed, download[key].allowed, row.newer)
        for row in found
        if see[key := row.file.resource_id].allowed or download[key].allowed
    ]


def _rows(period: Period) -> QuerySet[DownloadCount]:
    rows = DownloadCount.objects.filter(on__gte=period.first, on__lte=period.last).order_by()
    return rows.filter(file__resource__kind=period.kind) if period.kind else rows


def _by(rows: QuerySet[DownloadCount], name: str) -> "QuerySet[DownloadCount, tuple[str, int]]":
    return rows.values_list(name).annotate(n=Sum("number")).order_by("-n", F(name))


def _months(rows: QuerySet[DownloadCount], period: Period) -> dict[date, int]:
    """Every month of the period, those without a download too."""
    counted: Counter[date] = Counter()
    for month, number in rows.annotate(month=TruncMonth("on")).values_list("month").annotate(n=Sum("number")):
        counted[month] += number
    found, month = {}, period.first.replace(day=1)
    while month <= period.last:
        found[month] = counted[month]
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _audience(name: str) -> str:
    return dict(audiences()).get(name) or _("A group")
