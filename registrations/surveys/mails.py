"""What people are asked."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.messages.registry import Mail, MailKind
from registrations.surveys.models import SurveyReceipt
from registrations.surveys.registry import GROUP, SUBJECTS
from registrations.surveys.rules import SurveyState


def asked_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the language is already in force
    """The survey is open to them."""
    return _mail(about, _("Your opinion, in a minute: %(title)s"))


def reminder_mail(about: UUID, language: str) -> Mail | None:  # noqa: ARG001 - the same
    """Once, some days after."""
    return _mail(about, _("There is still time to give your opinion: %(title)s"))


def _mail(about: UUID, subject: str) -> Mail | None:
    receipt = SurveyReceipt.objects.select_related("survey", "person").filter(uuid=about, answered=False).first()
    if receipt is None or receipt.survey.state != SurveyState.OPEN:
        return None
    title = SUBJECTS[GROUP].names([receipt.group_uuid]).get(receipt.group_uuid, receipt.survey.title)
    before = [_("Your certificate is issued once you have answered.")] if receipt.survey.before_certificate else []
    return Mail(
        subject=subject % {"title": title},
        paragraphs=[
            _("Hello %(name)s,") % {"name": receipt.person.get_short_name()},
            _("A few questions help us do better. Nothing ties your answers to you: we only know that you answered."),
            *before,
        ],
        action=(_("Answer"), f"{settings.SITE_URL}{reverse('surveys:answer', args=[receipt.uuid])}"),
        reason=_("You receive this message because you attended this training."),
    )


def a_receipt() -> UUID | None:
    rows = SurveyReceipt.objects.filter(answered=False, survey__state=SurveyState.OPEN)
    return rows.order_by("-pk").values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "survey": MailKind(gettext_lazy("Survey"), asked_mail, example=a_receipt),
    "survey-reminder": MailKind(gettext_lazy("Reminder of a survey"), reminder_mail, example=a_receipt),
}
