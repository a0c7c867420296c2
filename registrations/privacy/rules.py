"""Purposes, bases, states and terms: what Law 25 and Canada's anti-spam law ask, as pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor


class Purpose(TextChoices):
    """What is asked for by itself, apart from any other condition (Law 25, P-39.1, s. 14)."""

    NEWSLETTER = "newsletter", _("Receive the members' newsletter")
    PROMOTION = "promotion", _("Receive the association's offers")
    IMAGE = "image", _("Appear in photographs and recordings")
    RESEARCH = "research", _("Be invited to take part in studies")


class How(TextChoices):
    """How a consent was given or a subscription asked for."""

    PORTAL = "portal", _("On the site")
    API = "api", _("By the API")
    PAPER = "paper", _("On paper")
    TELEPHONE = "telephone", _("By telephone")
    IMPORT = "import", _("Brought by an import")


class MailList(TextChoices):
    """The lists that one may leave; service messages are not a list."""

    NEWSLETTER = "newsletter", _("Members' newsletter")
    PROMOTION = "promotion", _("Offers: colloquium, training with a fee, partners")


CONSENT_FOR: dict[str, Purpose] = {MailList.NEWSLETTER: Purpose.NEWSLETTER, MailList.PROMOTION: Purpose.PROMOTION}


class Basis(TextChoices):
    """Why one may be written to (Canada's anti-spam law, S.C. 2010, c. 23)."""

    EXPRESS = "express", _("Express consent")
    MEMBERSHIP = "membership", _("Membership")
    FUNCTION = "function", _("Function in an organisation")
    PURCHASE = "purchase", _("Purchase")
    ENQUIRY = "enquiry", _("Enquiry")


@dataclass(frozen=True, slots=True)
class Ground:
    """One basis: since when, until when (the first day without; None: until withdrawn), and what it rests on."""

    basis: str
    since: date
    until: date | None = None
    source: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one recipient and one list."""

    grounds: tuple[Ground, ...] = ()
    unsubscribed_on: date | None = None


@dataclass(frozen=True, slots=True)
class MaySend:
    """Whether a message may leave, on which basis, or why not."""

    allowed: bool
    ground: Ground | None = None
    reason: str = ""


# What each list may rest on besides express consent: a post gives the news of the trade, not offers.
TACIT_FOR: dict[str, frozenset[str]] = {
    MailList.NEWSLETTER: frozenset({Basis.MEMBERSHIP, Basis.FUNCTION, Basis.PURCHASE, Basis.ENQUIRY}),
    MailList.PROMOTION: frozenset({Basis.MEMBERSHIP, Basis.PURCHASE, Basis.ENQUIRY}),
}
SERVICE = ""
"""The list of messages that are no list: a registration, an invoice, a notice of meeting, an answer."""


def may_send(wanted: str, facts: Facts, on: date) -> MaySend:
    """Whether a message of the list `wanted` may leave that day.

    Canada's anti-spam law, S.C. 2010, c. 23: s. 6(1) no commercial message without consent, express or implied;
    s. 6(6) what completes a transaction or tells facts of a membership needs none (`SERVICE`); s. 10(9)(a) and (10)
    a purchase implies it for two years, an enquiry for six months; s. 10(13)(c) and (14) a membership, until two
    years after it ends; s. 10(9)(c) a professional address given to us, for what concerns the function, while it
    lasts; s. 11(3) whoever unsubscribes is no longer written to: only an express consent given since opens again.
    """
    if wanted == SERVICE:
        return MaySend(allowed=True, reason="service")
    grounds = [ground for ground in facts.grounds if ground.holds(on)]
    express = [ground for ground in grounds if ground.basis == Basis.EXPRESS]
    if facts.unsubscribed_on is not None:
        since = [ground for ground in express if ground.since > facts.unsubscribed_on]
        return MaySend(allowed=True, ground=since[-1]) if since else MaySend(allowed=False, reason="unsubscribed")
    tacit = [ground for ground in grounds if ground.basis in TACIT_FOR[wanted]]
    if best := [*express, *sorted(tacit, key=lambda ground: ground.until or date.max, reverse=True)]:
        return MaySend(allowed=True, ground=best[0])
    return MaySend(allowed=False, reason="ended" if facts.grounds else "none")


def tacit_until(basis: str, day: date) -> date | None:
    """The first day without the tacit basis: `day` is that of the purchase, of the enquiry, or of the membership's end.

    S.C. 2010, c. 23, s. 10(10) and (13): two years for a purchase or a membership, six months for an enquiry.
    """
    months = {Basis.PURCHASE: 24, Basis.MEMBERSHIP: 24, Basis.ENQUIRY: 6}.get(Basis(basis))
    return months_later(day, months) if months else None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the first of the next month when there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:  # 31 August and six months: there is no 31 February
        return date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)


class RequestKind(TextChoices):
    """What Law 25 lets a person ask (P-39.1)."""

    ACCESS = "access", _("See what you hold about me (s. 27)")
    PORTABILITY = "portability", _("Receive my data in a file (s. 27)")
    CORRECTION = "correction", _("Correct it (s. 28)")
    DIFFUSION = "diffusion", _("Stop showing it (s. 28.1)")
    DESTRUCTION = "destruction", _("Destroy it (s. 28)")


class RequestState(TextChoices):
    RECEIVED = "received", _("Received")
    STUDIED = "studied", _("In study")
    DONE = "done", _("Done")
    PARTIAL = "partial", _("Done in part")
    REFUSED = "refused", _("Refused")


NEXT: dict[str, frozenset[str]] = {
    RequestState.RECEIVED: frozenset({RequestState.STUDIED}),
    RequestState.STUDIED: frozenset({RequestState.DONE, RequestState.PARTIAL, RequestState.REFUSED}),
    RequestState.DONE: frozenset(),
    RequestState.PARTIAL: frozenset(),
    RequestState.REFUSED: frozenset(),
}
SIGNED_IN = "signed-in"
"""How somebody who asks from their own account was identified; screens say it in words."""
ANSWERED = frozenset({RequestState.DONE, RequestState.PARTIAL, RequestState.REFUSED})
NEEDS_REASON = frozenset({RequestState.PARTIAL, RequestState.REFUSED})


class Channel(TextChoices):
    """How a request came."""

    PORTAL = "portal", _("On the site")
    API = "api", _("By the API")
    MAIL = "mail", _("By e-mail")
    POST = "post", _("By post")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person")


INACTIVE_YEARS = 5
DAYS_TO_ANSWER = 30
REMIND_BEFORE = (7, 2, 0)
"""Days before the term on which the person in charge is reminded; then each day after it."""


def due_on(received_on: date) -> date:
    """The last day to answer in writing: thirty days after the request is received (P-39.1, s. 32)."""
    return received_on + timedelta(days=DAYS_TO_ANSWER)


def reminds(due: date, on: date) -> bool:
    """Whether the person in charge is reminded that day."""
    left = (due - on).days
    return left in REMIND_BEFORE or left < 0


def urgency(due: date, on: date) -> str:
    """`late`, `soon` (a week or less) or `calm`."""
    left = (due - on).days
    return "late" if left < 0 else "soon" if left <= REMIND_BEFORE[0] else "calm"


def may_answer_requests(by: Actor) -> bool:
    """Requests, erasures, purges and providers are the administrator's, who acts for the person in charge."""
    return by.has()


def may_ask(by: Actor, person_pk: int) -> bool:
    """A person asks about themselves."""
    return by.person is not None and by.person.pk == person_pk


def may_decide_for(by: Actor, person_pk: int, *, how: str) -> bool:
    """The person themselves; the team notes what was said on paper or by telephone, and imports bring it."""
    itself = by.person is not None and by.person.pk == person_pk
    return itself or (how in (How.PAPER, How.TELEPHONE, How.IMPORT) and by.has())


def may_keep_subscriptions(by: Actor) -> bool:
    """Tacit bases are noted by the administrator, or by the machine from facts."""
    return by.has()
