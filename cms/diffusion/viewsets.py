"""The admin's screens of the diffusion policy."""

from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import PolicyVersion
from registrations.actors import Role
from registrations.viewsets import ActionViewSet


class PolicyVersionViewSet(ActionViewSet):
    model = PolicyVersion
    name = "politique-de-diffusion"
    icon = "lock-open"
    roles_view = (Role.LIBRARIAN,)
    roles_change = (Role.BOARD_SECRETARY,)
    list_display = ("title_fr", "number", "state", "resolution", "adopted_at", "effective_from")
    list_filter = ("state",)
    related = ((_("Rules"), "rules", ("code", "clause", "kinds", "audiences", "verbs", "delay_days", "allows")),)
