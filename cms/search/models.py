"""The one index of what can be searched: an entry per record, whose words the database itself indexes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """The words of one record, folded: `about` is its key among those of its `kind`.

    What the database searches (vectors on PostgreSQL, an FTS5 table on SQLite) is made from these columns by the
    database itself (`triggers.py`), in the same statement.
    """

    kind = models.CharField(max_length=12)
    about = models.BigIntegerField()
    title = models.TextField(default="")
    summary = models.TextField(default="")
    text = models.TextField(default="")
    stale = models.BooleanField(default=False)
    """The record changed since its words were kept: set by triggers, cleared by `index`, looked for by a sweep."""

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(stale=True), name="searchentry_stale")]
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="searchentry_one_per_record"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class SearchWord(models.Model):
    """A word of a title or of a summary, for guessing what a mistyped one meant; what it is shown of is asked again."""

    word = models.CharField(max_length=41, unique=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
