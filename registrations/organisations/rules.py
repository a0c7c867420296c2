"""Organisations: the words that their rows may hold, what a number or a domain must look like."""

import re
from math import asin, cos, radians, sin, sqrt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor
from registrations.people.rules import may_keep_register


class Region(TextChoices):
    """Quebec's 17 administrative regions, by official number."""

    R01 = "01", "Bas-Saint-Laurent"
    R02 = "02", "Saguenay–Lac-Saint-Jean"
    R03 = "03", "Capitale-Nationale"
    R04 = "04", "Mauricie"
    R05 = "05", "Estrie"
    R06 = "06", "Montréal"
    R07 = "07", "Outaouais"
    R08 = "08", "Abitibi-Témiscamingue"
    R09 = "09", "Côte-Nord"
    R10 = "10", "Nord-du-Québec"
    R11 = "11", "Gaspésie–Îles-de-la-Madeleine"
    R12 = "12", "Chaudière-Appalaches"
    R13 = "13", "Laval"
    R14 = "14", "Lanaudière"
    R15 = "15", "Laurentides"
    R16 = "16", "Montérégie"
    R17 = "17", "Centre-du-Québec"


class OrganisationKind(TextChoices):
    CENTRE = "centre", _("Employment centre")
    PARTNER = "partner", _("Partner")
    COMPANY = "company", _("Company")
    FUNDER = "funder", _("Funder")
    CANDIDATE = "candidate", _("Candidate")


class TermKind(TextChoices):
    SPECIALITY = "speciality", _("Speciality")
    MEASURE = "measure", _("Measure")
    NETWORK = "network", _("Network")


class ContactKind(TextChoices):
    DIRECTION = "direction", _("Direction")
    BILLING = "billing", _("Billing")
    COMMUNICATIONS = "communications", _("Communications")
    TRAINING = "training", _("Training")
    GENERAL = "general", _("General information")


class Verification(TextChoices):
    """Who or what said that a person works there."""

    REGISTRAR = "registrar", _("By a registrar")
    DOMAIN = "domain", _("By the domain of an address")
    TEAM = "team", _("By the team")


class AffiliationRole(TextChoices):
    PRACTITIONER = "practitioner", _("Practitioner")
    MANAGER = "manager", _("Manager")
    DIRECTOR = "director", _("Director")
    ADMINISTRATIVE = "administrative", _("Administrative support")


EARTH_KM = 6371.0


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Along the great circle between two (latitude, longitude) in degrees, to a tenth of a kilometre."""
    (lat1, lng1), (lat2, lng2) = (tuple(map(radians, place)) for place in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return round(2 * EARTH_KM * asin(min(1.0, sqrt(half))), 1)


_NEQ = re.compile(r"(?:11|22|33|88)[0-9]{8}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
# fmt: off
_ANYBODYS = frozenset((
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.ca", "hotmail.fr", "outlook.com", "outlook.fr", "live.com",
    "live.ca", "live.fr", "msn.com", "yahoo.com", "yahoo.ca", "yahoo.fr", "ymail.com", "icloud.com", "me.com",
    "mac.com", "aol.com", "gmx.com", "proton.me", "protonmail.com", "mail.com", "videotron.ca", "videotron.qc.ca",
    "bell.net", "bellnet.ca", "sympatico.ca", "cogeco.ca", "cogeco.net", "cgocable.ca", "cgocable.net",
    "globetrotter.net", "globetrotter.qc.ca", "telus.net", "telus.qc.ca", "rogers.com", "shaw.ca", "oricom.ca",
    "ebox.ca", "sogetel.net",
))
# fmt: on
_NOBODYS = frozenset(("qc.ca", "on.ca", "nb.ca", "ns.ca", "mb.ca", "bc.ca", "ab.ca", "gc.ca", "gouv.qc.ca"))


def is_possible_neq(neq: str) -> bool:
    """Ten digits; the register of enterprises gives 11, 22, 33 or 88 as the first two."""
    return bool(_NEQ.fullmatch(neq))


def is_possible_domain(domain: str) -> bool:
    """The part of an address after its sign, in lower case; never a suffix under which anybody may register."""
    return bool(_DOMAIN.fullmatch(domain)) and domain not in _NOBODYS


def is_public_mail(domain: str) -> bool:
    """Whether anybody can have an address there, so that it proves nothing of where one works."""
    return any(domain == known or domain.endswith(f".{known}") for known in _ANYBODYS)


def may_keep_record(by: Actor, *, is_registrar: bool) -> bool:
    """The team, and the organisation's own registrars, for what is the organisation's to say."""
    return is_registrar or may_keep_register(by)
