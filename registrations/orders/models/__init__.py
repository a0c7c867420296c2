"""Orders, their lines, the taxes on them, and the invoices that never change."""

from registrations.orders.models.invoices import CreditNote, Invoice, InvoiceBalance, LineCredit
from registrations.orders.models.orders import Order, OrderLine, OrderState
from registrations.orders.models.requests import CancellationRequest, Why
from registrations.orders.models.taxes import LineKind, TaxCategory, TaxCode, TaxComponent, TaxProfile

__all__ = [
    "CancellationRequest",
    "CreditNote",
    "Invoice",
    "InvoiceBalance",
    "LineCredit",
    "LineKind",
    "Order",
    "OrderLine",
    "OrderState",
    "TaxCategory",
    "TaxCode",
    "TaxComponent",
    "TaxProfile",
    "Why",
]
