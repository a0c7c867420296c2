"""Refusals of the calendar feeds."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import DomainError


class TooManyReads(DomainError):
    code = "too-many-calendar-reads"
    title = _("Calendar read too often")
    message = _("This calendar was read too many times. Your application will read it again by itself in an hour.")
