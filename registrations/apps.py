"""The register: people, organisations, memberships, seats, orders, messages."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from registrations.triggers import FROZEN, Frozen, install, remove

# A sign-in address is one person's, in both tables that hold some; each table has its own unique index besides.
NEVER = "1 = 0"
ONE_PERSON_AN_ADDRESS = (
    Frozen(
        name="user_signin_address_is_nobody_elses",
        table="registrations_user",
        when=NEVER,
        closed="NEW.email IS NOT NULL AND EXISTS (SELECT 1 FROM account_emailaddress a"
        " WHERE a.email = NEW.email AND a.verified AND a.user_id <> NEW.id)",
    ),
    Frozen(
        name="emailaddress_is_nobody_elses",
        table="account_emailaddress",
        when=NEVER,
        closed="NEW.verified AND EXISTS (SELECT 1 FROM registrations_user u"
        " WHERE u.email = NEW.email AND u.id <> NEW.user_id)",
    ),
)


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from registrations.colloquium.actions import TicketSale
        from registrations.colloquium.mails import MAIL_KINDS as COLLOQUIUM_MAILS
        from registrations.exhibitors.actions import BoothSale
        from registrations.exhibitors.mails import MAIL_KINDS as EXHIBITOR_MAILS
        from registrations.memberships.mails import MAIL_KINDS as MEMBERSHIP_MAILS
        from registrations.memberships.triggers import TRIGGERS as MEMBERSHIP_TRIGGERS
        from registrations.messages.mails import MAIL_KINDS as OUTBOX_MAILS
        from registrations.messages.registry import MAILS, ON_BOUNCE
        from registrations.orders.mails import MAIL_KINDS as ORDER_MAILS
        from registrations.orders.models import LineKind
        from registrations.orders.sales import SALES
        from registrations.organisations.queries import record_tile
        from registrations.organisations.registry import POSTS, TILES
        from registrations.payments.mails import MAIL_KINDS as PAYMENT_MAILS
        from registrations.people.registry import PROVED
        from registrations.people.roles import synchronise
        from registrations.privacy.mails import MAIL_KINDS as PRIVACY_MAILS
        from registrations.receivables.mails import MAIL_KINDS as RECEIVABLES_MAILS
        from registrations.receivables.tiles import account_tile
        from registrations.staff.actions import ask_about_bounce, revoke_when_ended, verify_by_domain
        from registrations.staff.mails import MAIL_KINDS as STAFF_MAILS
        from registrations.staff.queries import membership_tile, staff_tile
        from registrations.writings.mails import MAIL_KINDS as WRITING_MAILS

        TILES.extend([record_tile, staff_tile, membership_tile, account_tile])
        POSTS.append(revoke_when_ended)
        PROVED.append(verify_by_domain)
        ON_BOUNCE.append(ask_about_bounce)
        SALES[LineKind.TICKET] = TicketSale()
        SALES[LineKind.BOOTH] = BoothSale()
        MAILS.update(OUTBOX_MAILS | WRITING_MAILS | STAFF_MAILS)
        MAILS.update(ORDER_MAILS | PAYMENT_MAILS | COLLOQUIUM_MAILS | MEMBERSHIP_MAILS)
        MAILS.update(PRIVACY_MAILS | EXHIBITOR_MAILS | RECEIVABLES_MAILS)
        FROZEN.append(Frozen(name="invoice_immutable", table="registrations_invoice"))
        FROZEN.append(Frozen(name="creditnote_immutable", table="registrations_creditnote"))
        FROZEN.extend(MEMBERSHIP_TRIGGERS)
        FROZEN.extend(ONE_PERSON_AN_ADDRESS)
        register_people()
        register_books()
        register_promotions()
        register_renewals()
        register_imports()
        register_papers()
        register_questions()
        register_recipients()
        hear_mail_provider()
        register_personal()
        register_merges()
        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="registrations.triggers")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="registrations.triggers")
        post_migrate.connect(synchronise, dispatch_uid="registrations.roles")


def register_people() -> None:
    """What the features above people know of them."""
    from registrations.messages.registry import MAILS
    from registrations.organisations.queries import employer_domains
    from registrations.people.mails import MAIL_KINDS
    from registrations.people.registry import EMPLOYER_DOMAINS

    MAILS.update(MAIL_KINDS)
    EMPLOYER_DOMAINS.append(employer_domains)


def register_books() -> None:
    """What accounting says to the features below it: until when nothing is dated any more; what it compares."""
    from registrations.accounting.actions import refuse_closed_day
    from registrations.accounting.mails import MAIL_KINDS
    from registrations.accounting.queries.checklist import OWN
    from registrations.accounting.registry import CHECKS
    from registrations.messages.registry import MAILS
    from registrations.orders.registry import CLOSED

    CLOSED.append(refuse_closed_day)
    CHECKS.update(OWN)
    MAILS.update(MAIL_KINDS)


def register_promotions() -> None:
    """What is sold, and which orders there are: promotions know none of it."""
    from registrations.colloquium.queries import items_on_sale
    from registrations.orders.models import LineKind
    from registrations.orders.queries import shown_by_uuid
    from registrations.promotions.registry import ITEMS, ORDERS, PRODUCTS

    PRODUCTS.update({kind.value: kind.label for kind in LineKind if kind is not LineKind.DUES})
    ITEMS.append(items_on_sale)
    ORDERS.append(shown_by_uuid)


def register_imports() -> None:
    """What can be imported into the register."""
    from registrations.colloquium.imports import KINDS as OF_COLLOQUIA
    from registrations.exhibitors.imports import KINDS as OF_EXHIBITORS
    from registrations.groups.imports import KINDS as OF_GROUPS
    from registrations.imports.registry import IMPORTS
    from registrations.memberships.imports import KINDS as OF_MEMBERSHIPS
    from registrations.organisations.imports import KINDS as OF_ORGANISATIONS
    from registrations.staff.imports import KINDS as OF_STAFF

    kinds = OF_ORGANISATIONS + OF_GROUPS + OF_MEMBERSHIPS + OF_COLLOQUIA + OF_EXHIBITORS + OF_STAFF
    IMPORTS.update({kind.kind: kind for kind in kinds})


def register_renewals() -> None:
    """Dues, campaigns and declarations."""
    from registrations.memberships.registry import ADMITTED
    from registrations.messages.registry import MAILS
    from registrations.orders.models import LineKind
    from registrations.orders.sales import SALES
    from registrations.organisations.registry import TILES
    from registrations.people.registry import MERGES, Merge
    from registrations.privacy.registry import ERASURES, EXPORTS
    from registrations.renewals.actions import DuesSale, greet_newcomer
    from registrations.renewals.mails import MAIL_KINDS
    from registrations.renewals.models import FROZEN_WHEN_SIGNED
    from registrations.renewals.personal import ERASURE, EXPORT, move_signatures
    from registrations.renewals.recipients import SOURCES
    from registrations.renewals.tiles import declaration_tile
    from registrations.writings.registry import RECIPIENTS

    SALES[LineKind.DUES] = DuesSale()
    ADMITTED.append(greet_newcomer)
    MAILS.update(MAIL_KINDS)
    TILES.append(declaration_tile)
    MERGES.append(Merge(move_signatures, ("registrations.declaration.signed_by",)))
    RECIPIENTS.update(SOURCES)
    ERASURES.append(ERASURE)
    EXPORTS.append(EXPORT)
    FROZEN.append(
        Frozen(
            name="declaration_immutable",
            table="registrations_declaration",
            when="OLD.signed_at IS NOT NULL",
            only=FROZEN_WHEN_SIGNED,
        )
    )


def register_papers() -> None:
    """Certificates and surveys: their mails, and what the database keeps as it was."""
    from registrations.certificates.mails import MAIL_KINDS as OF_CERTIFICATES
    from registrations.certificates.triggers import TRIGGERS as KEPT_CERTIFICATES
    from registrations.messages.registry import MAILS
    from registrations.questions.triggers import TRIGGERS as KEPT_QUESTIONS
    from registrations.surveys.mails import MAIL_KINDS as OF_SURVEYS
    from registrations.surveys.triggers import TRIGGERS as KEPT_SURVEYS

    MAILS.update(OF_CERTIFICATES | OF_SURVEYS)
    FROZEN.extend([*KEPT_CERTIFICATES, *KEPT_SURVEYS, *KEPT_QUESTIONS])


def register_questions() -> None:
    """What may ask questions, here: ticket types."""
    from registrations.colloquium.asking import REGISTRATIONS as TICKETS
    from registrations.colloquium.asking import SUBJECTS as TICKET_TYPES
    from registrations.people.registry import MERGES
    from registrations.questions.personal import MERGES as ANSWERS
    from registrations.questions.registry import REGISTRATIONS, SUBJECTS

    SUBJECTS.update(TICKET_TYPES)
    REGISTRATIONS.update(TICKETS)
    MERGES.extend(ANSWERS)


def register_recipients() -> None:
    """Whose rows have people behind them to write to."""
    from registrations.colloquium.recipients import SOURCES as OF_COLLOQUIA
    from registrations.groups.recipients import SOURCES as OF_GROUPS
    from registrations.memberships.recipients import SOURCES as OF_MEMBERSHIPS
    from registrations.orders.recipients import SOURCES as OF_ORDERS
    from registrations.organisations.recipients import SOURCES as OF_ORGANISATIONS
    from registrations.writings.registry import RECIPIENTS

    RECIPIENTS.update(OF_ORGANISATIONS | OF_GROUPS | OF_MEMBERSHIPS | OF_ORDERS | OF_COLLOQUIA)


def hear_mail_provider() -> None:
    """Where django-anymail sends the mails, it also tells what became of them."""
    if apps.is_installed("anymail"):
        from anymail.signals import tracking

        from registrations.messages.webhooks import provider_event

        tracking.connect(provider_event, dispatch_uid="registrations.bounces")


def register_personal() -> None:
    """What each feature holds of a person (Law 25); those below `privacy` have theirs in it."""
    from registrations.accounting import personal as of_books
    from registrations.calendars import personal as of_calendars
    from registrations.certificates import personal as of_certificates
    from registrations.colloquium import personal as of_colloquia
    from registrations.colloquium.mails import feed_entries as days_in_feed
    from registrations.groups import personal as of_groups
    from registrations.memberships import personal as of_memberships
    from registrations.messages.registry import CALENDAR_ENTRIES, MAY_LEAVE
    from registrations.orders import personal as of_orders
    from registrations.organisations import personal as of_organisations
    from registrations.payments import personal as of_payments
    from registrations.privacy import personal as of_privacy
    from registrations.privacy.queries import may_leave, refusals
    from registrations.privacy.registry import ACTIVITIES, ERASURES, EXPORTS, RETENTIONS, TACIT
    from registrations.promotions import personal as of_promotions
    from registrations.questions import personal as of_questions
    from registrations.receivables import personal as of_receivables
    from registrations.staff import personal as of_staff
    from registrations.surveys import personal as of_surveys
    from registrations.writings.registry import CONSENTS

    for part in (
        of_privacy,
        of_organisations,
        of_groups,
        of_certificates,
        of_surveys,
        of_questions,
        of_staff,
        of_memberships,
        of_orders,
        of_promotions,
        of_payments,
        of_books,
        of_receivables,
        of_colloquia,
        of_calendars,
    ):
        ERASURES.extend(getattr(part, "ERASURES", []))
        EXPORTS.extend(getattr(part, "EXPORTS", []))
        RETENTIONS.extend(getattr(part, "RETENTIONS", []))
        TACIT.extend(getattr(part, "TACIT", []))
        ACTIVITIES.extend(getattr(part, "ACTIVITIES", []))
    MAY_LEAVE.append(may_leave)
    CALENDAR_ENTRIES.append(days_in_feed)
    CONSENTS.append(refusals)
    of_incident = "EXISTS (SELECT 1 FROM registrations_incident i WHERE i.id = OLD.incident_id AND {kept})"
    used = "EXISTS (SELECT 1 FROM registrations_consent c WHERE c.text_id = OLD.id)"
    FROZEN.extend(
        (
            Frozen(name="consenttext_used_is_frozen", table="registrations_consenttext", when=used),
            Frozen(name="incident_is_kept", table="registrations_incident", when="OLD.kept_until > CURRENT_DATE"),
            Frozen(
                name="incidentnote_is_kept",
                table="registrations_incidentnote",
                when=of_incident.format(kept="i.kept_until > CURRENT_DATE"),
            ),
        )
    )


def register_merges() -> None:
    """What moves when two records are one organisation, or one person."""
    from registrations.calendars.personal import MERGES as FEEDS
    from registrations.colloquium.merging import OF_PEOPLE as TICKETS
    from registrations.exhibitors.merging import MERGE as OF_EXHIBITORS
    from registrations.groups.merging import MERGE as OF_GROUPS
    from registrations.groups.merging import OF_PEOPLE as MANDATES
    from registrations.memberships.merging import MERGE as OF_MEMBERSHIPS
    from registrations.memberships.merging import OF_PEOPLE as APPLICATIONS
    from registrations.organisations.merging import MERGES as OF_ORGANISATIONS
    from registrations.organisations.merging import OF_PEOPLE as POSTS
    from registrations.organisations.registry import MERGES, moving
    from registrations.payments.merging import MERGE as OF_PAYMENTS
    from registrations.payments.merging import OF_PEOPLE as RECEIPTS
    from registrations.people import registry as people
    from registrations.people.merging import MERGES as OF_RECORDS
    from registrations.privacy.merging import OF_PEOPLE as CONSENTS
    from registrations.promotions.merging import MERGE as OF_PROMOTIONS
    from registrations.promotions.merging import OF_PEOPLE as CODES
    from registrations.receivables.merging import MERGE as OF_RECEIVABLES
    from registrations.receivables.merging import OF_PEOPLE as REMINDERS
    from registrations.staff.merging import MERGE as OF_STAFF
    from registrations.staff.merging import OF_PEOPLE as INVITATIONS

    people.MERGES.extend([*OF_RECORDS, *POSTS, *MANDATES, *CONSENTS, *INVITATIONS, *APPLICATIONS, *TICKETS, *RECEIPTS])
    people.MERGES.extend([*CODES, *REMINDERS, *FEEDS])
    MERGES.extend([*OF_ORGANISATIONS, OF_GROUPS, OF_MEMBERSHIPS, OF_STAFF, OF_EXHIBITORS, OF_PAYMENTS])
    MERGES.extend([OF_PROMOTIONS, OF_RECEIVABLES, moving("registrations.certificate.organisation")])


def remove_triggers(using: str, **_kwargs: Any) -> None:
    """Before a migration on SQLite, which remakes tables: one that a trigger of another table reads cannot be."""
    if connections[using].vendor == "sqlite":
        remove(connections[using])


def install_triggers(using: str, **_kwargs: Any) -> None:
    """Anew after each `migrate`: SQLite drops a table's triggers whenever a migration remakes the table."""
    install(connections[using])
