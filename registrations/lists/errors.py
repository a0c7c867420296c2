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


class NothingToSave(DomainError):
    code = "no-filter-to-save"
    message = _("Give a name to the filter, and filter the list first.")


class FilterNameTaken(Conflict):
    code = "filter-name-taken"
    message = _("You already have a filter of this name here.")


class TooManyFilters(Conflict):
    code = "too-many-filters"
    message = _("You already keep %(filters)s filters here: forget one first.")


class NotYourFilter(Forbidden):
    code = "not-your-filter"
    message = _("This filter is somebody else's.")
