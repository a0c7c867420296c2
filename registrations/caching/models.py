"""Cache generations: a number per area, part of every cache key, bumped in the transaction that changes the area."""

from django.db import models


class CacheGeneration(models.Model):
    """`area` is a word such as `magazine` or `library`."""

    area = models.CharField(max_length=40, unique=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.area} {self.number}"
