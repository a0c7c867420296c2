"""The register: people, organisations, memberships, seats, orders, messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"
