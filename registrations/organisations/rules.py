"""Organisations: the words that their rows may hold."""

from math import asin, cos, radians, sin, sqrt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
