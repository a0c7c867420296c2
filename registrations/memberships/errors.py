"""Refusals of memberships."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class MembershipsNotYours(Forbidden):
    code = "memberships-not-yours"
    title = _("Not your register")
    message = _("Your roles do not allow you to change memberships.")


class AlreadyMember(Conflict):
    code = "already-member"
    title = _("Already a member")
    message = _("This organisation already has a membership for this year.")


class OverlappingMembership(Conflict):
    code = "overlapping-membership"
    title = _("Memberships overlap")
    message = _("This organisation already has a membership at these dates: one ends before the next begins.")


class OutsideItsYear(DomainError):
    code = "membership-outside-its-year"
    title = _("Outside its year")
    message = _("A membership begins within its year: before %(ends_on)s.")


class YearTaken(Conflict):
    code = "membership-year-taken"
    title = _("Year already open")
    message = _("Another year has this label or this first day.")


class YearReversed(Conflict):
    code = "membership-year-reversed"
    title = _("Dates reversed")
    message = _("The last day comes before the first.")


class YearOverlaps(Conflict):
    code = "membership-year-overlaps"
    title = _("Years overlap")
    message = _("Another membership year has some of these days: one ends before the next begins.")


class NoYearOpen(Conflict):
    code = "no-membership-year"
    title = _("No membership year")
    message = _("No membership year is open for this day: the team opens one first.")


class CategoryTaken(Conflict):
    code = "membership-category-taken"
    title = _("Category already there")
    message = _("Another category has this name.")


class StillMember(Conflict):
    code = "still-member"
    title = _("Still a member")
    message = _("This organisation is a member until %(until)s: it renews its membership, it does not apply again.")


class AskItsRegistrar(Forbidden):
    code = "ask-its-registrar"
    title = _("Another person answers for this organisation")
    message = _("%(organisation)s already has a registrar: they apply in its name, or give you that task.")


class NotAnApplicant(Conflict):
    code = "not-an-applicant"
    title = _("Not a kind of organisation that applies")
    message = _("Only employment centres and partners apply: write to the team about this organisation.")


class CriteriaChanged(Conflict):
    code = "criteria-changed"
    title = _("The criteria changed")
    message = _("The criteria of this category changed while you were answering: read them again, then send.")


class TooManyDocuments(Conflict):
    code = "too-many-documents"
    title = _("Too many documents")
    message = _("An application holds %(most)s documents at most.")


class ApplicationNotYours(Forbidden):
    code = "application-not-yours"
    title = _("Not your application")
    message = _("Only the applicant and the organisation's registrars follow an application.")


class ApplicationClosed(Conflict):
    code = "application-closed"
    title = _("Already decided")
    message = _("This application is decided or withdrawn: nothing can be added to it.")


class RequestAnswered(Conflict):
    code = "application-request-answered"
    title = _("Already answered")
    message = _("This question has its answer.")


class ResolutionMissing(DomainError):
    code = "resolution-missing"
    title = _("Resolution missing")
    message = _("An admission needs the number and the date of the board's resolution.")


class ResolutionNotYet(DomainError):
    code = "resolution-not-yet"
    title = _("Resolution to come")
    message = _("The board's resolution cannot be dated after today.")


class CriteriaUnmet(Conflict):
    code = "criteria-unmet"
    title = _("Criteria not met")
    message = _("%(n)s of the criteria of this application are not met, or not studied yet: see them on its page.")


class ReasonMissing(DomainError):
    code = "refusal-reason-missing"
    title = _("Reason missing")
    message = _("A refusal gives its reason: the organisation reads it.")


class NoCertificate(Conflict):
    code = "no-membership-certificate"
    title = _("No certificate")
    message = _("Only an organisation that is a member today has a certificate of membership.")


class MembershipsContradict(Conflict):
    code = "memberships-contradict"
    message = _("Both have a membership for %(year)s: cancel one of them first.")
