"""Refusals of dues, campaigns and declarations."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class RenewalsNotYours(Forbidden):
    code = "renewals-not-yours"
    title = _("Accounting only")
    message = _("Only accounting keeps dues scales and renewal campaigns.")


class ScaleBroken(DomainError):
    code = "dues-scale-broken"
    title = _("Scale with a hole")
    message = _("A scale starts at a budget of 0 and each bracket starts above the one before.")


class ScaleInUse(Conflict):
    code = "dues-scale-in-use"
    title = _("Scale already used")
    message = _("Dues of this year and category are invoiced already: credit them before you change the scale.")


class NoScaleToCopy(Conflict):
    code = "no-dues-scale-to-copy"
    title = _("Nothing to copy")
    message = _("The year before has no dues scale.")


class NoDuesScale(Conflict):
    code = "no-dues-scale"
    title = _("Dues not decided yet")
    message = _("There is no dues scale for this year and category yet. The team was told.")


class DuesNotAdmitted(Conflict):
    code = "dues-before-admission"
    title = _("Not admitted yet")
    message = _("Dues are invoiced once the organisation is admitted for the year.")


class NotDeclared(Conflict):
    code = "dues-not-declared"
    title = _("Nothing declared yet")
    message = _("Dues follow from the yearly declaration: sign it first.")


class NothingOwed(Conflict):
    code = "no-dues-owed"
    title = _("Nothing owed")
    message = _("The dues of this year are ordered already: nothing is left to order.")


class CampaignClosed(Conflict):
    code = "campaign-closed"
    title = _("Campaign closed")
    message = _("This renewal campaign is closed.")


class NoYearBefore(Conflict):
    code = "no-year-before"
    title = _("No year before")
    message = _("Nobody can renew: there is no membership year before this one.")


class DeclarationNotYours(Forbidden):
    code = "declaration-not-yours"
    title = _("Not yours to prepare")
    message = _("A declaration is prepared by the organisation's registrars and its direction.")


class DirectionSigns(Forbidden):
    code = "direction-signs"
    title = _("The direction signs")
    message = _("The declaration is signed by the organisation's direction, with its own account.")


class DeclarationSigned(Conflict):
    code = "declaration-signed"
    title = _("Already signed")
    message = _("This declaration is signed and cannot change any more. Write to the team to correct it.")


class DeclarationIncomplete(Conflict):
    code = "declaration-incomplete"
    title = _("Not complete yet")
    message = _("Something is still missing in this declaration: see the parts to complete.")


class DeclarationChanged(Conflict):
    code = "declaration-changed"
    title = _("Changed by a colleague")
    message = _("A colleague changed this part meanwhile: what they wrote is shown; check it and save again.")


class StatementChanged(Conflict):
    code = "statement-changed"
    title = _("The statement has changed")
    message = _("The statement to sign has changed: read it again, then sign.")


class RenewalDeclined(Conflict):
    code = "renewal-declined"
    title = _("Not renewing")
    message = _("The organisation said that it does not renew. Take that back first.")


class AlreadyInvoiced(Conflict):
    code = "dues-already-invoiced"
    title = _("Already invoiced")
    message = _("The dues of this year are invoiced: write to the team, who will credit them with you.")


class NotDueYet(Conflict):
    code = "declaration-not-due"
    title = _("Not late yet")
    message = _("A provisional invoice is for those who did not declare by %(due_on)s.")


class NoBudgetBefore(Conflict):
    code = "no-budget-before"
    title = _("No budget to go by")
    message = _("No budget is known from the year before: note one on the declaration first.")
