"""The page of an object in the admin, for whoever may open it: what a screen names, it leads to."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html

from registrations.viewsets.policy import VIEW, RolePolicy

PAGES: dict[type[Model], tuple[str, RolePolicy]] = {}
"""By model, the name of its page's address and who may open it; filled when the screens are registered."""


def page_of(instance: Any, *, user: Any) -> str:
    """The address of this object's page; empty where there is none that this user may open."""
    url_name, policy = PAGES.get(type(instance), ("", None))
    if policy is None or instance.pk is None or not policy.user_has_permission(user, VIEW):
        return ""
    return reverse(url_name, args=[instance.pk])


def linked(text: Any, instance: Any, *, user: Any) -> Any:
    """The text, as a link to the object's page when there is one."""
    address = page_of(instance, user=user)
    return format_html('<a href="{}">{}</a>', address, text) if address else text
