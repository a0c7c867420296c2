"""Series of numbers without a gap: invoices, credit notes, deposit slips, certificates."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series (`F-2026`). Its row is locked last, so that numbers have no gap."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
