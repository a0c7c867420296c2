"""The admin's lists and pages of memberships, their years and categories."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column

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
from registrations.memberships.queries import application_of, next_step, with_counts
from registrations.memberships.rules import NEXT, MembershipState
from registrations.organisations.rules import Region
from registrations.viewsets import (
    ActionCreateView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)

READERS = (Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.EVENT_LEAD)
STANDINGS = (
    ("member", _("Member today")),
    ("lapsed", _("Lapsed")),
    ("unpaid", _("Dues not settled")),
)


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

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.object.organisation}


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


class MembershipFilterSet(ActionFilterSet):
    region = ChoiceFilter(label=_("Region"), field_name="organisation__region", choices=Region.choices)
    standing = ChoiceFilter(label=_("That day"), choices=STANDINGS, method="of_standing")

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = ["state", "year", "category", "historical"]

    def of_standing(self, rows: Any, _name: str, value: str) -> Any:
        """Today: a member, lapsed, or admitted without its dues."""
        today = timezone.localdate()
        if value == "member":
            return rows.active(on=today)
        return rows.lapsed(on=today) if value == "lapsed" else rows.unpaid(on=today)


class MembershipInspectView(ActionInspectView):
    """What comes next, the other years of the organisation, its application and its certificate."""

    template_name = "registrations/admin/memberships/membership.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, membership = timezone.localdate(), self.object
        others = Membership.objects.filter(organisation=membership.organisation).exclude(pk=membership.pk)
        return {
            **super().get_context_data(**kwargs),
            "next_step": next_step(membership, on=today),
            "application": application_of(membership),
            "years": others.select_related("year", "category").order_by("-starts_on"),
            "today": today,
            "is_member": next_step(membership, on=today).is_member,
        }


class MembershipViewSet(ActionViewSet):
    model = Membership
    add_view_class = RequestView
    inspect_view_class = MembershipInspectView
    inspect_template_name = "registrations/admin/memberships/membership.html"
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
    filterset_class = MembershipFilterSet
    list_display = (
        "organisation",
        ("organisation__get_region_display", _("Region"), "organisation__region"),
        "year",
        "category",
        "state",
        "starts_on",
        "lapses_on",
        Column("now", label=_("Today"), accessor=lambda row: next_step(row, on=timezone.localdate()).state),
    )
    list_select_related = ("organisation", "year", "category")
    search_fields = ("organisation__name", "resolution", "code")
    inspect_view_fields = (
        "organisation",
        "year",
        "category",
        "state",
        "starts_on",
        "ends_on",
        "lapses_on",
        "resolution",
        "resolved_on",
        "requested_at",
        "code",
        "historical",
    )


class YearIndexView(ActionIndexView):
    """Each year with how many memberships it holds, by what they are today."""

    def get_base_queryset(self) -> Any:
        return with_counts(super().get_base_queryset(), on=timezone.localdate())


class MembershipYearViewSet(ActionViewSet):
    model = MembershipYear
    add_view_class = OpenYearView
    index_view_class = YearIndexView
    form_fields = ("label", "starts_on", "ends_on", "grace_days")
    name = "annees-d-adhesion"
    icon = "calendar"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "label",
        "starts_on",
        "ends_on",
        "grace_days",
        ("requested", _("Under study")),
        ("admitted", _("Admitted")),
        ("members", _("Members today")),
        ("lapsed", _("Lapsed")),
        ("ended", _("Refused or cancelled")),
    )
    related = ((_("Memberships"), "memberships", ("organisation", "category", "state", "lapses_on")),)


class MembershipCategoryViewSet(ActionViewSet):
    model = MembershipCategory
    add_view_class = AddCategoryView
    form_fields = ("name_fr", "name_en")
    name = "categories-d-adhesion"
    icon = "tag"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = ("name_fr", "name_en", "slug")
    related = ((_("Criteria"), "criteria", ("position", "text_fr", "reference", "retired_at")),)
