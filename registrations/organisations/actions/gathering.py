"""The register's own part of a merge of two organisations: posts, service points, contacts."""

from collections import defaultdict
from datetime import date, datetime

from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.organisations.errors import PostsContradict
from registrations.organisations.models import Affiliation, Contact, Organisation, ServicePoint


def move_posts(kept: Organisation, dropped: Organisation, _by: Actor, at: datetime) -> None:
    """Posts move. One that meets a post of the same person in `kept` is joined to it and stays behind, ended.

    The joined post covers both periods and is the registrar's when either was. Raises `PostsContradict` when the
    person has several posts in `kept` that the joined one would meet.
    """
    held: dict[int, list[Affiliation]] = defaultdict(list)
    for post in Affiliation.objects.filter(organisation=kept).order_by("starts_on", "pk"):
        held[post.person_id].append(post)
    for post in Affiliation.objects.filter(organisation=dropped).select_related("person").order_by("starts_on", "pk"):
        meeting = [other for other in held[post.person_id] if meet(post, other)]
        if not meeting:
            post.organisation = kept
            post.save(update_fields=["organisation"])
            held[post.person_id].append(post)
        elif len(meeting) > 1:
            raise PostsContradict(person=str(post.person))
        else:
            join_posts(meeting[0], post, at=at)


def meet(one: Affiliation, other: Affiliation) -> bool:
    """Whether two posts overlap: half-open periods."""
    return one.starts_on < (other.ends_on or date.max) and other.starts_on < (one.ends_on or date.max)


def join_posts(kept: Affiliation, dropped: Affiliation, *, at: datetime) -> None:
    """Make `kept` cover both periods; `dropped` stays behind, ended."""
    kept.starts_on = min(kept.starts_on, dropped.starts_on)
    ends = max(kept.ends_on or date.max, dropped.ends_on or date.max)
    kept.ends_on = None if ends == date.max else ends
    kept.is_registrar = kept.is_registrar or dropped.is_registrar
    if kept.verified_at is None:
        kept.verified_at, kept.verified_by_id = dropped.verified_at, dropped.verified_by_id
        kept.verified_how = dropped.verified_how
    kept.save()
    if dropped.ends_on is None:
        dropped.ends_on = max(dropped.starts_on, localdate(at))
        dropped.save(update_fields=["ends_on"])


def move_points(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Service points move; one that `kept` already has by its name goes."""
    names = ServicePoint.objects.filter(organisation=kept).values("name")
    ServicePoint.objects.filter(organisation=dropped, name__in=names).delete()
    ServicePoint.objects.filter(organisation=dropped).update(organisation=kept)


def move_contacts(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Contacts move; one that `kept` already has for the same thing, by name or person, goes."""
    known = {(c.kind, c.name.casefold(), c.person_id) for c in Contact.objects.filter(organisation=kept)}
    theirs = list(Contact.objects.filter(organisation=dropped))
    twice = [c.pk for c in theirs if (c.kind, c.name.casefold(), c.person_id) in known]
    Contact.objects.filter(pk__in=twice).delete()
    Contact.objects.filter(organisation=dropped).update(organisation=kept)
