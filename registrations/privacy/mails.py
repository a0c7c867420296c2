"""What we write about personal data: that a request came, the answer to it, that a term comes near."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.association.queries import association
from registrations.dates import spelled_day
from registrations.messages.registry import Mail, MailKind
from registrations.privacy.models import PrivacyRequest
from registrations.privacy.rules import ANSWERED, RequestState

CAI = (
    "Commission d’accès à l’information du Québec",
    "525, boulevard René-Lévesque Est, bureau 2.36",
    "Québec (Québec)  G1R 5S9",
    "1 888 528-7741, www.cai.gouv.qc.ca",
)
OUTCOMES = {
    RequestState.DONE: gettext_lazy("Done"),
    RequestState.PARTIAL: gettext_lazy("Done in part"),
    RequestState.REFUSED: gettext_lazy("Refused"),
}


def received(about: UUID, language: str) -> Mail | None:
    """That the request came, on which day, and by when it is answered."""
    request = _request(about)
    if request is None:
        return None
    return Mail(
        subject=_("We received your request about your personal data (%(code)s)") % {"code": request.code},
        paragraphs=[
            _("We received your request. You will have a written answer at the latest on the day below."),
            _("If we need to check that it is really you, we will write to you at this address."),
        ],
        facts=[*_facts(request, language), (_("To be answered by"), spelled_day(request.due_on, language))],
        reason=_reason(),
    )


def answered(about: UUID, language: str) -> Mail | None:
    """The answer, with its reason and the recourse to the CAI when not all of it is done (P-39.1, ss. 34 and 42)."""
    request = _request(about)
    if request is None or request.state not in ANSWERED:
        return None
    return Mail(
        subject=_("Answer to your request about your personal data (%(code)s)") % {"code": request.code},
        paragraphs=letter(request),
        facts=[*_facts(request, language), (_("Answer"), str(OUTCOMES[RequestState(request.state)]))],
        reason=_reason(),
    )


def letter(request: PrivacyRequest) -> list[str]:
    """The paragraphs of the answer, in the active language: what the letter says, by mail as on paper."""
    paragraphs = [request.answer] if request.answer else []
    if request.state in {RequestState.PARTIAL, RequestState.REFUSED}:
        paragraphs += [
            _("The reason: %(reason)s") % {"reason": request.reason},
            _(
                "If you disagree, you may ask the Commission d’accès à l’information to examine this disagreement, "
                "within thirty days of this answer."
            ),
            " – ".join(CAI),
        ]
    officer = association()
    if officer.privacy_officer_name:
        paragraphs.append(_("%(name)s, person in charge of personal data") % {"name": officer.privacy_officer_name})
    return paragraphs


def due(about: UUID, language: str) -> Mail | None:
    """To the person in charge: a request must be answered."""
    request = PrivacyRequest.objects.open().filter(uuid=about).first()
    if request is None:
        return None
    return Mail(
        subject=_("Request %(code)s is to be answered by %(day)s")
        % {"code": request.code, "day": spelled_day(request.due_on, language, weekday=False)},
        paragraphs=[_("Law 25 asks for a written answer within thirty days. This request has none yet.")],
        facts=_facts(request, language),
        action=(
            _("See the request"),
            f"{settings.SITE_URL}{reverse('demandes-vie-privee:inspect', args=[request.pk])}",
        ),
        reason=_("You receive this message because you are the person in charge of personal data."),
    )


def _request(about: UUID) -> PrivacyRequest | None:
    return PrivacyRequest.objects.select_related("person").filter(uuid=about).first()


def _facts(request: PrivacyRequest, language: str) -> list[tuple[str, str]]:
    return [
        (_("File no."), request.code),
        (_("You ask to"), str(request.get_kind_display())),
        (_("Received on"), spelled_day(request.received_on, language)),
    ]


def _reason() -> str:
    return _("You receive this message because a request was made in your name.")


def latest() -> UUID | None:
    """A request to preview the mails with."""
    return PrivacyRequest.objects.order_by("-pk").values_list("uuid", flat=True).first()


def latest_answered() -> UUID | None:
    return PrivacyRequest.objects.exclude(answered_at=None).order_by("-pk").values_list("uuid", flat=True).first()


def latest_open() -> UUID | None:
    return PrivacyRequest.objects.open().order_by("due_on").values_list("uuid", flat=True).first()


MAIL_KINDS = {
    "privacy-received": MailKind(gettext_lazy("Privacy request received"), received, example=latest),
    "privacy-answered": MailKind(gettext_lazy("Privacy request answered"), answered, example=latest_answered),
    "privacy-due": MailKind(gettext_lazy("Privacy request to answer"), due, example=latest_open),
}
