"""Refusals of promotion codes."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class CodeRefused(DomainError):
    """What every refusal of a typed code is: whatever its reason, it counts as one attempt."""

    code = "promotion-code-refused"
    title = _("Code refused")
    message = _("This promotion code does not apply. Remove it to order at the regular price.")


class UnknownCode(CodeRefused):
    code = "unknown-promotion-code"
    title = _("Unknown code")
    message = _("This promotion code is unknown. Check it, or remove it to order at the regular price.")


class CodeNotYet(CodeRefused, Conflict):
    code = "promotion-code-not-yet"
    title = _("Code not valid yet")
    message = _("This promotion code is valid from %(starts_at)s.")


class CodeExpired(CodeRefused, Conflict):
    code = "promotion-code-expired"
    title = _("Expired code")
    message = _("This promotion code is not valid any more. Remove it to order at the regular price.")


class CodeExhausted(CodeRefused, Conflict):
    code = "promotion-code-exhausted"
    title = _("Code used up")
    message = _("This promotion code was used as often as it could be. Remove it to order at the regular price.")


class CodeNotForThis(CodeRefused, Conflict):
    code = "promotion-code-not-for-this"
    title = _("Not for these products")
    message = _("This promotion code does not apply to what you order, or to your price. Remove it to order.")


class CodeAlreadyUsed(CodeRefused, Conflict):
    code = "promotion-code-already-used"
    title = _("Code already used")
    message = _("You, or your organisation, used this promotion code already. Remove it to order at the regular price.")


class TooManyGuesses(DomainError):
    code = "too-many-promotion-codes"
    title = _("Too many codes tried")
    message = _("Too many promotion codes were refused. Try again in an hour, or order without a code.")


class BudgetMoved(Conflict):
    """Another order took of the budget since the estimate: the order is refused with its new price."""

    code = "promotion-budget-moved"
    title = _("The discount has changed")
    message = _("The discount of this code has changed: check the new price.")


class NotYourPromotions(Forbidden):
    code = "not-your-promotions"
    title = _("Accounting and the event lead only")
    message = _("Only accounting and the event lead keep promotion codes.")


class CodeTaken(Conflict):
    code = "promotion-code-taken"
    title = _("Code taken")
    message = _("Another promotion has this code, or one that reads the same (O and 0, I and 1): choose another.")


class BadPromotion(DomainError):
    code = "bad-promotion"
    title = _("Incomplete promotion")
    message = _(
        "Give an amount or a percentage (1 to 100), a code of 4 to 20 letters and digits, and an end after the start."
    )


class BudgetBelowSpent(Conflict):
    code = "promotion-budget-below-spent"
    title = _("More was given")
    message = _("More than this budget was given already: choose a larger one.")


class UsesBelowTaken(Conflict):
    code = "promotion-uses-below-taken"
    title = _("More uses were made")
    message = _("The code was used more often than that already: choose a larger number.")


class TooManyCodesAsked(DomainError):
    code = "too-many-codes-asked"
    title = _("Too many codes")
    message = _("Between 1 and %(most)s codes are made at once.")
