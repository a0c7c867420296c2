"""The rates of the law, with their dates: what is entered when the association registers. Corrected in the admin after.

Excise Tax Act, s. 165 and Schedule VIII; Act respecting the Québec sales tax, s. 16. In 100,000ths of the price before
taxes. `since` is the day a rate began, `until` the first day without it.
"""

from dataclasses import dataclass
from datetime import date

from registrations.orders.models import TaxCode
from registrations.provinces import CANADA


@dataclass(frozen=True, slots=True)
class Rate:
    """One tax in some provinces, for a while."""

    code: str
    rate: int
    provinces: frozenset[str]
    since: date
    until: date | None = None


HARMONISED = frozenset({"NB", "NL", "NS", "ON", "PE"})

LEGAL_RATES: tuple[Rate, ...] = (
    Rate(TaxCode.GST, 5_000, CANADA - HARMONISED, date(2013, 4, 1)),
    Rate(TaxCode.QST, 9_975, frozenset({"QC"}), date(2013, 1, 1)),
    Rate(TaxCode.HST, 13_000, frozenset({"ON"}), date(2010, 7, 1)),
    Rate(TaxCode.HST, 13_000, frozenset({"NB", "NL"}), date(2010, 7, 1), date(2016, 7, 1)),
    Rate(TaxCode.HST, 15_000, frozenset({"NB", "NL"}), date(2016, 7, 1)),
    Rate(TaxCode.HST, 14_000, frozenset({"PE"}), date(2013, 4, 1), date(2016, 10, 1)),
    Rate(TaxCode.HST, 15_000, frozenset({"PE"}), date(2016, 10, 1)),
    Rate(TaxCode.HST, 15_000, frozenset({"NS"}), date(2010, 7, 1), date(2025, 4, 1)),
    Rate(TaxCode.HST, 14_000, frozenset({"NS"}), date(2025, 4, 1)),
)
