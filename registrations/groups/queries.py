"""Groups as their people see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.folding import folded
from registrations.groups.models import Group, GroupDocument, GroupMeeting, Mandate
from registrations.groups.rules import may_keep_groups
from registrations.organisations.models import Affiliation


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat as the page shows it; `works_at` names the organisations where a person works."""

    mandate: Mandate
    works_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPage:
    """What the people of a group see of it."""

    group: Group
    people: list[Sitting]
    organisations: list[Mandate]
    meetings: list[GroupMeeting]
    documents: list[GroupDocument]


def groups_of(by: Actor, *, on: date, at: datetime) -> list[Group]:
    """The groups where this person sits that day, each with `mine` (their mandates) and `next_meetings` (3 queries)."""
    mine = Mandate.objects.live(on=on).filter(person=by.person)
    groups = _open_to(by, on=on, at=at).prefetch_related(
        Prefetch("mandates", queryset=mine, to_attr="mine"),
        Prefetch("meetings", queryset=GroupMeeting.objects.coming(at=at), to_attr="next_meetings"),
    )
    return list(groups.order_by("name", "pk"))


def group_page(slug: str, *, by: Actor, on: date, at: datetime) -> GroupPage:
    """For who sits there that day; `NotFound` for anybody else, whether the group exists or not."""
    group = _open_to(by, on=on, at=at).filter(slug=slug).prefetch_related("partners").first()
    if group is None:
        raise NotFound()
    seats = list(group.mandates.live(on=on).select_related("person", "organisation"))
    return GroupPage(
        group=group,
        people=_sittings([seat for seat in seats if seat.person_id], on=on),
        organisations=[seat for seat in seats if seat.organisation_id],
        meetings=list(GroupMeeting.objects.coming(at=at).filter(group=group)),
        documents=list(group.documents.all()),
    )


def document_for(uuid: UUID, *, slug: str, by: Actor, on: date, at: datetime) -> GroupDocument:
    """A file of a group where this person sits that day, or that they keep; else `NotFound`."""
    open_to = Group.objects.all() if may_keep_groups(by) else _open_to(by, on=on, at=at)
    groups = open_to.filter(slug=slug)
    document = GroupDocument.objects.filter(group__in=groups, uuid=uuid).first()
    if document is None:
        raise NotFound()
    return document


def _open_to(by: Actor, *, on: date, at: datetime) -> "QuerySet[Group]":
    if by.person is None:
        return Group.objects.none()
    mine = Mandate.objects.live(on=on).filter(person=by.person)
    return Group.objects.filter(Q(archived_at=None) | Q(archived_at__gt=at), pk__in=mine.values("group"))


def _sittings(seats: Sequence[Mandate], *, on: date) -> list[Sitting]:
    """Those with an office first, as they were recorded; then by name."""
    posts = Affiliation.objects.live(on=on).filter(
        person__in=[seat.person_id for seat in seats], verified_at__isnull=False
    )
    works: dict[int, list[str]] = {}
    for person, name in posts.order_by("organisation__name").values_list("person_id", "organisation__name"):
        works.setdefault(person, []).append(name)
    found = [Sitting(seat, tuple(works.get(seat.person_id or 0, ()))) for seat in seats]
    return sorted(found, key=lambda sitting: _place(sitting.mandate))


def _place(seat: Mandate) -> tuple[int, int, str]:
    return (0, seat.pk, "") if seat.office else (1, 0, folded(str(seat.person)))
