"""The admin's screens of exhibitors."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.exhibitors.actions import apply_to_exhibit, approve_exhibitor, order_booth, refuse_exhibitor
from registrations.exhibitors.forms import InvoiceBoothForm
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.exhibitors.rules import ExhibitorState
from registrations.viewsets import ActionCreateView, ActionPostView, ActionViewSet


class ExhibitorPackageViewSet(ActionViewSet):
    model = ExhibitorPackage
    name = "forfaits-d-exposants"
    icon = "tag"
    roles_change = (Role.EVENT_LEAD,)
    list_display = ("name", "colloquium", "price_cents", "badges", "pool")
    list_filter = ("colloquium",)
    list_select_related = ("colloquium", "pool")


class AddExhibitorView(ActionCreateView):
    """An application received by mail or by telephone."""

    def perform(self, **cleaned: Any) -> Exhibitor:
        return apply_to_exhibit(**cleaned, by=self.actor(), at=timezone.now())


class ApproveView(ActionPostView):
    label = _("Approve")
    question = _("A booth of the package is kept for this exhibitor, whose registrars are told to order it.")
    done_message = _("The exhibitor is approved.")
    icon = "check"

    @classmethod
    def offered(cls, exhibitor: Exhibitor) -> bool:
        return exhibitor.state == ExhibitorState.APPLIED

    def perform(self) -> Exhibitor:
        return approve_exhibitor(self.object, by=self.actor(), at=timezone.now())


class RefuseView(ActionPostView):
    label = _("Refuse")
    question = _("The booth that was kept, if any, goes to another.")
    done_message = _("The exhibitor is refused.")
    icon = "cross"

    @classmethod
    def offered(cls, exhibitor: Exhibitor) -> bool:
        return exhibitor.line_id is None and exhibitor.state in {ExhibitorState.APPLIED, ExhibitorState.APPROVED}

    def perform(self) -> Exhibitor:
        return refuse_exhibitor(self.object, by=self.actor(), at=timezone.now())


class InvoiceBoothView(ActionPostView):
    label = _("Invoice the booth")
    question = _("The invoice is issued to the organisation, to be paid within 30 days.")
    done_message = _("The booth is invoiced.")
    icon = "doc-full-inverse"
    form_class = InvoiceBoothForm

    @classmethod
    def offered(cls, exhibitor: Exhibitor) -> bool:
        return exhibitor.line_id is None and exhibitor.state == ExhibitorState.APPROVED and not exhibitor.historical

    def perform(self, *, purchase_order: str) -> Exhibitor:
        order_booth(self.object, on_account=True, purchase_order=purchase_order, by=self.actor(), at=timezone.now())
        self.object.refresh_from_db()
        return self.object


class ExhibitorViewSet(ActionViewSet):
    model = Exhibitor
    name = "exposants"
    icon = "group"
    roles_change = (Role.EVENT_LEAD, Role.ACCOUNTING)
    add_view_class = AddExhibitorView
    form_fields = ("package", "organisation", "description")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "approuver": ApproveView,
        "refuser": RefuseView,
        "facturer": InvoiceBoothView,
    }
    list_display = ("organisation", "colloquium", "package", "booth", "state", ("line__order", _("order")))
    list_filter = ("colloquium", "state", "historical")
    list_select_related = ("organisation", "colloquium", "package", "line__order")
    search_fields = ("organisation__name", "booth")
