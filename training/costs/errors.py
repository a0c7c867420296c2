"""Refusals of costs."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict


class CostExists(Conflict):
    code = "cost-exists"
    title = _("Cost already there")
    message = _("This activity already has a cost of this name: correct that one, or give this one another name.")
