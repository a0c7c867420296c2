"""The admin's screens of groups and of the seats in them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.groups.actions import register_group
from registrations.groups.models import Group
from registrations.viewsets import ActionCreateView, ActionViewSet

TEAM = (Role.EDITOR, Role.LIBRARIAN, Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


class RegisterGroupView(ActionCreateView):
    def perform(self, *, name: str, kind: str) -> Group:
        return register_group(name=name, kind=kind, by=self.actor(), at=timezone.now())


class GroupViewSet(ActionViewSet):
    model = Group
    add_view_class = RegisterGroupView
    form_fields = ("name", "kind")
    name = "groupes"
    icon = "group"
    roles_view = TEAM
    roles_change = (Role.BOARD_SECRETARY,)
    list_display = ("name", "kind", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    related = ((_("Members"), "mandates", ("person", "office", "starts_on", "ends_on")),)
