"""Refusals of the enrolments."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotYourPerson(Forbidden):
    code = "not-your-person"
    title = _("Not your person to register")
    message = _("You can act for yourself, or for the staff of an organisation whose registrar you are.")


class NotOpen(Conflict):
    code = "not-open"
    title = _("Registration is not open yet")
    message = _("Registration is not open yet: it opens on %(opens)s.")


class RegistrationClosed(Conflict):
    code = "registration-closed"
    title = _("Registration is closed")
    message = _("Registration for this session is closed.")


class SessionCancelled(Conflict):
    code = "session-cancelled"
    title = _("Session cancelled")
    message = _("This session is cancelled.")


class ForMembersOnly(Forbidden):
    code = "for-members-only"
    title = _("Reserved to members")
    message = _(
        "This session is reserved to the staff of member organisations in good standing. If you work in one, say so on "
        "the page of your organisations: a seat is then kept for you while it confirms."
    )


class PaidSession(Conflict):
    code = "paid-session"
    title = _("Session to be paid for")
    message = _(
        "This session has a price: order the seat, which is held while you pay or invoiced to your organisation."
    )


class FreeSession(Conflict):
    code = "free-session"
    title = _("Nothing to pay")
    message = _("This session is free: register for it, without an order.")


class NameEveryone(DomainError):
    code = "name-everyone"
    title = _("Who will attend?")
    message = _("A seat in a session is in somebody's name: say who will attend, one person for each seat ordered.")


class PostToConfirm(Conflict):
    code = "post-to-confirm"
    title = _("Post to be confirmed first")
    message = _(
        "%(name)s is not confirmed yet as staff of a member organisation: its registrar answers first, then the seat "
        "can be ordered."
    )


class SeatAwaitsPayment(Conflict):
    code = "seat-awaits-payment"
    title = _("Seat that awaits a payment")
    message = _("This seat awaits the payment of the order %(order)s: cancel that order, and the seat is given back.")


class OrganisationAtCap(Conflict):
    code = "organisation-at-cap"
    title = _("Your organisation has all its seats")
    message = _(
        "Your organisation already has all the seats that it may have here: join the waiting list, and a seat is "
        "offered as soon as one of your organisation's is freed."
    )


class AlreadyEnrolled(Conflict):
    code = "already-enrolled"
    title = _("Already enrolled")
    message = _("This person is already registered for this session.")


class Overlapping(Conflict):
    code = "overlapping"
    title = _("Two meetings at the same time")
    message = _("This person already has a seat in “%(title)s” at the same time: cancel one of the two.")


class OfferEnded(Conflict):
    code = "offer-ended"
    title = _("Offer ended")
    message = _("This offer has ended: the seat went to the next person in line.")


class TooLateToCancel(Conflict):
    code = "too-late-to-cancel"
    title = _("Too late to cancel")
    message = _("It is too late to cancel by yourself: write to the AXTRA team.")


class TooLateToReplace(Conflict):
    code = "too-late-to-replace"
    title = _("Too late to replace the person")
    message = _("The session has begun: the person cannot be replaced any more. The team notes who attended.")


class NoSeatToHandOver(Conflict):
    code = "no-seat-to-hand-over"
    title = _("No seat to hand over")
    message = _(
        "Only a seat can be handed over: a place on the waiting list or an offer is its person's alone. Cancel it, and "
        "register the other person."
    )


class SeatOfSomebodyElse(Conflict):
    code = "seat-of-somebody-else"
    title = _("Seat that your organisation did not order")
    message = _(
        "This seat was not ordered by your organisation: write to the AXTRA team, which makes the change once whoever "
        "ordered it agrees."
    )


class OtherActivity(Conflict):
    code = "other-activity"
    title = _("Not a session to move to")
    message = _("Choose another session of the same activity; for another activity, cancel and register there.")


class NoPlaceToMove(Conflict):
    code = "no-place-to-move"
    title = _("Nothing to move")
    message = _("This registration has ended: register for the other session instead.")


class NoSeatThere(Conflict):
    code = "no-seat-there"
    title = _("No seat there")
    message = _(
        "No seat is left for you in that session, and you keep the one that you have. You can join the waiting list "
        "there: your present place stays yours until a seat there is."
    )


class DifferentPrice(Conflict):
    code = "different-price"
    title = _("Another price")
    message = _(
        "The two sessions do not cost the same: order a seat in the other one, then cancel this one; accounting "
        "answers about a credit."
    )


class TermsToAccept(Conflict):
    code = "terms-to-accept"
    title = _("Terms to accept")
    message = _("Read the terms of the programme and accept them; who registers colleagues says that they accept them.")


class PrerequisiteMissing(Conflict):
    code = "prerequisite-missing"
    title = _("To be attended first")
    message = _(
        "%(name)s must have attended %(titles)s first. If it was done elsewhere, write to the AXTRA team, which can "
        "register them with a reason."
    )


class ReasonNeeded(Conflict):
    code = "reason-needed"
    title = _("Reason needed")
    message = _("Give the reason of this exception: the journal keeps it.")
