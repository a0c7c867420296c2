"""One answer per key: an unsafe API call that is sent twice is done once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredAnswer(models.Model):
    """The answer given to (principal, route, key). `body_hash` tells a repeat from another call with the same key."""

    principal = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")
        constraints = [
            models.UniqueConstraint(fields=["principal", "route", "key"], name="storedanswer_one_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
