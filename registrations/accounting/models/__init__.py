"""The books: accounts, closings, files for the accountant, and what does not add up."""

from registrations.accounting.models.books import AccountingExport, AccountMap, Closing, ExportFormat, ExportState
from registrations.accounting.models.reconciling import Discrepancy, ProviderLine, ProviderState, Reconciliation

__all__ = [
    "AccountMap",
    "AccountingExport",
    "Closing",
    "Discrepancy",
    "ExportFormat",
    "ExportState",
    "ProviderLine",
    "ProviderState",
    "Reconciliation",
]
