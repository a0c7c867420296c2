"""The team's accounts: who belongs to it, with which roles. Every change has its line in the journal."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from registrations.actors import Actor, Role
from registrations.journal.actions import log
from registrations.people.models import User
from registrations.people.queries import who_proved
from registrations.team.errors import LastAdministrator, NotAdministrator, UnknownRole
from registrations.team.queries import administrators
from registrations.team.rules import may_manage_team


@transaction.atomic
def invite_team_member(
    *, email: str, given_name: str, family_name: str, roles: Iterable[str], by: Actor, at: datetime
) -> User:
    """Give `roles` to the person who signs in with `email`, whose record is made if there is none.

    They prove the address by the code that signing in sends to it.
    """
    if not may_manage_team(by):
        raise NotAdministrator
    person = who_proved(email) or User.objects.filter(email=email.lower()).first()
    if person is None:
        person = User.objects.create_user(email, given_name=given_name, family_name=family_name)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
        log(person, "team.invite", by=by, at=at)
    for role in roles:
        grant_role(person=person, role=role, by=by, at=at)
    return person


@transaction.atomic
def grant_role(*, person: User, role: str, by: Actor, at: datetime) -> None:
    """Give one role; giving it again changes nothing."""
    if not may_manage_team(by):
        raise NotAdministrator
    if role not in Role.values:
        raise UnknownRole(role=role)
    if not person.groups.filter(name=role).exists():
        person.groups.add(Group.objects.get_or_create(name=role)[0])
        log(person, "team.grant_role", by=by, at=at, role=role)


@transaction.atomic
def revoke_role(*, person: User, role: str, by: Actor, at: datetime) -> None:
    """Take one role back. Raises `LastAdministrator` rather than leave the site without any."""
    if not may_manage_team(by):
        raise NotAdministrator
    holders = list(administrators().select_for_update(of=("self",)).order_by("pk"))
    if role == Role.ADMINISTRATOR and holders == [person]:
        raise LastAdministrator
    if person.groups.filter(name=role).exists():
        person.groups.remove(Group.objects.get(name=role))
        log(person, "team.revoke_role", by=by, at=at, role=role)


@transaction.atomic
def set_roles(*, person: User, roles: Iterable[str], by: Actor, at: datetime) -> User:
    """Make `roles` the person's roles: what is missing is granted, what is beyond is revoked."""
    wanted, held = set(roles), set(person.groups.values_list("name", flat=True))
    for role in sorted(wanted - held):
        grant_role(person=person, role=role, by=by, at=at)
    for role in sorted(held - wanted):
        revoke_role(person=person, role=role, by=by, at=at)
    return person


@transaction.atomic
def create_administrator(*, email: str, at: datetime) -> User:
    """The first account, made from the machine itself; repeating it changes nothing."""
    system = Actor.system("create_administrator")
    return invite_team_member(email=email, given_name="", family_name="", roles=[Role.ADMINISTRATOR], by=system, at=at)
