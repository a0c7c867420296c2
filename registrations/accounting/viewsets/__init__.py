"""The admin's screens of the books."""

from registrations.accounting.viewsets.books import AccountsViewSet, ClosingViewSet
from registrations.accounting.viewsets.dashboard import DashboardViewSet
from registrations.accounting.viewsets.exports import ExportViewSet
from registrations.accounting.viewsets.reconciling import (
    DiscrepancyViewSet,
    ReconciliationDayViewSet,
    ReconciliationViewSet,
)

__all__ = [
    "AccountsViewSet",
    "ClosingViewSet",
    "DashboardViewSet",
    "DiscrepancyViewSet",
    "ExportViewSet",
    "ReconciliationDayViewSet",
    "ReconciliationViewSet",
]
