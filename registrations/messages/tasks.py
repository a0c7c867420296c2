"""Sending one message of the outbox, outside any transaction."""

import logging
from dataclasses import replace
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from registrations.association.queries import association
from registrations.messages.bounces import keep_bounce
from registrations.messages.mails import compose
from registrations.messages.models import Message
from registrations.messages.queries import bounces_for_good, may_leave
from registrations.messages.registry import MAILS, MAY_LEAVE, Leave, MailKind
from registrations.messages.rules import BounceKind, MessageState, bounce_kind, wait_after

logger = logging.getLogger(__name__)


@task
def deliver(message_uuid: str) -> None:
    """Send one message: leased by one UPDATE, sent outside any transaction, then marked. Held while its tap is closed.

    A crash leaves the lease, which ends by itself: the sweep then tries again, a few times.
    """
    now, sender = timezone.now(), association()
    if not may_leave(UUID(message_uuid), sender, at=now):
        return
    if message := Message.objects.lease(UUID(message_uuid), at=now):
        try:
            _send(message)
        except SMTPRecipientsRefused as refusal:
            _refused(message, refusal)
        except (SMTPException, OSError) as error:
            logger.warning("Message %s was not sent", message.uuid, exc_info=error)
            _put_off(message, f"{type(error).__name__}: {error}")


def _send(message: Message) -> None:
    kind = MAILS[message.kind]
    if message.not_after and message.not_after <= timezone.now():
        _drop(message, "Too late to be of use.")
        return
    if not message.address:
        _fail(message, "This person has no address.")
        return
    if bounces_for_good(message.address):
        _fail(message, "This address bounces: nothing more is sent to it.")
        return
    with override(message.language):
        mail = kind.render(message.about_uuid, message.language)
    if mail is None:
        _drop(message, "")
        return
    if kind.promotional:
        leave = _leave(message, kind)
        if not leave.allowed:
            _drop(message, leave.reason[:200])
            return
        mail = replace(mail, unsubscribe_url=leave.unsubscribe_url)
    compose(message, kind=kind, mail=mail, sender=association()).send()
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, sent_at=timezone.now(), leased_until=None, error=""
    )


def _leave(message: Message, kind: MailKind) -> Leave:
    """What those who know the bases of subscriptions say, each of them."""
    with override(message.language):
        said = [gate(message, kind, timezone.localdate()) for gate in MAY_LEAVE]
    return next((leave for leave in said if not leave.allowed), said[0]) if said else Leave(allowed=False)


def _drop(message: Message, why: str) -> None:
    Message.objects.leased_by(message).update(state=MessageState.CANCELLED, error=why, leased_until=None)


def _fail(message: Message, error: str) -> None:
    Message.objects.leased_by(message).update(state=MessageState.FAILED, error=error, leased_until=None)


def _refused(message: Message, refusal: SMTPRecipientsRefused) -> None:
    """The server would not take the address: for good (the message fails), or for now (it is tried again)."""
    code, words = next(iter(refusal.recipients.values()), (0, b""))
    text = f"{code} {words.decode(errors='replace')}"
    kind = bounce_kind(code, text)
    row = None
    if kind:
        row = keep_bounce(address=message.address, kind=kind, diagnosis=text, message=message, at=timezone.now())
    if kind == BounceKind.HARD and row:
        _fail(message, row.diagnosis)
    else:
        _put_off(message, row.diagnosis if row else f"SMTP {code}")


def _put_off(message: Message, error: str) -> None:
    wait = wait_after(message.attempts)
    change = {"not_before": timezone.now() + wait} if wait else {"state": MessageState.FAILED}
    Message.objects.leased_by(message).update(leased_until=None, error=error[:200], **change)
