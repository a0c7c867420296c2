"""What changes the books: accounts, closings, files, discrepancies."""

from registrations.accounting.actions.books import close_books, refuse_closed_day, reopen_books, set_accounts
from registrations.accounting.actions.exporting import ask_export, fail_export, finish_export, note_progress
from registrations.accounting.actions.reconciling import explain_discrepancy, keep_lines, record_reconciliation

__all__ = [
    "ask_export",
    "close_books",
    "explain_discrepancy",
    "fail_export",
    "finish_export",
    "keep_lines",
    "note_progress",
    "record_reconciliation",
    "refuse_closed_day",
    "reopen_books",
    "set_accounts",
]
