"""Refusals of the staff lists."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, NotFound


class LastRegistrar(Conflict):
    code = "last-registrar"
    title = _("The last registrar")
    message = _(
        "This person is the only registrar of the organisation: make a colleague its registrar first, then try again."
    )


class RegistrarNeedsAddress(Conflict):
    code = "registrar-needs-address"
    title = _("A registrar signs in")
    message = _("A registrar needs an address of their own to sign in with.")


class NotOnTheList(Conflict):
    code = "not-on-the-list"
    title = _("No longer on the list")
    message = _("This person's post has ended: add them again.")


class TooLateToUndo(Conflict):
    code = "too-late-to-undo"
    title = _("Too late to undo")
    message = _("This departure can no longer be undone: add the person again.")


class OtherName(Conflict):
    """Says nothing of whose address it is."""

    code = "other-name"
    title = _("Another name at this address")
    message = _(
        "This address is known under another name: check both. The person can also ask for a post in your "
        "organisation themselves."
    )


class TwoOfThisName(Conflict):
    code = "two-of-this-name"
    title = _("Several people of this name")
    message = _("Somebody of this name is already on the list: write an address of their own.")


class TheirOwnRecord(Conflict):
    code = "their-own-record"
    title = _("Their own record")
    message = _("This person has signed in: their name and their address are theirs to change.")


class KnownElsewhere(Conflict):
    code = "known-elsewhere"
    title = _("Known elsewhere")
    message = _("This record does not serve your list alone: only its person or the association changes it.")


class AlreadyVerified(Conflict):
    code = "already-verified"
    title = _("Already confirmed")
    message = _("This person's post is already confirmed.")


class TooManyRequests(Conflict):
    code = "too-many-posts-asked"
    title = _("Requests still waiting")
    message = _("You already asked for %(count)s posts: wait until they are answered.")


class AskedAndRefused(Conflict):
    code = "post-refused"
    title = _("Request refused")
    message = _("This organisation answered that you do not work there. Speak to its registrar, or to the AXTRA team.")


class NoOwnAddress(Conflict):
    code = "no-own-address"
    title = _("No address of their own")
    message = _("This person has no address of their own to be invited at: the registrar acts for them.")


class AlreadyActive(Conflict):
    code = "already-active"
    title = _("Already signed in")
    message = _("This person has already signed in: no invitation is needed.")


class InvitedToday(Conflict):
    code = "invited-today"
    title = _("Invited a moment ago")
    message = _("This person was invited less than a day ago: leave them time to read their mail.")


class UnknownInvitation(NotFound):
    code = "unknown-invitation"
    title = _("Unknown invitation")
    message = _("This link is not complete, or it was never sent. Copy it again from the mail, to its very end.")


class InvitationExpired(Conflict):
    code = "invitation-expired"
    title = _("Invitation expired")
    message = _("This invitation has expired. Ask for a sign-in code instead, or for another invitation.")


class InvitationUsed(Conflict):
    code = "invitation-used"
    title = _("Invitation already used")
    message = _("This invitation was already used. Sign in with your address: a code is sent to you.")


class InvitationRevoked(Conflict):
    code = "invitation-revoked"
    title = _("Invitation withdrawn")
    message = _("This invitation was withdrawn or replaced by a later one: use the latest mail.")


class NobodyToInvite(DomainError):
    code = "nobody-to-invite"
    title = _("Nobody to invite")
    message = _("Nobody in these organisations is to be invited.")


class NotTheTime(Conflict):
    code = "list-already-confirmed"
    title = _("List already confirmed")
    message = _("This staff list is already confirmed for this half-year.")
