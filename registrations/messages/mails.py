"""From a `Mail` to an RFC 5322 message: text and HTML of one layout, styles inlined, sender named. Unsent."""

from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.utils import formataddr
from urllib.parse import urlsplit
from uuid import UUID

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from registrations.association.models import Association
from registrations.association.queries import association
from registrations.messages.models import Message
from registrations.messages.registry import Attachment, Mail, MailKind

INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def compose(message: Message, *, kind: MailKind, mail: Mail, sender: Association) -> EmailMultiAlternatives:
    """The mail of one row of the outbox; its Message-ID comes from the row, so that a second sending is recognised."""
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    if kind.promotional:
        if not mail.unsubscribe_url:
            raise ValueError("A promotional mail needs its unsubscribe address.")
        headers |= {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    email = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=as_text(mail, sender=sender, language=message.language),
        from_email=from_address(sender),
        to=[message.address],
        reply_to=[mail.reply_to or sender.email] if mail.reply_to or sender.email else None,
        headers=headers,
    )
    email.metadata = {"message": str(message.uuid)}  # type: ignore[attr-defined]  # a provider repeats it in what it tells us
    email.attach_alternative(as_html(mail, sender=sender, language=message.language), "text/html")
    for attachment in mail.attachments:
        email.attach(_part(attachment))
    return email


def as_text(mail: Mail, *, sender: Association, language: str) -> str:
    """The plain part."""
    with override(language):
        return render_to_string("mails/layout.txt", _context(mail, sender, language)).strip() + "\n"


def as_html(mail: Mail, *, sender: Association, language: str) -> str:
    """The HTML part, with its styles inlined."""
    with override(language):
        return str(INLINER.inline(render_to_string("mails/layout.html", _context(mail, sender, language))))


def from_address(sender: Association) -> str:
    """The association's own sender once it is chosen, else the machine's."""
    if not sender.sender_email:
        return str(settings.DEFAULT_FROM_EMAIL)
    return str(formataddr((sender.sender_name or sender.name, sender.sender_email)))


def message_id(message: Message) -> str:
    """The same for every attempt to send the row."""
    return f"<{message.uuid}@{urlsplit(settings.SITE_URL).hostname}>"


def _context(mail: Mail, sender: Association, language: str) -> dict[str, object]:
    return {"mail": mail, "association": sender, "language": language, "site_url": settings.SITE_URL}


def _part(attachment: Attachment) -> MIMEBase:
    """A part with the parameters of its type: a calendar's `method` is what makes programs offer to add it."""
    kind, *parameters = (word.strip() for word in attachment.content_type.split(";"))
    main, _, sub = kind.partition("/")
    part: MIMEBase
    if main == "text":
        part = MIMEText(attachment.content.decode(), sub, "utf-8")
    else:
        part = MIMEBase(main, sub)
        part.set_payload(attachment.content)
        encode_base64(part)
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def tap_test(_about: UUID, _language: str) -> Mail:
    """What one sends to oneself to see that mails arrive, and how."""
    return Mail(
        subject=_("Test of the association's mails"),
        paragraphs=[
            _("If you read this, mails leave and arrive."),
            _("Look at the sender, answer this message to see where answers go, and open it on a telephone."),
        ],
        facts=[(_("Site"), settings.SITE_URL)],
        reason=_("You receive this message because you asked for it in the admin."),
    )


def _association_uuid() -> UUID:
    return association().uuid


MAIL_KINDS = {
    "tap-test": MailKind(
        gettext_lazy("Test of the tap, to its author"), tap_test, to_oneself=True, example=_association_uuid
    )
}
