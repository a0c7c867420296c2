"""Who may open an admin screen: roles, never Django's permissions of models."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from registrations.actors import Role, roles_of

VIEW = "view"
ACT = "act"


class RolePolicy(BasePermissionPolicy):
    """Grants `view` to some roles and the writing verbs to others; the administrator holds them all.

    A writing verb that no action view of the viewset serves is granted to nobody, so that no other screen of
    Wagtail (bulk actions, choosers, reports) offers it either.
    """

    def __init__(self, model: type[Model], *, view: Iterable[str], change: Iterable[str], verbs: Iterable[str]):
        super().__init__(model)
        self.change = frozenset(change) | {Role.ADMINISTRATOR}
        self.view = frozenset(view) | self.change
        self.verbs = frozenset(verbs)

    def roles_for(self, verb: str) -> frozenset[str]:
        if verb == VIEW:
            return self.view
        return self.change if verb in self.verbs else frozenset()

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and not self.roles_for(action).isdisjoint(roles_of(user)))

    def users_with_any_permission(self, actions: Iterable[str]) -> "QuerySet[Any]":
        roles = {role for action in actions for role in self.roles_for(action)}
        holders = Q(groups__name__in=roles)
        if Role.ADMINISTRATOR in roles:
            holders |= Q(is_superuser=True)
        return get_user_model()._default_manager.filter(holders, is_active=True).distinct()
