"""What names a person in free text, what would become of their data, and on which bases we may write to them."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from registrations.messages.models import Message
from registrations.messages.registry import Leave, MailKind
from registrations.people.models import FormerAddress, User
from registrations.privacy.errors import UnknownUnsubscribeLink
from registrations.privacy.models import Consent, ConsentText, PrivacyRequest, Provider, Subscription
from registrations.privacy.registry import ACTIVITIES, ERASURES, EXPORTS, RETENTIONS, TACIT, Export, Fate, Retention
from registrations.privacy.rules import (
    CONSENT_FOR,
    INACTIVE_YEARS,
    Basis,
    Facts,
    Ground,
    MailList,
    MaySend,
    may_send,
    months_later,
)

UNSUBSCRIBE = "privacy.unsubscribe"
SHOWN = 5
WHY_NOT = {
    "unsubscribed": _("This recipient has unsubscribed."),
    "ended": _("No basis to write to this recipient holds any more."),
    "none": _("There is no basis to write to this recipient."),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """The addresses that are this person's alone, and their given and family names ("" when unknown)."""

    addresses: tuple[str, ...]
    given_name: str
    family_name: str

    def within(self, column: str) -> Q:
        """Rows whose `column` holds one of the addresses, or both names."""
        found = Q(pk__in=())
        for address in self.addresses:
            found |= _holds(column, address)
        if self.given_name and self.family_name:
            found |= _holds(column, self.given_name) & _holds(column, self.family_name)
        return found


def marks_of(person: User) -> Marks:
    """Read before anything is emptied. An address that several people share names nobody."""
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    addresses |= set(FormerAddress.objects.filter(person=person).values_list("address", flat=True))
    if person.contact_email and not _is_shared(person):
        addresses.add(person.contact_email)
    known = tuple(sorted(address.lower() for address in addresses if address))
    return Marks(known, person.given_name, person.family_name)


def mentioning(rows: "QuerySet[Any]", column: str, marks: Marks) -> "QuerySet[Any]":
    """Rows whose text, or JSON, in `column` names the person; reads the whole table."""
    found: QuerySet[Any] = rows.annotate(written=Cast(column, TextField())).filter(marks.within("written"))
    return found


def _is_shared(person: User) -> bool:
    others = User.objects.exclude(pk=person.pk)
    address = person.contact_email
    return others.filter(Q(email__iexact=address) | Q(contact_email__iexact=address)).exists()


def _holds(column: str, text: str) -> Q:
    """SQLite keeps JSON with its accents escaped, PostgreSQL without."""
    escaped = json.dumps(text)[1:-1]
    found = Q(**{f"{column}__icontains": text})
    return found if escaped == text else found | Q(**{f"{column}__icontains": escaped})


def fates(person: User, *, on: date) -> Iterator[Fate]:
    """What `erase` would do of everything held of this person, feature by feature; writes nothing."""
    for erasure in sorted(ERASURES, key=lambda each: each.last):
        yield from erasure.preview(person, on)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who receives: a person of the register, or an address alone."""

    person: User | None = None
    address: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {"person": self.person, "address": "" if self.person else self.address.lower()}


def facts_of(holder: Holder, name: str, *, on: date) -> Facts:
    """What is known of one recipient and one list that day."""
    if holder.person is not None:
        return facts_of_people([holder.person.pk], name, on=on)[holder.person.pk]
    row = Subscription.objects.filter(person=None, address=holder.address.lower(), list=name).first()
    return _facts(row, [])


def facts_of_people(people: Collection[int], name: str, *, on: date) -> dict[int, Facts]:
    """The same for many people at once: what they said, and the tacit bases that facts give them."""
    tacit: dict[int, list[Ground]] = {pk: [] for pk in people}
    for source in TACIT:
        for pk, ground in source(people, on):
            tacit[pk].append(ground)
    rows = {row.person_id: row for row in Subscription.objects.filter(person__in=people, list=name)}
    return {pk: _facts(rows.get(pk), tacit[pk]) for pk in people}


def refusals(people: Collection[int], name: str, on: date) -> dict[int, str]:
    """Why not, for those of these people to whom a message of this list may not be sent that day."""
    facts = facts_of_people(people, name, on=on)
    decisions = {pk: may_send(name, known, on) for pk, known in facts.items()}
    return {pk: str(WHY_NOT[decision.reason]) for pk, decision in decisions.items() if not decision.allowed}


def _facts(row: Subscription | None, tacit: list[Ground]) -> Facts:
    if row is None:
        return Facts(tuple(tacit))
    said = Ground(row.basis, row.since, row.ends_on, row.source)
    left_on = localdate(row.unsubscribed_at) if row.unsubscribed_at else None
    return Facts((said, *tacit), left_on)


def text_in_force(purpose: str, *, on: date) -> ConsentText | None:
    """What is asked for this purpose that day: the latest version whose day has come."""
    return ConsentText.objects.in_force(on=on).filter(purpose=purpose).first()


@dataclass(frozen=True, slots=True)
class Asked:
    """One purpose as a person sees it: the text in force, and the consent that they gave, perhaps to an older one."""

    text: ConsentText
    consent: Consent | None

    @property
    def is_given(self) -> bool:
        return self.consent is not None

    @property
    def is_older(self) -> bool:
        return self.consent is not None and self.consent.text_id != self.text.pk


def asked_of(person: User, *, on: date) -> list[Asked]:
    """Every purpose that has a text in force, in two queries."""
    live = Consent.objects.filter(person=person, withdrawn_at=None).select_related("text")
    given = {consent.purpose: consent for consent in live}
    found: dict[str, Asked] = {}
    for text in ConsentText.objects.in_force(on=on):
        found.setdefault(text.purpose, Asked(text, given.get(text.purpose)))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Preference:
    """One list as a person sees it."""

    list: MailList
    facts: Facts
    decision: MaySend
    text: ConsentText | None

    @property
    def basis_said(self) -> str:
        """The basis in words."""
        return str(Basis(self.decision.ground.basis).label) if self.decision.ground else ""


def preferences_of(person: User, *, on: date) -> list[Preference]:
    """Each list: whether it is received, on which basis, and the text to agree to."""
    texts = {asked.text.purpose: asked.text for asked in asked_of(person, on=on)}
    found = []
    for name in MailList:
        facts = facts_of(Holder(person), name, on=on)
        found.append(Preference(name, facts, may_send(name, facts, on), texts.get(CONSENT_FOR[name])))
    return found


def unsubscribe_token(holder: Holder, name: str) -> str:
    """What the link of a mail carries: signed, so that it needs no account, no row and no end."""
    who = f"p:{holder.person.uuid}" if holder.person else f"a:{holder.address.lower()}"
    return signing.dumps([who, name], salt=UNSUBSCRIBE)


def holder_of(token: str) -> tuple[Holder, MailList]:
    """Whom a link speaks of, and which list. Raises `UnknownUnsubscribeLink`; so does one of a person since erased."""
    try:
        who, name = signing.loads(token, salt=UNSUBSCRIBE)
    except (signing.BadSignature, ValueError) as error:
        raise UnknownUnsubscribeLink() from error
    kind, _colon, value = who.partition(":")
    if kind == "a":
        return Holder(address=value), MailList(name)
    person = User.objects.filter(uuid=value).select_related("merged_into").first()
    person = person and (person.merged_into or person)  # the mails of a merged record go to the one that is kept
    if person is None or person.erased_at:
        raise UnknownUnsubscribeLink()
    return Holder(person), MailList(name)


def may_leave(message: Message, kind: MailKind, on: date) -> Leave:
    """Whether this promotional mail may leave now: asked by the outbox itself, whoever wrote it."""
    person = User.objects.filter(pk=message.to_id).first() if message.to_id and not message.to_address else None
    holder = Holder(person, message.to_address)
    decision = may_send(kind.list, facts_of(holder, kind.list, on=on), on)
    if not decision.allowed:
        return Leave(allowed=False, reason=str(WHY_NOT[decision.reason]))
    path = reverse("privacy:unsubscribe", args=[unsubscribe_token(holder, kind.list)])
    return Leave(allowed=True, unsubscribe_url=f"{settings.SITE_URL}{path}")


def held_about(person: User) -> list[tuple[Export, list[dict[str, Any]]]]:
    """Everything that we hold about a person, table by table; tables without a row are left out."""
    tables = ((export, [dict(row) for row in export.rows(person)]) for export in EXPORTS)
    return [(export, rows) for export, rows in tables if rows]


def inactive(*, on: date, years: int = INACTIVE_YEARS) -> "QuerySet[User]":
    """People who have not signed in nor been anything for so many years: a list to look at, nothing erases them."""
    since = months_later(on, -12 * years)
    found = User.objects.filter(erased_at=None, created_at__date__lt=since)
    found = found.filter(Q(last_login=None) | Q(last_login__date__lt=since))
    for activity in ACTIVITIES:
        found = found.exclude(pk__in=activity(since))
    return found


def requests_of(person: User) -> list[PrivacyRequest]:
    """What a person asked, the latest first."""
    return list(PrivacyRequest.objects.filter(person=person).order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the person's page shows it: at most `SHOWN` rows of its named columns."""

    name: str
    label: str
    count: int
    columns: list[str]
    rows: list[list[Any]]
    correct: str

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def shown_to(person: User, *, team: bool = False) -> list[Table]:
    """What we hold, in plain words; the file has every row and column. `team`: without the columns that are apart."""
    found = []
    for export, rows in held_about(person):
        names = [name for name in export.columns if not (team and name in export.apart)]
        cells = [[row.get(name) for name in names] for row in rows[:SHOWN]] if names else []
        labels = [str(export.columns[name]) for name in names]
        address = reverse(export.correct) if export.correct else ""
        found.append(Table(export.name, str(export.label), len(rows), labels, cells, address))
    return found


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public privacy page says of itself: terms from the rules that purge, providers from the team's list."""

    retentions: list[Retention]
    providers: list[Provider]
    purposes: list[ConsentText]


def privacy_notice(*, on: date) -> Notice:
    texts: dict[str, ConsentText] = {}
    for text in ConsentText.objects.in_force(on=on):
        texts.setdefault(text.purpose, text)
    return Notice(RETENTIONS, list(Provider.objects.filter(archived_at=None)), list(texts.values()))
