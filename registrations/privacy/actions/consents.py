"""Consents: given to one version of a text, withdrawn as easily; a list that rests on one follows it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.people.actions import lock_people
from registrations.people.models import User
from registrations.privacy.errors import NoSuchText, NotAboutYou, NotInCharge, TextExists, TextInUse
from registrations.privacy.models import Consent, ConsentText, Subscription
from registrations.privacy.queries import text_in_force
from registrations.privacy.rules import CONSENT_FOR, Basis, How, MailList, may_answer_requests, may_decide_for

LIST_OF: dict[str, str] = {purpose: name for name, purpose in CONSENT_FOR.items()}


@transaction.atomic
def add_consent_text(
    *, purpose: str, text_fr: str, text_en: str, effective_from: date, by: Actor, at: datetime
) -> ConsentText:
    """The next version of what is asked for one purpose; those who agreed to an older one keep what they agreed to."""
    if not may_answer_requests(by):
        raise NotInCharge()
    last = ConsentText.objects.filter(purpose=purpose).aggregate(last=Max("version"))["last"] or 0
    with constraint_means(ConsentText, "consenttext_one_per_version", TextExists()):
        text = ConsentText.objects.create(
            purpose=purpose, version=last + 1, text_fr=text_fr, text_en=text_en, effective_from=effective_from
        )
    log(text, "privacy.add_consent_text", by=by, at=at, purpose=purpose, version=text.version)
    return text


@transaction.atomic
def change_consent_text(
    text: ConsentText, *, text_fr: str, text_en: str, effective_from: date, by: Actor, at: datetime
) -> ConsentText:
    """Correct a version to which nobody has agreed yet. Raises `TextInUse`; the database holds it too."""
    if not may_answer_requests(by):
        raise NotInCharge()
    text.text_fr, text.text_en, text.effective_from = text_fr, text_en, effective_from
    with constraint_means(ConsentText, "consenttext_used_is_frozen", TextInUse()):
        text.save(update_fields=["text_fr", "text_en", "effective_from"])
    log(text, "privacy.change_consent_text", by=by, at=at)
    return text


@transaction.atomic
def give_consent(person: User, *, purpose: str, version: int, how: str, by: Actor, at: datetime) -> Consent:
    """Agree to the text in force, which the person has read as `version`. Raises `NoSuchText` when it has changed.

    The team may note what was said on paper or by telephone. Giving again changes nothing.
    """
    if not may_decide_for(by, person.pk, how=how):
        raise NotAboutYou()
    lock_people(person)
    text = text_in_force(purpose, on=localdate(at))
    if text is None or text.version != version:
        raise NoSuchText()
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    consent = live.filter(text=text).first()
    if consent is None:
        live.update(withdrawn_at=at)
        consent = Consent.objects.create(person=person, purpose=purpose, text=text, given_at=at, how=how)
        log(consent, "privacy.consent", by=by, at=at, purpose=purpose, version=version, how=how)
    if purpose in LIST_OF:
        _subscribe(consent, LIST_OF[purpose], at=at)
    return consent


@transaction.atomic
def withdraw_consent(person: User, *, purpose: str, how: str = How.PORTAL, by: Actor, at: datetime) -> bool:
    """Stop agreeing, at once; whether there was anything to withdraw. A list that rested on it stops too."""
    if not may_decide_for(by, person.pk, how=how):
        raise NotAboutYou()
    lock_people(person)
    consent = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
    if consent is None:
        return False
    end_consents(person, purpose, at=at)
    log(consent, "privacy.withdraw", by=by, at=at, purpose=purpose)
    if purpose in LIST_OF:
        Subscription.objects.filter(person=person, list=LIST_OF[purpose], unsubscribed_at=None).update(
            unsubscribed_at=at
        )
    return True


def end_consents(person: User, purpose: str, *, at: datetime) -> None:
    """Mark the live consent as withdrawn; the caller holds the transaction and the person's lock."""
    Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)


def _subscribe(consent: Consent, name: str, *, at: datetime) -> None:
    said = {"basis": Basis.EXPRESS, "consent": consent, "since": localdate(at), "ends_on": None, "source": ""}
    Subscription.objects.update_or_create(
        person=consent.person, list=MailList(name), defaults={**said, "unsubscribed_at": None}
    )
