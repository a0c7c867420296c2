import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from registrations.actors import Role
from registrations.people.roles import WITHOUT_ADMIN
from tests.factories.registrations import UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db


def test_groups_are_the_roles_and_nothing_else():
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(Role.values)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_but_the_door_opens_the_admin(role):
    person = with_role(UserFactory(), role)

    assert person.has_perm("wagtailadmin.access_admin") == (role not in WITHOUT_ADMIN)


def test_synchronising_again_gives_back_what_was_taken_and_takes_what_was_added():
    editor = Group.objects.get(name=Role.EDITOR)
    kept = set(editor.permissions.values_list("codename", flat=True))
    editor.permissions.clear()
    Group.objects.get(name=Role.DOOR).permissions.set(Group.objects.get(name=Role.ADMINISTRATOR).permissions.all())

    call_command("migrate", "registrations", verbosity=0)

    assert set(editor.permissions.values_list("codename", flat=True)) == kept
    assert Group.objects.get(name=Role.DOOR).permissions.count() == 0


def test_only_editors_and_administrators_publish_pages():
    holders = Group.objects.filter(page_permissions__permission__codename="publish_page")

    assert sorted(set(holders.values_list("name", flat=True))) == [Role.ADMINISTRATOR, Role.EDITOR]
