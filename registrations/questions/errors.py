"""Refusals of questions and answers."""

from django.utils.translation import gettext_lazy as _

from registrations.errors import Conflict, DomainError, Forbidden


class NotYourQuestions(Forbidden):
    code = "not-your-questions"
    title = _("Questions kept by somebody else")
    message = _("Only the person responsible for this event writes its questions and reads their answers.")


class QuestionsNotSound(DomainError):
    code = "questions-not-sound"
    title = _("A question cannot be asked so")
    message = _("“%(question)s”: %(why)s")


class QuestionAnswered(Conflict):
    code = "question-answered"
    title = _("Question answered already")
    message = _(
        "People have answered “%(question)s”: its wording, its kind and the choices that it offers stay. Remove it, "
        "which keeps the answers, and ask another one."
    )


class AnswersRefused(DomainError):
    """`errors` has one entry a question at fault: its `field` (the identifier of the question), `code`, `message`."""

    code = "answers-refused"
    title = _("Answers to be corrected")
    message = _("Some questions are not answered as they should be: see each of them.")


class AnswersClosed(Conflict):
    code = "answers-closed"
    title = _("Too late to change the answers")
    message = _("It has begun, or the registration has ended: its answers cannot change any more.")
