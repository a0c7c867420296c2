"""Why an act on several rows is refused as a whole. What is wrong with one row is a sentence on that row."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class BulkNotAllowed(Forbidden):
    code = "bulk-not-allowed"
    message = _("Your roles do not allow this on several rows.")


class NoRowChosen(DomainError):
    code = "no-row-chosen"
    message = _("No row is chosen: tick at least one in the list.")


class RowGone(NotFound):
    code = "row-gone"
    message = _("This row is no longer there.")


class TooManyRows(DomainError):
    code = "too-many-rows"
    message = _("This touches more than %(rows)s rows: narrow the list with its filters first.")


class OtherRun(Conflict):
    code = "bulk-other-run"
    message = _("This page was already used for something else: go back to the list and choose the rows again.")
