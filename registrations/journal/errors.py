"""Refusals of the registers of incidents and disclosures."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotYourRegister(Forbidden):
    code = "not-your-privacy-register"
    title = _("Reserved to the person in charge")
    message = _("Only the team keeps this register.")


class IncidentDates(DomainError):
    code = "incident-dates"
    title = _("Dates refused")
    message = _("An incident occurs, then is known, then is dealt with: none of it after today.")


class IncidentClosed(Conflict):
    code = "incident-closed"
    title = _("Already closed")
    message = _("This incident is closed: only a correction can be added to it.")


class NoticeOwed(Conflict):
    """P-39.1, s. 3.5: a risk of serious injury is told to the CAI and to the people concerned."""

    code = "incident-notice-owed"
    title = _("A notice is owed")
    message = _(
        "A risk of serious injury is told to the CAI and to the people concerned before the incident is closed."
    )
