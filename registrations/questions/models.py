"""Questions asked of whoever registers, and their answers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.questions.rules import LONGEST_HELP, LONGEST_QUESTION, QuestionKind, Rule


class Question(models.Model):
    """Asked about a subject: a programme, a session, a ticket type.

    `choices` holds `{"key", "fr", "en"}`: an answer keeps the key. `when` and `value`: it is asked only if that other
    question of the same subject, which stands before, has this answer. A sensitive one is never required. Triggers
    keep what was answered as it was asked; `retired_at`: not asked any more, its answers stay.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_uuid = models.UUIDField(_("asked for"))
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    text_fr = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    text_en = models.CharField(_("question, in English"), max_length=LONGEST_QUESTION, blank=True, default="")
    help_fr = models.CharField(_("help"), max_length=LONGEST_HELP, blank=True, default="")
    help_en = models.CharField(_("help, in English"), max_length=LONGEST_HELP, blank=True, default="")
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), default=False)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    when = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents", verbose_name=_("asked if")
    )
    value = models.CharField(_("has this answer"), max_length=60, blank=True, default="")
    retired_at = models.DateTimeField(_("not asked any more since"), null=True, blank=True)

    class Meta:
        verbose_name = _("question asked at registration")
        verbose_name_plural = _("questions asked at registration")
        ordering = ["subject_kind", "subject_uuid", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_known_kind"),
            models.CheckConstraint(condition=~Q(text_fr=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(sensitive=False) | Q(required=False), name="question_sensitive_is_optional"
            ),
            models.CheckConstraint(condition=Q(when=None) ^ ~Q(value=""), name="question_condition_is_whole"),
            models.CheckConstraint(condition=Q(when=None) | ~Q(when=F("id")), name="question_depends_on_another"),
        ]
        indexes = [models.Index(fields=["subject_uuid", "position"], name="question_of_subject")]

    def __str__(self) -> str:
        return self.text_fr

    @property
    def text(self) -> str:
        """In the language that is active; French where there is no English."""
        return (self.text_en if _english() else "") or self.text_fr

    @property
    def help(self) -> str:
        return (self.help_en if _english() else "") or self.help_fr

    @property
    def offered(self) -> dict[str, str]:
        """What one may choose, by key."""
        if self.kind == QuestionKind.YES_NO:
            return {"yes": str(_("Yes")), "no": str(_("No"))}
        return {one["key"]: (one["en"] if _english() else "") or one["fr"] for one in self.choices}

    @property
    def rule(self) -> Rule:
        """As the rules see it. `when` is in hand."""
        return Rule(
            key=str(self.uuid),
            kind=self.kind,
            choices=tuple(one["key"] for one in self.choices),
            required=self.required,
            sensitive=self.sensitive,
            when=str(self.when.uuid) if self.when else "",
            value=self.value,
        )

    def words_of(self, key: str) -> str:
        """The French words of a choice, by which the page of the team names it."""
        return next((one["fr"] for one in self.choices if one["key"] == key), key)

    def said(self, value: Any) -> str:
        """An answer in words."""
        if isinstance(value, bool):
            return self.offered["yes" if value else "no"]
        if isinstance(value, list):
            return ", ".join(self.offered.get(one, str(one)) for one in value)
        return self.offered.get(value, str(value)) if self.choices else str(value)


class Answer(models.Model):
    """What somebody answered, about one registration: an enrolment, a ticket.

    `consented_at`: they agreed to the use of a sensitive answer; a trigger refuses one without.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    about_kind = models.CharField(_("kind of registration"), max_length=40)
    about_uuid = models.UUIDField(_("registration"), db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers", verbose_name=_("person")
    )
    value = models.JSONField(_("answer"))
    consented_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer given at registration")
        verbose_name_plural = _("answers given at registration")
        ordering = ["question", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "about_uuid"], name="answer_one_per_registration"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.about_uuid}"


def _english() -> bool:
    return (get_language() or "fr").startswith("en")
