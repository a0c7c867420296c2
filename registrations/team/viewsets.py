"""Réglages > Équipe: the team's accounts and roles, in place of Wagtail's users and groups."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.people.models import User
from registrations.team.actions import invite_team_member, set_roles
from registrations.team.forms import InviteForm, RolesForm
from registrations.team.queries import team
from registrations.viewsets import ActionCreateView, ActionEditView, ActionIndexView, ActionViewSet


class RolesColumn(Column):
    """The roles of a person, in words."""

    def get_value(self, instance: Any) -> str:
        held = {group.name for group in instance.groups.all()}
        return ", ".join(str(role.label) for role in Role if role in held) or "–"


class TeamIndexView(ActionIndexView):
    page_title = _("Team")

    def get_base_queryset(self) -> "QuerySet[User]":
        return team().prefetch_related("groups")


class InviteView(ActionCreateView):
    form_class = InviteForm
    page_title = _("Invite somebody into the team")
    submit_button_label = _("Give access")
    done_message = _("Access given: they can sign in with this address.")

    def get_page_subtitle(self) -> str:
        return ""

    def perform(self, **cleaned: Any) -> User:
        return invite_team_member(**cleaned, by=self.actor(), at=timezone.now())


class RolesView(ActionEditView):
    form_class = RolesForm
    done_message = _("Roles changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"roles": list(self.object.groups.values_list("name", flat=True))}

    def perform(self, roles: list[str]) -> User:
        return set_roles(person=self.object, roles=roles, by=self.actor(), at=timezone.now())


class TeamViewSet(ActionViewSet):
    """Administrators alone (no other role is named)."""

    model = User
    name = "equipe"
    icon = "group"
    menu_label = _("Team")
    add_to_settings_menu = True
    menu_order = 20
    index_view_class = TeamIndexView
    add_view_class = InviteView
    edit_view_class = RolesView
    list_display = (
        ("get_full_name", _("name"), "family_name"),
        "email",
        RolesColumn("roles", label=_("Roles")),
        "last_login",
    )
    search_fields = ("family_name", "given_name", "email")
    ordering = ("family_name", "given_name", "id")
    inspect_view_fields = ("given_name", "family_name", "email", "last_login", "is_active")
