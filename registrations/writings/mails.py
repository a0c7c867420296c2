"""A writing as each person receives it."""

from typing import Any
from uuid import UUID

from django.core.files.storage import Storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.association.queries import association
from registrations.files.rules import extension_of, media_type
from registrations.messages.registry import Attachment, Mail, MailKind
from registrations.writings.models import Writing, WritingRecipient
from registrations.writings.rules import Purpose, filled, paragraphs


def values_of(recipient: WritingRecipient) -> dict[str, str]:
    """What fills the fields: the snapshot, and the person's name as it is today."""
    person = recipient.person
    names = {"prénom": person.given_name, "nom": person.family_name} if person else {}
    return {**recipient.fields, **names}


def mail_for(writing: Writing, recipient: WritingRecipient | None, language: str) -> Mail:
    """The mail of one recipient, or with its fields empty; English only when it is written."""
    english = language == "en" and writing.subject_en
    subject, body = (writing.subject_en, writing.body_en) if english else (writing.subject_fr, writing.body_fr)
    values = values_of(recipient) if recipient else {}
    return Mail(
        subject=filled(subject, values),
        paragraphs=paragraphs(filled(body, values)),
        reason=_reason(writing),
        attachments=[
            _attachment(row.original_name, row.file.storage, str(row.file.name)) for row in writing.files.all()
        ],
        reply_to=writing.reply_to,
        linked=True,
    )


def writing_mail(about: UUID, language: str) -> Mail | None:
    """`about` is the recipient."""
    recipient = WritingRecipient.objects.select_related("writing", "person", "organisation").filter(uuid=about).first()
    return mail_for(recipient.writing, recipient, language) if recipient else None


def test_mail(about: UUID, language: str) -> Mail | None:
    """`about` is the writing: with the fields of the first who would receive it, and marked as a test."""
    writing = Writing.objects.filter(uuid=about).first()
    if writing is None:
        return None
    first = writing.recipients.kept().select_related("person", "organisation").order_by("pk").first()
    mail = mail_for(writing, first, language)
    return Mail(**{**_as_dict(mail), "subject": _("[Test] %(subject)s") % {"subject": mail.subject}})


def _as_dict(mail: Mail) -> dict[str, Any]:
    return {name: getattr(mail, name) for name in Mail.__dataclass_fields__}


def _reason(writing: Writing) -> str:
    name = association().name
    if writing.purpose == Purpose.SERVICE:
        return _("You receive this message because of what you asked %(name)s for or hold there.") % {"name": name}
    return _("You receive this message because you agreed to news from %(name)s.") % {"name": name}


def _attachment(name: str, storage: Storage, path: str) -> Attachment:
    with storage.open(path) as file:
        return Attachment(name, file.read(), media_type(extension_of(name)))


MAIL_KINDS = {
    "writing": MailKind(gettext_lazy("Writing of the team (service)"), writing_mail),
    "writing-newsletter": MailKind(
        gettext_lazy("Writing of the team (newsletter)"), writing_mail, promotional=True, list="newsletter"
    ),
    "writing-promotion": MailKind(gettext_lazy("Writing of the team (promotion)"), writing_mail, promotional=True),
    "writing-test": MailKind(gettext_lazy("Test of a writing, to its author"), test_mail, to_oneself=True),
}
