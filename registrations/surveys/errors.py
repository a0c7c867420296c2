"""Refusals of surveys."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotYourSurveys(Forbidden):
    code = "not-your-surveys"
    title = _("Surveys are kept by the person responsible for training")
    message = _("Only the person responsible for training writes and opens surveys.")


class SurveyNeedsQuestions(DomainError):
    code = "survey-needs-questions"
    title = _("Survey without a question")
    message = _("A survey needs a question at least; a question with choices needs two of them.")


class SurveyAnswered(Conflict):
    code = "survey-answered"
    title = _("Survey answered already")
    message = _("People have answered: its questions cannot change any more. Copy the survey to change it.")


class OneSurveyAtATime(Conflict):
    code = "one-survey-at-a-time"
    title = _("Another survey is open")
    message = _("Another survey is open about the same thing: close it first.")


class SurveyNotOpen(Conflict):
    code = "survey-not-open"
    title = _("Survey not open")
    message = _("This survey is not open.")


class AlreadyAnswered(Conflict):
    code = "already-answered"
    title = _("Already answered")
    message = _("You have answered this survey already: thank you. Nobody can change anonymous answers.")


class AnswerMissing(DomainError):
    code = "answer-missing"
    title = _("Answer missing or not valid")
    message = _("Answer the question “%(question)s”.")
