"""Refusals about who one is."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class NotSignedIn(DomainError):
    """Nobody is behind the request, or the credential it carries is not (or no longer) good."""

    code = "not-signed-in"
    title = _("Sign in")
    message = _("Sign in to go on: nobody is recognised behind this request.")


class WrongCredential(NotSignedIn):
    """A token or session that is unknown, expired or revoked is never taken for an anonymous visit."""

    code = "wrong-credential"
    title = _("Credential refused")
    message = _("The token or session that came with this request is unknown, expired or revoked.")


class ForgedRequest(Forbidden):
    """An unsafe call made with the portal's cookie must carry its anti-forgery token."""

    code = "forged-request"
    title = _("Anti-forgery token missing")
    message = _("Send the site's anti-forgery token in the X-CSRFToken header, or sign in with a token.")


class OutOfScope(Forbidden):
    """The token is good, but was made for less than this."""

    code = "out-of-scope"
    title = _("Beyond the token's scopes")
    message = _("This token was not given the right to do this: make one with the scope “%(scope)s”.")


class BadTokenTerms(DomainError):
    """Scopes or end of a new API token."""

    code = "bad-token-terms"
    title = _("Token refused")
    message = _("A token needs at least one known scope, and an end within a year.")


class RegisterNotYours(Forbidden):
    """Only some of the team keep the register of organisations and people."""

    code = "register-not-yours"
    title = _("Not your register")
    message = _("Your roles do not allow you to change the register of organisations and people.")


class AddressTaken(Conflict):
    """A sign-in address belongs to one person; a contact address may be shared."""

    code = "address-taken"
    title = _("Address already used")
    message = _("Another person signs in with this address.")


class BadPhone(DomainError):
    code = "bad-phone"
    title = _("Telephone refused")
    message = _("This telephone number is not complete: give the area code, as 514 555-0123.")


class AddressClosed(Conflict):
    """An employer keeps the mailbox of somebody who left: it opens nothing of theirs."""

    code = "address-closed"
    title = _("Address of a former employer")
    message = _("You left the organisation that this address belongs to: use a personal address.")


class AddressOfAnotherRecord(Conflict):
    """The address is proved, but another record has it: both may be the same person's."""

    code = "address-of-another-record"
    title = _("Another record has this address")
    message = _("Another record in our register has this address. If it is yours too, the two can become one.")


class AlreadyYours(Conflict):
    code = "address-already-yours"
    message = _("You already proved this address.")


class AddressUnknown(NotFound):
    code = "address-unknown"
    message = _("This is not one of your addresses.")


class NotProved(Conflict):
    code = "address-not-proved"
    message = _("Prove this address first, with the code that we send to it.")


class LastAddress(Conflict):
    code = "address-in-use"
    message = _("This is the address that our messages go to: choose another one first.")


class WrongCode(DomainError):
    code = "wrong-code"
    title = _("Wrong code")
    message = _("This code is not the last one sent to this address, or it has expired. Ask for a new one.")


class TooManyCodes(Conflict):
    code = "too-many-codes"
    message = _("Too many codes were asked for. Wait an hour, then try again.")


class AddressRefused(DomainError):
    """The mail server would not take it."""

    code = "address-refused"
    title = _("Address refused")
    message = _("The mail server refuses this address: check how it is written.")


class SamePerson(DomainError):
    code = "same-person"
    message = _("These are not two records: choose another one.")


class PersonMerged(Conflict):
    code = "person-merged"
    message = _("One of these two records was erased or merged already.")


class RecordOfTeam(Forbidden):
    """A mailbox alone must not give somebody the team's rights, nor take a second factor away."""

    code = "record-of-team"
    message = _("The other record is a team member's or asks for a second factor: an administrator merges it.")


class RecordsContradict(Conflict):
    code = "records-contradict"
    title = _("The two records contradict each other")
    message = _("Both have this: %(what)s, %(which)s. End or cancel one of the two first.")


class NoWayIn(Conflict):
    code = "no-way-in"
    message = _("This person has no address to sign in with: add one first, once you have checked who they are.")
