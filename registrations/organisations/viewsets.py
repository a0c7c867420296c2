"""The admin's screens of organisations, posts and groups."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.organisations.models import Affiliation, Group, Organisation, Term
from registrations.viewsets import ActionViewSet

TEAM = (Role.EDITOR, Role.LIBRARIAN, Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
KEEPERS = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)


class OrganisationViewSet(ActionViewSet):
    model = Organisation
    name = "organisations"
    icon = "home"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = ("name", "kind", "region", "municipality", "phone")
    list_filter = ("kind", "region", "may_pay_later", "historical")
    search_fields = ("name", "legal_name", "neq", "municipality")
    related = (
        (_("People who work there"), "affiliations", ("person", "role", "is_registrar", "starts_on", "ends_on")),
        (_("Memberships"), "memberships", ("year", "category", "state", "lapses_on")),
    )


class AffiliationViewSet(ActionViewSet):
    model = Affiliation
    name = "affiliations"
    icon = "link"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("person", "organisation", "role", "is_registrar", "starts_on", "ends_on")
    list_filter = ("role", "is_registrar", "historical")
    list_select_related = ("person", "organisation")
    search_fields = ("person__family_name", "person__given_name", "person__email", "organisation__name")


class GroupViewSet(ActionViewSet):
    model = Group
    name = "groupes"
    icon = "group"
    roles_view = TEAM
    roles_change = (Role.BOARD_SECRETARY,)
    list_display = ("name", "kind", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    related = ((_("Members"), "mandates", ("person", "office", "starts_on", "ends_on")),)


class TermViewSet(ActionViewSet):
    model = Term
    name = "vocabulaires"
    icon = "tag"
    roles_view = KEEPERS
    roles_change = KEEPERS
    list_display = ("name_fr", "name_en", "kind")
    list_filter = ("kind",)
    search_fields = ("name_fr", "name_en")
