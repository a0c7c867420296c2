"""The admin's screens of orders, invoices, credit notes and taxes."""

from registrations.orders.viewsets.ordering import OrderForViewSet
from registrations.orders.viewsets.papers import CreditNoteViewSet, InvoiceViewSet, OrderViewSet
from registrations.orders.viewsets.requests import CancellationRequestViewSet
from registrations.orders.viewsets.taxes import (
    RegistrationViewSet,
    TaxComponentViewSet,
    TaxProfileViewSet,
    TaxTableViewSet,
)

__all__ = [
    "CancellationRequestViewSet",
    "CreditNoteViewSet",
    "InvoiceViewSet",
    "OrderForViewSet",
    "OrderViewSet",
    "RegistrationViewSet",
    "TaxComponentViewSet",
    "TaxProfileViewSet",
    "TaxTableViewSet",
]
