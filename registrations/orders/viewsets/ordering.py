"""Ordering for somebody: the team's own door to `place_order`, where lines may be offered."""

import hashlib
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.errors import DomainError
from registrations.orders.actions import Estimate, place_order, quote_order
from registrations.orders.forms import OrderForForm
from registrations.orders.models import Order
from registrations.promotions.requests import code_typed
from registrations.viewsets import ActionScreenView, ActionScreenViewSet


class OrderForView(ActionScreenView):
    """Who pays, and up to three lines; then the price, and the order once it is confirmed."""

    model = Association
    roles = (Role.ACCOUNTING, Role.EVENT_LEAD)
    form_class = OrderForForm
    template_name = "registrations/admin/orders/order_for.html"
    page_title = _("Order for somebody")
    done_message = _("The order is placed.")
    priced: Estimate | None = None

    def subject(self) -> Association:
        return association()

    def done_url(self, instance: Model) -> str:
        return reverse("commandes:inspect", args=[instance.pk])

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """The price first; what was confirmed is placed, or refused when its price has changed."""
        self.form = form
        try:
            self.priced = self.quoted(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code, self.produced_error_message = refusal.code, str(refusal)
            return self.form_invalid(form)
        if self.request.POST.get("confirmed") != self.shown:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    @property
    def shown(self) -> str:
        """What the person confirms: who pays, how, what is ordered and its price."""
        if self.priced is None:
            return ""
        said, lines = self.form.cleaned_data, [(each.wanted, each.total_cents) for each in self.priced.lines]
        facts = (said["payer"], said["on_account"], lines, self.priced.totals.total_cents)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    def quoted(self, cleaned: dict[str, Any]) -> Estimate:
        by, asked = self.actor(), {name: cleaned[name] for name in ("lines", "payer", "code", "province")}
        with code_typed(cleaned["code"], by=by.person):
            return quote_order(**asked, by=by, at=timezone.now())

    def perform(self, **cleaned: Any) -> Order:
        by, total = self.actor(), self.priced.totals.total_cents if self.priced else None
        with code_typed(cleaned["code"], by=by.person):
            return place_order(**cleaned, expected_total=total, by=by, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        button = _("Place the order") if self.priced else _("See the price")
        said = {"priced": self.priced, "shown": self.shown, "on_account": self.request.POST.get("on_account")}
        return context | said | {"cancel_url": reverse("commandes:index"), "submit_button_label": button}


class OrderForViewSet(ActionScreenViewSet):
    name = "commander-pour"
    icon = "plus-inverse"
    menu_label = _("Order for somebody")
    guide = "finances"
    add_to_settings_menu = False
    view_class = OrderForView
