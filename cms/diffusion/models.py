"""The diffusion policy as data with versions: which kind of resource, which audience, from when, to do what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.files.storages import private_storage
from registrations.ids import uuid7


class ResourceKind(models.TextChoices):
    GUIDE = "guide", _("Guide")
    TOOL = "tool", _("Practical tool")
    BRIEF = "brief", _("Brief")
    RESEARCH = "research", _("Research report")
    SURVEY = "survey", _("Internal survey")
    PAY_SURVEY = "pay_survey", _("Pay survey")
    ANNUAL_REPORT = "annual_report", _("Annual report")
    MEMORY_AID = "memory_aid", _("Memory aid")
    VIDEO = "video", _("Video")
    NEWSLETTER = "newsletter", _("Newsletter")


class Verb(models.TextChoices):
    SEE = "see", _("see the record")
    READ = "read", _("read")
    DOWNLOAD = "download", _("download")
    PRINT = "print", _("ask for a printed copy")


class PolicyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CONSULTATION = "consultation", _("In consultation")
    ADOPTED = "adopted", _("Adopted")


class PolicyVersion(models.Model):
    """One version of the *politique de diffusion*. Adopted, it never changes again (triggers)."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    state = models.CharField(_("state"), max_length=12, choices=PolicyState, default=PolicyState.DRAFT)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True, default="")
    text_fr = models.TextField(_("text in French"), blank=True, default="")
    text_en = models.TextField(_("text in English"), blank=True, default="")
    resolution = models.CharField(_("board resolution"), max_length=60, blank=True, default="")
    consulted = models.JSONField(_("audiences that are consulted"), default=list, blank=True)
    adopted_at = models.DateTimeField(_("adopted"), null=True, blank=True)
    effective_from = models.DateTimeField(_("in force from"), null=True, blank=True)

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("diffusion policy")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], condition=Q(state="adopted"), name="policyversion_one_adopted_per_instant"
            ),
            models.CheckConstraint(condition=Q(state__in=PolicyState.values), name="policyversion_known_state"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | (Q(adopted_at__isnull=False) & Q(effective_from__isnull=False)),
                name="policyversion_adopted_has_instants",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title_fr}"


class PolicyRule(models.Model):
    """One rule. Empty lists mean every kind, every audience, every verb. The rule's code is R- and its order."""

    policy = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="rules", verbose_name=_("policy"))
    order = models.PositiveSmallIntegerField(_("rank"))
    clause = models.CharField(_("clause"), max_length=20)
    kinds = models.JSONField(_("kinds of resource"), default=list, blank=True)
    audiences = models.JSONField(_("audiences"), default=list, blank=True)
    verbs = models.JSONField(_("to do what"), default=list, blank=True)
    delay_days = models.PositiveIntegerField(_("days after publication"), default=0)
    allows = models.BooleanField(_("allows"), default=True)
    explanation_fr = models.CharField(_("explanation in French"), max_length=300)
    explanation_en = models.CharField(_("explanation in English"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("policy rule")
        verbose_name_plural = _("policy rules")
        ordering = ["policy", "order"]
        constraints = [models.UniqueConstraint(fields=["policy", "order"], name="policyrule_one_per_order")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """As decisions cite it: R-07."""
        return f"R-{self.order:02d}"


class PolicyExample(models.Model):
    """A sentence of the board that the rules must keep true; stored with the version, adopted with it."""

    policy = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="examples", verbose_name=_("policy"))
    order = models.PositiveSmallIntegerField(_("rank"))
    sentence_fr = models.CharField(_("sentence in French"), max_length=300)
    sentence_en = models.CharField(_("sentence in English"), max_length=300, blank=True, default="")
    kind = models.CharField(_("kind of resource"), max_length=14, choices=ResourceKind)
    audience = models.CharField(_("audience"), max_length=80)
    verb = models.CharField(_("to do what"), max_length=10, choices=Verb)
    days = models.PositiveIntegerField(_("days after publication"), default=0)
    allowed = models.BooleanField(_("expected: allowed"), default=False)

    class Meta:
        verbose_name = _("policy example")
        verbose_name_plural = _("policy examples")
        ordering = ["policy", "order"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "order"], name="policyexample_one_per_order"),
            models.CheckConstraint(condition=Q(kind__in=ResourceKind.values), name="policyexample_known_kind"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="policyexample_known_verb"),
        ]

    def __str__(self) -> str:
        return self.sentence_fr


class PolicyAdoption(models.Model):
    """The board's resolution, prepared by one person and confirmed by another; confirmed, it never changes."""

    policy = models.OneToOneField(PolicyVersion, models.CASCADE, related_name="adoption", verbose_name=_("policy"))
    resolution = models.CharField(_("board resolution"), max_length=60)
    decided_on = models.DateField(_("date of the resolution"))
    effective_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    document = models.FileField(_("document"), storage=private_storage, max_length=200, blank=True, default="")
    document_name = models.CharField(_("file name"), max_length=200, blank=True, default="")
    document_sha256 = models.CharField(_("checksum"), max_length=64, blank=True, default="")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("adoption of a policy")
        verbose_name_plural = _("adoptions of policies")
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(prepared_by=None) | ~Q(confirmed_by=F("prepared_by")),
                name="policyadoption_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.resolution
