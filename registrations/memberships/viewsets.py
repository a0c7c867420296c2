"""The admin's screens of memberships."""

from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.memberships.models import Membership, MembershipCategory, MembershipYear
from registrations.viewsets import ActionViewSet

READERS = (Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.EVENT_LEAD)


class MembershipViewSet(ActionViewSet):
    model = Membership
    name = "adhesions"
    icon = "success"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("organisation", "year", "category", "state", "starts_on", "lapses_on")
    list_filter = ("state", "year", "category", "historical")
    list_select_related = ("organisation", "year", "category")
    search_fields = ("organisation__name", "resolution")


class MembershipYearViewSet(ActionViewSet):
    model = MembershipYear
    name = "annees-d-adhesion"
    icon = "calendar"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("label", "starts_on", "ends_on", "grace_days")
    related = ((_("Memberships"), "memberships", ("organisation", "category", "state")),)


class MembershipCategoryViewSet(ActionViewSet):
    model = MembershipCategory
    name = "categories-d-adhesion"
    icon = "tag"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("name_fr", "name_en", "slug")
