"""People of each role, and a picture of all rows to compare."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

import config.urls  # noqa: F401  # Wagtail fills its registries when its addresses are read
from registrations.actors import Role
from registrations.people.models import User

OURS = ("registrations", "cms", "magazine", "training", "auth")


@pytest.fixture
def person_of(db) -> Callable[..., User]:
    """`person_of(Role.ACCOUNTING)`: somebody who may open the admin with these roles."""

    def make(*roles: str) -> User:
        name = "-".join(roles) or "nobody"
        user = User.objects.filter(email=f"{name}@example.org").first()
        if user is None:
            user = User.objects.create_user(f"{name}@example.org")
            for role in roles:
                group, _created = Group.objects.get_or_create(name=role)
                group.permissions.add(Permission.objects.get(codename="access_admin"))
                user.groups.add(group)
        return user

    return make


@pytest.fixture
def everyone(person_of) -> dict[str, User]:
    return {role: person_of(role) for role in Role.values}


def picture() -> dict[str, list[Any]]:
    """Every row of our tables, of accounts and of their groups."""
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list(*_stable(model)))) for model in models}


def _stable(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
