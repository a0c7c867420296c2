"""Ordering for somebody: the team's own door to `place_order`, where lines may be offered."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.orders.actions import place_order
from registrations.orders.forms import OrderForForm
from registrations.orders.models import Order
from registrations.promotions.requests import code_typed
from registrations.viewsets import ActionScreenView, ActionScreenViewSet


class OrderForView(ActionScreenView):
    """Who pays, and up to three lines."""

    model = Association
    roles = (Role.ACCOUNTING, Role.EVENT_LEAD)
    form_class = OrderForForm
    template_name = "registrations/admin/act.html"
    page_title = _("Order for somebody")
    done_message = _("The order is placed.")

    def subject(self) -> Association:
        return association()

    def done_url(self, instance: Model) -> str:
        return reverse("commandes:inspect", args=[instance.pk])

    def perform(self, **cleaned: Any) -> Order:
        by = self.actor()
        with code_typed(cleaned["code"], by=by.person):
            return place_order(**cleaned, by=by, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"cancel_url": reverse("commandes:index"), "submit_button_label": _("Place the order")}


class OrderForViewSet(ActionScreenViewSet):
    name = "commander-pour"
    icon = "plus-inverse"
    menu_label = _("Order for somebody")
    guide = "finances"
    add_to_settings_menu = False
    view_class = OrderForView
