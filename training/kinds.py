"""Every kind of mail that training sends, and of file that it reads."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from registrations.imports.registry import FileKind
from registrations.messages.registry import MailKind
from training.attendance import mails as to_trainers
from training.catalogue.imports import KINDS as OF_CATALOGUE
from training.digests import mails as digests
from training.enrolments import mails
from training.enrolments.imports import KINDS as OF_ENROLMENTS
from training.enrolments.mails import handing
from training.enrolments.queries import an_enrolment
from training.invitations import mails as invitations
from training.reminders import mails as reminders
from training.workbook.imports import KINDS as OF_WORKBOOKS


def kinds_of_mail() -> dict[str, MailKind]:
    """By name, with how each is written and what its preview speaks of."""
    kinds: dict[str, MailKind] = {**reminders.MAIL_KINDS, **digests.MAIL_KINDS, **invitations.MAIL_KINDS}
    kinds["trainer-link"] = MailKind(_("Trainer's link"), to_trainers.trainer_link, example=to_trainers.latest_link)
    for kind, label, render, state in (
        ("enrolment-confirmed", _("Registration confirmed"), mails.confirmed, "confirmed"),
        ("enrolment-waitlisted", _("On the waiting list"), mails.waitlisted, "waitlisted"),
        ("enrolment-offered", _("Seat offered"), mails.offered, "offered"),
        ("enrolment-reserved", _("Seat subject to confirmation"), mails.reserved, "reserved"),
        ("enrolment-to-vouch", _("Seat that waits for a registrar"), mails.to_vouch, "reserved"),
        ("enrolment-released", _("Seat released"), mails.released, "cancelled"),
        ("enrolment-expired", _("Offer ended"), mails.expired, "cancelled"),
        ("enrolment-replaced", _("Seat handed over to a colleague"), handing.replaced, "cancelled"),
        ("enrolment-moved", _("Moved to another session"), handing.moved, "confirmed"),
        ("enrolment-cancelled", _("Registration cancelled"), mails.cancelled, "cancelled"),
        ("session-changed", _("Session changed"), mails.session_changed, "confirmed"),
        ("session-cancelled", _("Session cancelled"), mails.session_cancelled, "cancelled"),
    ):
        kinds[kind] = MailKind(label, render, example=partial(an_enrolment, state))
    return kinds


def kinds_of_import() -> dict[str, FileKind]:
    """By name; a programme's workbook carries what the single files of it do."""
    return {kind.kind: kind for kind in (*OF_CATALOGUE, *OF_ENROLMENTS, *OF_WORKBOOKS)}
