"""*Écrire à…*: a text to several people at once, and the snapshot of whom it went to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.files.storages import private_storage
from registrations.ids import uuid7
from registrations.writings.rules import Purpose, RecipientState, WritingState


class Writing(models.Model):
    """A text with fields between braces. `origin` names the list that its people come from (`RECIPIENTS`)."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    origin = models.CharField(_("list"), max_length=60)
    purpose = models.CharField(_("reason for writing"), max_length=10, choices=Purpose, default=Purpose.SERVICE)
    subject_fr = models.CharField(_("subject in French"), max_length=150, blank=True, default="")
    body_fr = models.TextField(_("text in French"), max_length=10_000, blank=True, default="")
    subject_en = models.CharField(_("subject in English"), max_length=150, blank=True, default="")
    body_en = models.TextField(_("text in English"), max_length=10_000, blank=True, default="")
    reply_to = models.EmailField(_("answers go to"), blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=WritingState, default=WritingState.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("created"))
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("writing")
        verbose_name_plural = _("writings")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WritingState.values), name="writing_known_state"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="writing_known_purpose"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | (~Q(subject_fr="") & ~Q(body_fr="")),
                name="writing_leaves_with_a_text",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(send_at__isnull=False), name="writing_scheduled_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="writing_sent_has_instant"
            ),
        ]
        indexes = [models.Index(fields=["send_at"], condition=Q(state="scheduled"), name="writing_scheduled")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its subject, once it has one."""
        return self.subject_fr or str(_("Without a subject"))


class WritingRecipientQuerySet(models.QuerySet["WritingRecipient"]):
    def kept(self) -> "WritingRecipientQuerySet":
        return self.exclude(state=RecipientState.LEFT_OUT)


class WritingRecipient(models.Model):
    """One person of a writing, as the list had them: where it goes and what fills the fields, names apart."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    writing = models.ForeignKey(Writing, models.CASCADE, related_name="recipients", verbose_name=_("writing"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="writings",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        "registrations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="writings",
        verbose_name=_("organisation"),
    )
    address = models.EmailField(_("address"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2, default="fr")
    fields = models.JSONField(_("values of the fields"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RecipientState, default=RecipientState.WAITING)
    reason = models.CharField(_("why left out"), max_length=200, blank=True, default="")

    objects: ClassVar[WritingRecipientQuerySet] = WritingRecipientQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["writing", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecipientState.values), name="recipient_known_state"),
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(address=""), name="recipient_has_address"),
            models.UniqueConstraint(fields=["writing", "person"], name="recipient_once_per_writing"),
            models.UniqueConstraint(
                fields=["writing", "address"],
                condition=~Q(state="left_out") & ~Q(address=""),
                name="recipient_one_per_address",
            ),
        ]
        indexes = [models.Index(F("writing"), condition=Q(state="waiting"), name="recipient_waiting")]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.address

    @property
    def uuid_text(self) -> str:
        """For addresses that templates put together."""
        return str(self.uuid)


class WritingFile(models.Model):
    """A file that goes with a writing."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    writing = models.ForeignKey(Writing, models.CASCADE, related_name="files", verbose_name=_("writing"))
    file = models.FileField(_("file"), storage=private_storage, max_length=200)
    original_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size"))

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["writing", "id"]

    def __str__(self) -> str:
        return self.original_name
