"""Refusals of the funder's report."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class PeriodBackwards(DomainError):
    code = "report-period-backwards"
    title = _("Days out of order")
    message = _("The last day comes before the first: give the days in order.")


class PeriodTooLong(DomainError):
    code = "report-period-too-long"
    title = _("Period too long")
    message = _("A report covers ten years at most: choose a shorter period.")


class NothingToShow(DomainError):
    code = "report-nothing-to-show"
    title = _("Nothing chosen")
    message = _("Choose at least one indicator.")


class MissingPaper(DomainError):
    code = "report-missing-paper"
    title = _("A document is missing")
    message = _(
        "The document of the cost “%(cost)s” of the activity “%(activity)s” cannot be read: attach it again, then try "
        "again."
    )
