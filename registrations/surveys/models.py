"""Surveys, who may answer, and answers that nothing ties to anybody."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.surveys.rules import QuestionKind, SurveyState


class Survey(models.Model):
    """What is asked about a subject (`training.programme`, `training.activity`) once somebody completed it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True, default="")
    subject_kind = models.CharField(_("kind"), max_length=40)
    subject_uuid = models.UUIDField(_("about"))
    before_certificate = models.BooleanField(_("to be answered before the certificate"), default=False)
    state = models.CharField(_("state"), max_length=6, choices=SurveyState, default=SurveyState.DRAFT)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SurveyState.values), name="survey_known_state"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid"], condition=Q(state="open"), name="survey_one_open_per_subject"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """One question; triggers keep it as it was once anybody answered."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name=_("survey"))
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    text = models.CharField(_("question"), max_length=300)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["survey", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="surveyquestion_known_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="surveyquestion_asks_something"),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyReceipt(models.Model):
    """That a person may answer, and has: once per survey and subject. It has no day, which would lead to an answer."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="receipts", verbose_name=_("survey"))
    subject_uuid = models.UUIDField(_("about"))
    group_uuid = models.UUIDField(_("activity"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="survey_receipts", verbose_name=_("person")
    )
    asked_on = models.DateField(_("asked"))
    reminded_on = models.DateField(_("reminded"), null=True, blank=True)
    answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("receipt of a survey")
        verbose_name_plural = _("receipts of surveys")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "subject_uuid"], name="surveyreceipt_once_per_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.uuid}"


class SurveyResponse(models.Model):
    """One anonymous answer: no person, no receipt, a random key (never the order of arrival), the day alone."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", verbose_name=_("survey"))
    group_uuid = models.UUIDField(_("activity"))
    answered_on = models.DateField(_("answered"))
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ["answered_on", "uuid"]

    def __str__(self) -> str:
        return str(self.uuid)
