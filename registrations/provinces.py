"""The provinces and territories of Canada, and what an address says of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Province(TextChoices):
    """By their postal symbols. `ABROAD` is everywhere else: a decision about it is never that of a province."""

    QC = "QC", _("Quebec")
    AB = "AB", _("Alberta")
    BC = "BC", _("British Columbia")
    MB = "MB", _("Manitoba")
    NB = "NB", _("New Brunswick")
    NL = "NL", _("Newfoundland and Labrador")
    NS = "NS", _("Nova Scotia")
    NT = "NT", _("Northwest Territories")
    NU = "NU", _("Nunavut")
    ON = "ON", _("Ontario")
    PE = "PE", _("Prince Edward Island")
    SK = "SK", _("Saskatchewan")
    YT = "YT", _("Yukon")
    ABROAD = "ZZ", _("Outside Canada")


CANADA: frozenset[str] = frozenset(Province.values) - {Province.ABROAD}
UNKNOWN = ""


def label_of(province: str) -> str:
    """The name in the language in force; "" for what is not known."""
    return str(Province(province).label) if province else ""
