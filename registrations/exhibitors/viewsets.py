"""The admin's screens of exhibitors."""

from registrations.actors import Role
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.viewsets import ActionViewSet


class ExhibitorPackageViewSet(ActionViewSet):
    model = ExhibitorPackage
    name = "forfaits-d-exposants"
    icon = "tag"
    roles_change = (Role.EVENT_LEAD,)
    list_display = ("name", "colloquium", "price_cents", "badges", "pool")
    list_filter = ("colloquium",)
    list_select_related = ("colloquium", "pool")


class ExhibitorViewSet(ActionViewSet):
    model = Exhibitor
    name = "exposants"
    icon = "group"
    roles_view = (Role.ACCOUNTING,)
    roles_change = (Role.EVENT_LEAD,)
    list_display = ("organisation", "colloquium", "package", "booth", "state")
    list_filter = ("colloquium", "state", "historical")
    list_select_related = ("organisation", "colloquium", "package")
    search_fields = ("organisation__name", "booth")
