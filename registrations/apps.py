"""The register: people, organisations, memberships, seats, orders, messages."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from registrations.triggers import FROZEN, Frozen, install


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from registrations.colloquium.actions import TicketSale
        from registrations.colloquium.mails import MAIL_KINDS as COLLOQUIUM_MAILS
        from registrations.messages.registry import MAILS
        from registrations.orders.mails import MAIL_KINDS as ORDER_MAILS
        from registrations.orders.models import LineKind
        from registrations.orders.sales import SALES
        from registrations.organisations.registry import TILES
        from registrations.payments.mails import MAIL_KINDS as PAYMENT_MAILS
        from registrations.people.roles import synchronise
        from registrations.staff.queries import membership_tile, orders_tile, staff_tile

        TILES.extend([staff_tile, membership_tile, orders_tile])
        SALES[LineKind.TICKET] = TicketSale()
        MAILS.update(ORDER_MAILS | PAYMENT_MAILS | COLLOQUIUM_MAILS)
        FROZEN.append(Frozen(name="invoice_immutable", table="registrations_invoice"))
        FROZEN.append(Frozen(name="creditnote_immutable", table="registrations_creditnote"))
        register_imports()
        hear_mail_provider()
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="registrations.triggers")
        post_migrate.connect(synchronise, dispatch_uid="registrations.roles")


def register_imports() -> None:
    """What can be imported into the register."""
    from registrations.colloquium.imports import KINDS as OF_COLLOQUIA
    from registrations.exhibitors.imports import KINDS as OF_EXHIBITORS
    from registrations.groups.imports import KINDS as OF_GROUPS
    from registrations.imports.registry import IMPORTS
    from registrations.memberships.imports import KINDS as OF_MEMBERSHIPS
    from registrations.organisations.imports import KINDS as OF_ORGANISATIONS

    kinds = OF_ORGANISATIONS + OF_GROUPS + OF_MEMBERSHIPS + OF_COLLOQUIA + OF_EXHIBITORS
    IMPORTS.update({kind.kind: kind for kind in kinds})


def hear_mail_provider() -> None:
    """Where django-anymail sends the mails, it also tells what became of them."""
    if apps.is_installed("anymail"):
        from anymail.signals import tracking

        from registrations.messages.webhooks import provider_event

        tracking.connect(provider_event, dispatch_uid="registrations.bounces")


def install_triggers(using: str, **_kwargs: Any) -> None:
    """Anew after each `migrate`: SQLite drops a table's triggers whenever a migration remakes the table."""
    install(connections[using])
