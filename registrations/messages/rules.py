"""What may become of a message, and when it is tried again."""

import re
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


class MessageState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


NEXT: dict[str, frozenset[str]] = {
    MessageState.WAITING: frozenset({MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED}),
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.CANCELLED}),
    MessageState.SENT: frozenset(),
    MessageState.CANCELLED: frozenset(),
}


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts (1, 2, 4 ... minutes, at most two hours); None: give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return min(timedelta(minutes=2 ** (attempts - 1)), timedelta(hours=2))


class BounceKind(TextChoices):
    """Hard: the address is no good, nothing more is sent to it. Soft: a full mailbox or a server's bad day."""

    HARD = "hard", _("Permanent refusal")
    SOFT = "soft", _("Temporary refusal")


LONGEST_DIAGNOSIS = 200
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_HARD_CODES = {550, 551, 553}


def bounce_kind(code: int | None, text: str) -> BounceKind | None:
    """What an SMTP answer or a notification's status says of an address (RFC 3463); None when it says nothing lasting.

    A refusal of our mail for what it is (5.7) or of a full mailbox (5.2.2) says nothing against the address itself.
    """
    if found := _ENHANCED.search(text):
        family, subject, detail = (int(part) for part in found.groups())
        if family != 5:
            return None
        return BounceKind.HARD if subject == 1 or (subject, detail) in {(2, 1), (4, 4)} else BounceKind.SOFT
    if code is None or code < 500:
        return None
    return BounceKind.HARD if code in _HARD_CODES else BounceKind.SOFT


def cleaned_diagnosis(text: str, *, address: str) -> str:
    """A server's words on one line, without the addresses that they repeat."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = _ADDRESS.sub("…", line)
    local = address.partition("@")[0]
    if len(local) > 2:
        line = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", line, flags=re.IGNORECASE)
    return line[:LONGEST_DIAGNOSIS]


def may_keep_addresses(by: Actor) -> bool:
    """The team notes that an address bounced, and that it works again."""
    return by.is_team


_NOBODY = (_("This person has no address."), _("Add one to their record, then send again."))
_BOUNCES = (_("The address refuses our mails."), _("Correct it in the person's record, then send again."))
_AWAY = (
    _("The mail server did not answer."),
    _("Nothing to do if others leave: send again. Else see the mail settings."),
)
_EXPLAINED: tuple[tuple[str, tuple[Promise, Promise]], ...] = (
    (r"^This person has no address", _NOBODY),
    (r"^This address bounces", _BOUNCES),
    (r"^Too late", (_("It would have come too late."), _("Nothing to do."))),
    (r"^Interrupted", (_("Sending was interrupted again and again."), _("Send again."))),
    (r"\b5\.1\.\d|\b55[01]\b", _BOUNCES),
    (r"\b[45]\.2\.2\b|\b552\b", (_("The mailbox is full."), _("Send again in a few days."))),
    (r"\b5\.7\.\d|\b554\b", (_("The server takes our mail for spam."), _("Tell who runs the site: SPF, DKIM, DMARC."))),
    (r"Timeout|Disconnected|Connect|refused|gaierror|\b421\b|\b4\d\d\b|OSError", _AWAY),
    (r"Authentication|\b535\b", (_("The mail server refused our password."), _("Tell who runs the site."))),
)


def explained(error: str) -> tuple[str | Promise, str | Promise]:
    """What a failure means in words, and what to do; the error itself when nobody knows it."""
    for pattern, words in _EXPLAINED:
        if re.search(pattern, error):
            return words
    return error, ""
