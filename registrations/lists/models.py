"""One act on several rows of a list: who decided it, which rows, what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.lists.rules import RowState, RunState


class BulkRun(models.Model):
    """`screen` and `action` name an entry of `BULKS`; `given` is what the form of the act was sent."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    screen = models.CharField(_("screen"), max_length=60)
    action = models.CharField(_("action"), max_length=60)
    given = models.JSONField(_("values"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.APPLYING)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    created_at = models.DateTimeField(_("created"))
    progressed_at = models.DateTimeField(_("last progress"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="bulkrun_known_state"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="bulkrun_applied_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.screen} {self.action} {self.uuid}"


class BulkRow(models.Model):
    """One row of the run, by its key: what it is called is read where it is, never copied here."""

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="rows")
    object_pk = models.PositiveBigIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10, choices=RowState, default=RowState.WAITING)
    text = models.CharField(_("what became of it"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("row of a bulk action")
        verbose_name_plural = _("rows of bulk actions")
        ordering = ["run", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "object_pk"], name="bulkrow_once_per_run"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="bulkrow_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.object_pk}"


class SavedFilter(models.Model):
    """Filters of one list under a name: its person's own, or shared with all who read that list."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("saved by")
    )
    screen = models.CharField(_("screen"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1_000)
    shared = models.BooleanField(_("shared with the team"), default=False)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "screen", "name"], name="savedfilter_one_per_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="savedfilter_says_something"),
        ]

    def __str__(self) -> str:
        return self.name
