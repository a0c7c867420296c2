"""People of the team, signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.factories.registrations import UserFactory


@pytest.fixture
def team(db) -> Callable[[str], Client]:
    """`team("librarian")`: a browser of somebody who holds that role."""

    def signed_in(role: str) -> Client:
        group, _new = Group.objects.get_or_create(name=role)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        person, client = UserFactory(), Client()
        person.groups.add(group)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
