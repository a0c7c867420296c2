"""Payments contested at the bank: until when to answer, and where."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.payments.gateway import dashboard
from registrations.payments.models import Dispute
from registrations.viewsets import ActionInspectView, ActionViewSet


class DisputePage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        url = dashboard(f"disputes/{self.object.reference}")
        return [HeaderButton(_("Answer in Stripe"), url=url, icon_name="link-external"), *super().header_buttons]


class DisputeViewSet(ActionViewSet):
    model = Dispute
    inspect_view_class = DisputePage
    name = "contestations"
    icon = "warning"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("reference", ("payment__order", _("order")), "cents", "reason", "state", "respond_by", "opened_at")
    list_filter = ("state", "opened_at")
    list_select_related = ("payment__order",)
    search_fields = ("reference", "payment__reference", "payment__order__code")
