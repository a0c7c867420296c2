"""Refusals of the organisations' register."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NeqTaken(Conflict):
    code = "neq-taken"
    message = _("Another organisation has this NEQ.")


class NeqImpossible(DomainError):
    code = "neq-impossible"
    title = _("NEQ refused")
    message = _("“%(neq)s” is not a possible NEQ: ten digits, of which the first two are 11, 22, 33 or 88.")


class DomainImpossible(DomainError):
    code = "email-domain-impossible"
    title = _("E-mail domain refused")
    message = _("“%(domain)s” is not an e-mail domain: write what follows the @, as centre.qc.ca.")


class PublicMailDomain(DomainError):
    """A domain proves where one works: one that gives addresses to anybody proves nothing."""

    code = "public-mail-domain"
    title = _("E-mail domain refused")
    message = _("Anybody can have an address at %(domain)s: it cannot be an organisation's domain.")


class DomainTaken(Conflict):
    code = "email-domain-taken"
    title = _("E-mail domain of another organisation")
    message = _("%(domain)s is the domain of another organisation already: it can only prove who works in one of them.")


class RecordNotYours(Forbidden):
    code = "record-not-yours"
    title = _("Not your organisation")
    message = _("Only the team and the organisation's registrars change its record.")


class CoordinatesIncomplete(DomainError):
    code = "coordinates-incomplete"
    message = _("Give both the latitude and the longitude, or neither.")


class RegionElsewhere(DomainError):
    code = "region-elsewhere"
    title = _("Region and province disagree")
    message = _("The regions are those of Quebec: leave the region empty for an organisation of another province.")


class ServicePointTaken(Conflict):
    code = "service-point-taken"
    message = _("The organisation already has a service point of this name.")


class ContactUnnamed(DomainError):
    code = "contact-unnamed"
    message = _("Give the name of this contact, or choose a person who works there.")


class ContactElsewhere(DomainError):
    code = "contact-elsewhere"
    message = _("This person does not work in the organisation: write their name instead.")


class OrganisationArchived(Conflict):
    code = "organisation-archived"
    message = _("This organisation is archived: restore it first.")


class AlreadyAffiliated(Conflict):
    code = "already-affiliated"
    message = _("This person already has a post in this organisation at those dates.")


class DatesReversed(Conflict):
    code = "dates-reversed"
    message = _("The last day comes before the first.")


class TermTaken(Conflict):
    code = "term-taken"
    message = _("This vocabulary already has this word.")


class TermInUse(Conflict):
    code = "term-in-use"
    message = _("Organisations have this word: archive it, or merge it into another.")


class TermsDiffer(DomainError):
    code = "terms-differ"
    message = _("Choose two different words of the same vocabulary.")


class MergedAlready(Conflict):
    code = "organisation-merged"
    message = _("One of these two records is archived or was merged already.")


class SameOrganisation(DomainError):
    code = "same-organisation"
    message = _("These are not two records: choose another one.")


class NeqsDiffer(Conflict):
    """Two numbers of the register of enterprises are two legal persons."""

    code = "neqs-differ"
    message = _(
        "Each has its own NEQ (%(kept)s and %(dropped)s): they are two enterprises. Correct the wrong one first."
    )


class PostsContradict(Conflict):
    code = "posts-contradict"
    message = _("%(person)s has posts in both whose dates cannot be joined into one: correct them first.")
