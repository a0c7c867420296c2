"""Taxes of a period, as the return to the governments asks for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class TaxKey:
    """One tax under one number, at one rate."""

    component: str
    number: str
    rate: str


@dataclass(slots=True)
class TaxSum:
    """What was invoiced and credited: bases and taxes, in cents."""

    base_invoiced: int = 0
    tax_invoiced: int = 0
    base_credited: int = 0
    tax_credited: int = 0

    @property
    def base(self) -> int:
        return self.base_invoiced - self.base_credited

    @property
    def tax(self) -> int:
        """What is to be remitted of these sales."""
        return self.tax_invoiced - self.tax_credited


def sum_taxes(
    invoiced: Iterable[Iterable[dict[str, Any]]], credited: Iterable[Iterable[dict[str, Any]]]
) -> dict[TaxKey, TaxSum]:
    """From the taxes that invoices and credit notes keep, in the order of their codes."""
    sums: dict[TaxKey, TaxSum] = defaultdict(TaxSum)
    for tax in (tax for taxes in invoiced for tax in taxes):
        found = sums[_key(tax)]
        found.base_invoiced += tax["base_cents"]
        found.tax_invoiced += tax["amount_cents"]
    for tax in (tax for taxes in credited for tax in taxes):
        found = sums[_key(tax)]
        found.base_credited += tax["base_cents"]
        found.tax_credited += tax["amount_cents"]
    return {key: sums[key] for key in sorted(sums)}


def _key(tax: dict[str, Any]) -> TaxKey:
    return TaxKey(tax["component"], tax["number"], tax["rate"])
