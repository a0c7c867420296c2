"""What the register of organisations holds of a person: their posts, and where they are named as a contact."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.organisations.models import Affiliation, Contact, Organisation
from registrations.people.models import User
from registrations.privacy.queries import marks_of
from registrations.privacy.registry import Ends, Erasure, Export, Fate, Gone, Kept
from registrations.privacy.rules import Basis, Ground

ADDRESSES = ("email", "billing_email")


def preview(person: User, on: date) -> Iterator[Fate]:
    live = _live(person, on)
    if number := live.count():
        yield Ends(_("Posts"), number)
    for post in live.filter(is_registrar=True).select_related("organisation"):
        others = Affiliation.objects.live(on=on).filter(organisation=post.organisation_id, is_registrar=True)
        if not others.exclude(person=person).exists():
            said = now_said("Nobody is left to keep the staff list of %(name)s") % {"name": post.organisation.name}
            yield Ends(said, 1)
    if number := _contacts(person).count():
        yield Gone(_("Contacts of organisations"), number)
    if number := sum(rows.count() for rows in _addressed(person).values()):
        yield Gone(_("Their own address in an organisation's record"), number)
    if number := Affiliation.objects.filter(person=person).count():
        why = _("Organisation, role and dates, without any name: they make past numbers true.")
        yield Kept(_("Posts"), number, why)


def erase(person: User, by: Actor, at: datetime) -> None:
    """Posts end that day; one that has not begun ends on its first day, so that it never counts."""
    on = localdate(at)
    for post in _live(person, on):
        log(post, "privacy.end", by=by, at=at)
    rows = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person)
    rows.filter(starts_on__gt=on).update(ends_on=F("starts_on"))
    rows.filter(starts_on__lte=on).update(ends_on=on)
    Affiliation.objects.filter(person=person).update(is_registrar=False)
    for name, organisations in _addressed(person).items():
        organisations.update(**{name: ""})
    _contacts(person).delete()


def _live(person: User, on: date) -> "QuerySet[Affiliation]":
    return Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), person=person)


def _contacts(person: User) -> "QuerySet[Contact]":
    marks = marks_of(person)
    worked_in = Affiliation.objects.filter(person=person).values("organisation")  # elsewhere it is a namesake
    named = Q(name__iexact=f"{marks.given_name} {marks.family_name}", organisation__in=worked_in)
    return Contact.objects.filter(Q(person=person) | Q(email__in=marks.addresses) | named)


def _addressed(person: User) -> "dict[str, QuerySet[Organisation]]":
    theirs = marks_of(person).addresses
    return {name: Organisation.objects.filter(**{f"{name}__in": theirs}) for name in ADDRESSES}


def posts(person: User) -> Iterator[Mapping[str, Any]]:
    for post in Affiliation.objects.filter(person=person).select_related("organisation").order_by("starts_on"):
        yield {
            "id": str(post.uuid),
            "organisation": post.organisation.name,
            "role": str(post.get_role_display()),
            "is_registrar": post.is_registrar,
            "verified_at": post.verified_at,
            "starts_on": post.starts_on,
            "ends_on": post.ends_on,
        }


def contacts(person: User) -> Iterator[Mapping[str, Any]]:
    for contact in _contacts(person).select_related("organisation"):
        yield {
            "organisation": contact.organisation.name,
            "kind": str(contact.get_kind_display()),
            "name": contact.name,
            "email": contact.email,
        }


def functions(people: Collection[int], on: date) -> Iterator[tuple[int, Ground]]:
    """A post is a function that we may write to, for what concerns it, while it lasts."""
    posts = Affiliation.objects.live(on=on).filter(person__in=people).select_related("organisation")
    for post in posts:
        source = f"{post.get_role_display()}, {post.organisation.name}"
        yield post.person_id, Ground(Basis.FUNCTION, post.starts_on, post.ends_on, source)


def in_post(since: date) -> "QuerySet[Any]":
    return Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=since)).values("person")


TACIT = [functions]
ACTIVITIES = [in_post]
ERASURES = [
    Erasure(
        preview,
        erase,
        speaks_for=(
            "registrations.affiliation.person",
            "registrations.affiliation.verified_by",
            "registrations.contact.person",
        ),
    )
]
EXPORTS = [
    Export(
        "posts",
        _("Your posts"),
        posts,
        columns={
            "organisation": _("Organisation"),
            "role": _("Role"),
            "starts_on": _("Since"),
            "ends_on": _("Until"),
        },
        correct="staff:mine",
    ),
    Export(
        "contacts",
        _("Where you are the contact of an organisation"),
        contacts,
        columns={"organisation": _("Organisation"), "kind": _("Kind"), "email": _("Address")},
    ),
]
