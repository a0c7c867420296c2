"""Refusals of the books."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotYourBooks(Forbidden):
    code = "not-your-books"
    title = _("Accounting only")
    message = _("Only accounting keeps the books.")


class PeriodClosed(Conflict):
    code = "period-closed"
    title = _("The period is closed")
    message = _("The books are closed until %(until)s included: date it after, or have accounting open them again.")


class NotClosable(DomainError):
    code = "period-not-closable"
    title = _("Too early to close")
    message = _("A period is closed once its last day is over, and after the last one that is closed.")


class NotReopenable(Conflict):
    code = "period-not-reopenable"
    title = _("Not the last closing")
    message = _("Only the last closing is opened again, with a reason.")


class MissingAccounts(Conflict):
    """Nothing is assumed: an amount without an account is not exported."""

    code = "missing-accounts"
    title = _("Accounts to give")
    message = _("Give a number to these accounts first: %(accounts)s.")


class Unbalanced(Conflict):
    code = "unbalanced-entries"
    title = _("An entry does not balance")
    message = _("The debits and credits of %(pieces)s differ: the reconciliation says why.")


class NotAnAccount(DomainError):
    code = "not-an-account-number"
    title = _("Account number")
    message = _("A number of account has 1 to 20 letters, digits, dots or hyphens: %(number)s does not.")


class PeriodBackwards(DomainError):
    code = "period-backwards"
    title = _("Dates in the wrong order")
    message = _("The last day comes before the first, or the period is longer than three years.")


class NothingToExplain(Conflict):
    code = "nothing-to-explain"
    title = _("Mended already")
    message = _("This discrepancy is mended, or the note is empty.")
