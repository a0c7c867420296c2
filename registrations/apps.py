"""The register: people, organisations, memberships, seats, orders, messages."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="registrations.triggers")


def install_triggers(using: str, **_kwargs: Any) -> None:
    """Anew after each `migrate`: SQLite drops a table's triggers whenever a migration remakes the table."""
    from registrations.triggers import install

    install(connections[using])
