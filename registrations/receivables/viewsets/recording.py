"""Recording money of one payer, and using what is left of it: payer, amount, proposed use, confirmation."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role
from registrations.errors import DomainError
from registrations.orders.models import InvoiceBalance
from registrations.payments.actions import Part, allot_receipt, record_receipt
from registrations.payments.models import Receipt
from registrations.payments.queries import order_named
from registrations.receivables.forms import AllotForm, ReceiptForm
from registrations.receivables.queries import open_orders, payer_by_uuid, payers_matching
from registrations.receivables.rules import proposed
from registrations.viewsets.acting import actor
from registrations.viewsets.guided import Guided


class MoneyScreen(Guided, WagtailAdminTemplateMixin, View):
    """A screen of accounting's alone; `breadcrumb` names the list it is under."""

    guide = "finances"
    header_icon = "decimal"
    breadcrumb: ClassVar[tuple[str, Any]] = ("encaissements:index", gettext_lazy("Receipts"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor(request).has(Role.ACCOUNTING):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        there = {"url": reverse(self.breadcrumb[0]), "label": str(self.breadcrumb[1])}
        return [*self.breadcrumbs_items, there, {"url": "", "label": str(self.page_title)}]

    def shown(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    @staticmethod
    def open_of(payer: Any, chosen: str = "") -> list[Any]:
        """What the payer can pay; the chosen orders first."""
        first = {int(pk) for pk in chosen.split(",") if pk.isascii() and pk.isdecimal() and len(pk) < 19}
        rows = open_orders(payer, on=timezone.localdate())
        return sorted(rows, key=lambda row: row[0].pk not in first) if first else rows

    @staticmethod
    def propose(form: AllotForm, cents: int) -> None:
        """Fill the amounts in, the oldest first, and leave what was typed of the rest."""
        data = form.data.copy()
        parts = proposed(cents, [one for _order, one, _day in form.open_orders])
        for order, _one, _day in form.open_orders:
            field = form.fields[f"part_{order.pk}"]
            data[f"part_{order.pk}"] = field.prepare_value(parts[order.pk]) if order.pk in parts else ""
        form.data = data
        form.full_clean()


class RecordReceiptView(MoneyScreen):
    """`?q=` looks for the payer, `payer` names it; « Propose » fills the amounts in, « Record » does it."""

    template_name = "registrations/admin/receivables/record.html"

    @property
    def page_title(self) -> str:
        return _("Record money received")

    def get(self, request: HttpRequest) -> HttpResponse:
        payer = self.payer(request.GET)
        if payer is None:
            query = request.GET.get("q", "")
            found = payers_matching(query) if query else []
            if len(found) == 1:
                return redirect(f"{request.path}?payer={found[0].uuid}&target={query}")
            return self.shown(query=query, found=found)
        rows = self.open_of(payer, self.chosen(request.GET))
        return self.shown(payer=payer, form=ReceiptForm(open_orders=rows, initial=self.initial(rows)))

    def post(self, request: HttpRequest) -> HttpResponse:
        payer = self.payer(request.POST)
        if payer is None:
            return redirect(request.path)
        form = ReceiptForm(request.POST, open_orders=self.open_of(payer, self.chosen(request.GET)))
        if not form.is_valid():
            return self.shown(422, payer=payer, form=form)
        parts, cents = form.parts(), form.cleaned_data["cents"] or 0
        if "propose" in request.POST or "preview" in request.POST:
            if "propose" in request.POST:
                self.propose(form, cents)
            return self.shown(payer=payer, form=form, sums=self.sums(form, cents))
        try:
            receipt = record_receipt(
                payer=payer,
                parts=[Part(order, part) for order, part in parts],
                **{name: form.cleaned_data[name] for name in ("method", "cents", "reference", "received_on")},
                by=actor(request),
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.shown(409, payer=payer, form=form, sums=self.sums(form, cents))
        messages.success(request, _("The receipt is recorded."))
        return redirect("encaissements:inspect", receipt.pk)

    @staticmethod
    def payer(source: Any) -> Any:
        try:
            return payer_by_uuid(UUID(source.get("payer", "")))
        except ValueError:
            return None

    @staticmethod
    def chosen(source: Any) -> str:
        order = order_named(source.get("target", ""))
        return str(order.pk) if order else source.get("orders", "")

    def initial(self, rows: list[Any]) -> dict[str, Any]:
        """Of today; what the chosen orders owe, filled in."""
        chosen = self.chosen(self.request.GET).split(",")
        parts = {f"part_{order.pk}": one.due_cents for order, one, _day in rows if str(order.pk) in chosen}
        whole = {"cents": sum(parts.values())} if parts else {}
        return {"received_on": timezone.localdate(), "method": "cheque", **parts, **whole}

    @staticmethod
    def sums(form: ReceiptForm, cents: int) -> dict[str, int]:
        used = sum(part for _order, part in form.parts())
        return {"received": cents, "used": used, "left": cents - used}


class AllotView(MoneyScreen):
    """What is left of a receipt, for what its payer owes."""

    template_name = "registrations/admin/receivables/allot.html"

    @property
    def page_title(self) -> str:
        return _("Use what is left")

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        receipt = self.receipt(pk)
        form = AllotForm({}, open_orders=self.open_of(receipt.organisation or receipt.person))
        self.propose_from(form, receipt)
        return self.shown(receipt=receipt, form=form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        receipt = self.receipt(pk)
        form = AllotForm(request.POST, open_orders=self.open_of(receipt.organisation or receipt.person))
        if not form.is_valid():
            return self.shown(422, receipt=receipt, form=form)
        parts = [Part(order, cents) for order, cents in form.parts()]
        try:
            allot_receipt(receipt=receipt, parts=parts, by=actor(request), at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.shown(409, receipt=receipt, form=form)
        messages.success(request, _("What was left is used."))
        return redirect("encaissements:inspect", receipt.pk)

    @staticmethod
    def receipt(pk: int) -> Receipt:
        return get_object_or_404(Receipt.objects.select_related("organisation", "person"), pk=pk)

    def propose_from(self, form: AllotForm, receipt: Receipt) -> None:
        form.data = QueryDict(mutable=True)
        self.propose(form, receipt.left_cents)


def record_for(balances: list[InvoiceBalance]) -> str:
    """The address where several invoices of one payer are paid together."""
    order = balances[0].invoice.order
    payer = order.organisation or order.person
    orders = ",".join(str(row.invoice.order_id) for row in balances)
    return f"{reverse('encaissements:inscrire')}?payer={payer.uuid}&orders={orders}"
