"""Refusals of the catalogue."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError


class ProgrammeExists(Conflict):
    code = "programme-exists"
    title = _("Programme already there")
    message = _("Another programme has this slug.")


class ActivityExists(Conflict):
    code = "activity-exists"
    title = _("Activity already there")
    message = _("Another activity has this slug.")


class EndsBeforeStart(DomainError):
    code = "ends-before-start"
    title = _("Dates out of order")
    message = _("The end must come after the start.")


class SlugFrozen(Conflict):
    code = "slug-frozen"
    title = _("Address already public")
    message = _("It is public already: its address cannot change any more.")
