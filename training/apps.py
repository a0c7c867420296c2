"""Funded training: programmes, sessions, enrolments."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from registrations.imports.registry import IMPORTS
        from registrations.messages.registry import MAILS, MailKind
        from registrations.orders.models import LineKind
        from registrations.orders.sales import SALES
        from registrations.organisations.registry import MERGES, POSTS, moving
        from registrations.people.registry import MERGES as PEOPLE
        from registrations.privacy.registry import ACTIVITIES, ERASURES, EXPORTS
        from registrations.seats.registry import QUEUES
        from registrations.writings.registry import RECIPIENTS
        from training.catalogue.imports import KINDS as OF_CATALOGUE
        from training.enrolments import mails, personal
        from training.enrolments.actions import SessionSale, settle_reserved
        from training.enrolments.imports import KINDS as OF_ENROLMENTS
        from training.enrolments.merging import OF_PEOPLE
        from training.enrolments.queries import an_enrolment, people_in_line
        from training.enrolments.recipients import SOURCES

        SALES[LineKind.SESSION] = SessionSale()
        POSTS.append(settle_reserved)
        IMPORTS.update({kind.kind: kind for kind in OF_CATALOGUE + OF_ENROLMENTS})
        ACTIVITIES.extend(personal.ACTIVITIES)
        ERASURES.extend(personal.ERASURES)
        EXPORTS.extend(personal.EXPORTS)
        PEOPLE.extend(OF_PEOPLE)
        MERGES.append(moving("training.enrolment.organisation", "training.programme.funder"))
        RECIPIENTS.update(SOURCES)
        QUEUES["training.enrolment"] = people_in_line
        for kind, label, render, state in (
            ("enrolment-confirmed", _("Registration confirmed"), mails.confirmed, "confirmed"),
            ("enrolment-waitlisted", _("On the waiting list"), mails.waitlisted, "waitlisted"),
            ("enrolment-offered", _("Seat offered"), mails.offered, "offered"),
            ("enrolment-reserved", _("Seat subject to confirmation"), mails.reserved, "reserved"),
            ("enrolment-to-vouch", _("Seat that waits for a registrar"), mails.to_vouch, "reserved"),
            ("enrolment-released", _("Seat released"), mails.released, "cancelled"),
            ("enrolment-expired", _("Offer ended"), mails.expired, "cancelled"),
            ("enrolment-cancelled", _("Registration cancelled"), mails.cancelled, "cancelled"),
            ("session-changed", _("Session changed"), mails.session_changed, "confirmed"),
            ("session-cancelled", _("Session cancelled"), mails.session_cancelled, "cancelled"),
        ):
            MAILS[kind] = MailKind(label, render, example=partial(an_enrolment, state))
