"""The team's accounts."""

import pytest
from allauth.account.models import EmailAddress

from registrations.actors import Actor, Role
from registrations.journal.models import Entry
from registrations.people.models import User
from registrations.team.actions import (
    create_administrator,
    grant_role,
    invite_team_member,
    revoke_role,
    set_roles,
)
from registrations.team.errors import LastAdministrator, NotAdministrator, UnknownRole
from tests.factories.registrations import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return create_administrator(email="chef@example.org", at=NOW)


def as_administrator(person: User) -> Actor:
    return Actor(person=person, roles=frozenset({Role.ADMINISTRATOR}))


def roles(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_create_administrator_twice_makes_one_account(chief):
    again = create_administrator(email="Chef@example.org", at=NOW)

    assert (again, User.objects.count(), roles(again)) == (chief, 1, {"administrator"})


def test_invite_somebody_known_keeps_their_record(chief):
    known = UserFactory(email="connue@example.org", given_name="Dominique")

    member = invite_team_member(
        email="connue@example.org",
        given_name="D.",
        family_name="X",
        roles=[Role.EDITOR],
        by=as_administrator(chief),
        at=NOW,
    )

    assert (member, member.given_name, roles(member)) == (known, "Dominique", {"editor"})


def test_set_roles_grants_and_revokes_with_a_line_each_in_the_journal(chief):
    person = UserFactory()
    set_roles(person=person, roles=["editor", "librarian"], by=as_administrator(chief), at=NOW)

    set_roles(person=person, roles=["librarian", "accounting"], by=as_administrator(chief), at=NOW)

    told = Entry.objects.filter(about_uuid=person.uuid).order_by("id").values_list("action", "details__role")
    assert roles(person) == {"librarian", "accounting"}
    assert list(told) == [
        ("team.grant_role", "editor"),
        ("team.grant_role", "librarian"),
        ("team.grant_role", "accounting"),
        ("team.revoke_role", "editor"),
    ]


def test_last_administrator_cannot_be_revoked(chief):
    with pytest.raises(LastAdministrator):
        revoke_role(person=chief, role=Role.ADMINISTRATOR, by=as_administrator(chief), at=NOW)
    assert roles(chief) == {"administrator"}


def test_administrator_may_leave_when_another_stays(chief):
    other = create_administrator(email="autre@example.org", at=NOW)

    revoke_role(person=chief, role=Role.ADMINISTRATOR, by=as_administrator(other), at=NOW)

    assert (roles(chief), roles(other)) == (set(), {"administrator"})


def test_editor_may_not_grant_roles(chief):
    by = Actor(person=UserFactory(), roles=frozenset({Role.EDITOR}))
    with pytest.raises(NotAdministrator):
        grant_role(person=chief, role=Role.EDITOR, by=by, at=NOW)


def test_grant_of_an_unknown_role_is_refused(chief):
    with pytest.raises(UnknownRole):
        grant_role(person=chief, role="owner", by=as_administrator(chief), at=NOW)


def test_inviting_an_address_that_an_account_proved_gives_the_roles_to_that_account(chief):
    person = UserFactory(email="premiere@example.org")
    EmailAddress.objects.create(user=person, email="seconde@example.org", verified=True)

    invited = invite_team_member(
        email="Seconde@example.org",
        given_name="",
        family_name="",
        roles=[Role.EDITOR],
        by=as_administrator(chief),
        at=NOW,
    )

    assert (invited, roles(person)) == (person, {Role.EDITOR})
