"""What changes the books: accounts, closings, files, discrepancies."""

from registrations.accounting.actions.books import close_books, refuse_closed_day, reopen_books, set_accounts

__all__ = ["close_books", "refuse_closed_day", "reopen_books", "set_accounts"]
