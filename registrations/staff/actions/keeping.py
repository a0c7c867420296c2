"""The lock of a staff list, and who may keep it."""

from datetime import datetime

from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.memberships.queries import organisations_managed_by
from registrations.memory import forget
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.actions import lock_people
from registrations.people.models import User
from registrations.people.rules import may_keep_register
from registrations.staff.errors import LastRegistrar, NotOnTheList


def keep(organisation: Organisation, *people: User, by: Actor, at: datetime) -> None:
    """Lock the people whom the act touches, then the list; `NotFound` to whoever does not keep it.

    Two registrars who resign at once take turns here.
    """
    lock_list(organisation, *people)
    if may_keep_register(by):
        return
    if organisation not in organisations_managed_by(by, on=localdate(at)):
        raise NotFound()


def keep_post(post: Affiliation, *, by: Actor, at: datetime, ended: bool = False) -> None:
    """Lock the person of a live post (or, with `ended`, of any) and the list, and read it again."""
    keep(post.organisation, post.person, by=by, at=at)
    post.refresh_from_db()
    if not ended and post.ends_on is not None and post.ends_on <= localdate(at):
        raise NotOnTheList()


def lock_list(organisation: Organisation, *people: User) -> None:
    """People first, then the organisation: the order of all locks (docs/decisions/0013-order-of-locks.md)."""
    lock_people(*people)
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).values_list("pk"))
    forget()


def expect_another_registrar(post: Affiliation) -> None:
    """Raises `LastRegistrar` when nobody else keeps this list for good. The caller holds its lock."""
    if not (post.is_registrar and post.verified_at):
        return
    keepers = Affiliation.objects.filter(
        organisation=post.organisation_id, is_registrar=True, verified_at__isnull=False, ends_on=None
    )
    if not keepers.exclude(pk=post.pk).filter(person__is_active=True).exists():
        raise LastRegistrar()
