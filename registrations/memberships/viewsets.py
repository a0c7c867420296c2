"""The admin's screens of memberships."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.memberships.actions import (
    activate,
    add_category,
    admit,
    cancel_membership,
    open_year,
    refuse_membership,
    request_membership,
)
from registrations.memberships.forms import AdmitForm, RefuseForm
from registrations.memberships.models import Membership, MembershipCategory, MembershipYear
from registrations.memberships.rules import NEXT, MembershipState
from registrations.viewsets import ActionCreateView, ActionPostView, ActionViewSet

READERS = (Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.EVENT_LEAD)


class RequestView(ActionCreateView):
    def perform(self, **cleaned: Any) -> Membership:
        return request_membership(by=self.actor(), at=timezone.now(), **cleaned)


class MoveView(ActionPostView):
    """Offered while the table of states allows it."""

    to: ClassVar[str]
    act: ClassVar[Any]

    @classmethod
    def offered(cls, membership: Membership) -> bool:
        return cls.to in NEXT.get(membership.state, frozenset())

    def perform(self, **cleaned: Any) -> Membership:
        return type(self).act(membership=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class AdmitView(MoveView):
    label = _("Admit")
    question = _("Record the board's resolution that admits this organisation.")
    form_class = AdmitForm
    to = MembershipState.ADMITTED
    act = staticmethod(admit)


class ActivateView(MoveView):
    label = _("Activate")
    question = _("The people of this organisation have its rights from the first day of the membership.")
    to = MembershipState.ACTIVE
    act = staticmethod(activate)


class RefuseView(MoveView):
    label = _("Refuse")
    question = _("The board did not admit this organisation.")
    form_class = RefuseForm
    icon = "cross"
    to = MembershipState.REFUSED
    act = staticmethod(refuse_membership)


class CancelView(MoveView):
    label = _("Cancel the membership")
    question = _("The people of this organisation lose its rights at once.")
    icon = "cross"
    to = MembershipState.CANCELLED
    act = staticmethod(cancel_membership)


class OpenYearView(ActionCreateView):
    def perform(self, **cleaned: Any) -> MembershipYear:
        return open_year(by=self.actor(), at=timezone.now(), **cleaned)


class AddCategoryView(ActionCreateView):
    def perform(self, **cleaned: Any) -> MembershipCategory:
        return add_category(by=self.actor(), at=timezone.now(), **cleaned)


class MembershipViewSet(ActionViewSet):
    model = Membership
    add_view_class = RequestView
    form_fields = ("organisation", "year", "category", "starts_on")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "admettre": AdmitView,
        "activer": ActivateView,
        "refuser": RefuseView,
        "annuler": CancelView,
    }
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
    add_view_class = OpenYearView
    form_fields = ("label", "starts_on", "ends_on", "grace_days")
    name = "annees-d-adhesion"
    icon = "calendar"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("label", "starts_on", "ends_on", "grace_days")
    related = ((_("Memberships"), "memberships", ("organisation", "category", "state")),)


class MembershipCategoryViewSet(ActionViewSet):
    model = MembershipCategory
    add_view_class = AddCategoryView
    form_fields = ("name_fr", "name_en")
    name = "categories-d-adhesion"
    icon = "tag"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("name_fr", "name_en", "slug")
