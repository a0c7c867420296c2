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


class TrainerExists(Conflict):
    code = "trainer-exists"
    title = _("Trainer already there")
    message = _("Another trainer has this e-mail address.")


class OwnPrerequisite(DomainError):
    code = "own-prerequisite"
    title = _("Prerequisite of itself")
    message = _("An activity cannot be required before itself.")


class EndsBeforeStart(DomainError):
    code = "ends-before-start"
    title = _("Dates out of order")
    message = _("The end must come after the start.")


class ProgrammeFrozen(Conflict):
    code = "programme-frozen"
    title = _("Seats are taken")
    message = _(
        "Seats of this activity count among those that organisations have in its programme, or would in the other one: "
        "copy the activity there instead, or remove the caps of both programmes first."
    )


class SlugFrozen(Conflict):
    code = "slug-frozen"
    title = _("Address already public")
    message = _("It is public already: its address cannot change any more.")
