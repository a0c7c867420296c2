"""Refusals of those who write the policy."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden, NotFound


class NoSuchPolicy(NotFound):
    code = "no-such-policy"
    message = _("There is no such version of the policy.")


class NotPolicyWriter(Forbidden):
    code = "not-policy-writer"
    message = _("Only the board secretary and the librarians may change the diffusion policy.")


class PolicyIsAdopted(Conflict):
    code = "policy-is-adopted"
    title = _("Adopted policy")
    message = _("Version %(number)s is adopted and can no longer change: draft a new version instead.")


class PolicyUnanswered(DomainError):
    code = "policy-unanswered"
    title = _("The policy leaves questions open")
    message = _("Some questions have no answer under these rules: %(questions)s.")


class PolicyRuleUnclear(DomainError):
    code = "policy-rule-unclear"
    title = _("Unclear rule")
    message = _("Rule %(number)s: %(fault)s.")


class PolicyWithoutResolution(DomainError):
    code = "policy-without-resolution"
    title = _("Resolution missing")
    message = _("Give the number of the board's resolution that adopts the policy.")


class PolicyInThePast(DomainError):
    code = "policy-in-the-past"
    title = _("Day already past")
    message = _("A policy cannot take effect before the moment of its adoption.")


class TwoPoliciesAtOnce(Conflict):
    code = "two-policies-at-once"
    title = _("Two policies at the same moment")
    message = _("Another adopted version takes effect at that very moment: choose another one.")


class NotBoardSecretary(Forbidden):
    code = "not-board-secretary"
    message = _("Only the board secretary confirms an adoption.")


class SamePersonAdopts(Conflict):
    code = "adoption-by-two-people"
    title = _("By two people")
    message = _("The adoption was prepared by you: another person confirms it.")


class NoAdoptionPrepared(Conflict):
    code = "no-adoption-prepared"
    title = _("Nothing to confirm")
    message = _("No adoption of this version is prepared: what was prepared is withdrawn when the version changes.")


class ResolutionInTheFuture(DomainError):
    code = "resolution-in-the-future"
    title = _("Resolution to come")
    message = _("The board's resolution cannot be later than today.")


class PolicyExampleFails(DomainError):
    code = "policy-example-fails"
    title = _("An example does not hold")
    message = _("Under these rules, this is not true: %(examples)s.")


class PolicyExampleUnclear(DomainError):
    code = "policy-example-unclear"
    title = _("Unclear example")
    message = _("Example: %(fault)s.")


class NobodyConsulted(DomainError):
    code = "nobody-consulted"
    title = _("Nobody to consult")
    message = _("Say who is consulted.")
