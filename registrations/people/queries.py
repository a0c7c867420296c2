"""Finding people by what they present."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from registrations.folding import folded
from registrations.messages.models import BouncedAddress
from registrations.messages.queries import bounced
from registrations.people.models import ApiToken, User
from registrations.people.registry import EMPLOYER_DOMAINS, Domains
from registrations.people.rules import is_shared_mailbox

PROOF_LIFE = timedelta(minutes=30)  # how long an address just proved lets one merge the record that has it
PART = 5000  # addresses a statement: SQLite bounds the number of its parameters


def hashed(secret: str) -> str:
    """Secrets have over 128 bits: a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def live_token(secret: str, *, at: datetime) -> ApiToken | None:
    """The token of this secret, with its person, if it still acts for an active person."""
    tokens = ApiToken.objects.select_related("person")
    return tokens.live(at=at).filter(hash=hashed(secret), person__is_active=True).first()


class PeopleBook:
    """The people whom the lines of a file may mean, read once; lines that add people add them here too."""

    def __init__(self, people: Iterable[User] = ()) -> None:
        self.by_email: dict[str, User] = {}
        self.by_contact: dict[tuple[str, str], User] = {}
        self.reached: dict[str, list[User]] = {}
        for person in people:
            self.add(person)

    @classmethod
    def load(cls, addresses: Iterable[str]) -> "PeopleBook":
        """The people who sign in with, or are reached at, one of these addresses."""
        wanted = sorted({address for address in addresses if address})
        parts = (wanted[start : start + PART] for start in range(0, len(wanted), PART))
        return cls(p for part in parts for p in User.objects.filter(Q(email__in=part) | Q(contact_email__in=part)))

    def add(self, person: User) -> None:
        """Make later lines see this person."""
        if person.email:
            self.by_email[person.email] = person
        if person.contact_email:
            self.by_contact[person.contact_email, name_key(person.given_name, person.family_name)] = person
            self.reached.setdefault(person.contact_email, []).append(person)

    def find(self, address: str, given_name: str, family_name: str) -> User | None:
        """The person of this name at this address."""
        name = name_key(given_name, family_name)
        owner = self.by_email.get(address)
        if owner and name_key(owner.given_name, owner.family_name) == name:
            return owner
        return self.by_contact.get((address, name))

    def owner(self, address: str) -> User | None:
        """Whoever signs in with this address, or the only person who is reached there."""
        if found := self.by_email.get(address):
            return found
        reached = self.reached.get(address, [])
        return reached[0] if len(reached) == 1 else None


def name_key(given_name: str, family_name: str) -> str:
    """Names that differ by accents, case or hyphens alone are the same person's."""
    return folded(f"{given_name} {family_name}")


def who_signs_in_with(email: str) -> User | None:
    """The person whose sign-in address this is, proved or not yet."""
    email = email.lower()
    held = EmailAddress.objects.filter(email=email).select_related("user").order_by("-verified", "pk").first()
    return held.user if held else User.objects.filter(email=email).first()


def who_proved(email: str) -> User | None:
    """The account that holds this address for proved, be it not the one of its record."""
    held = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return held.user if held else None


def is_held(email: str) -> bool:
    """Whether an account has this address, in lower case, proved or not: one light statement, for long imports."""
    held: bool = EmailAddress.objects.filter(email=email).exists()
    return held


def claimable_record(email: str, *, on: date) -> User | None:
    """The record without sign-in address that this one can only mean: its contact address, or one that it had before.

    A shared contact address means nobody; nor does the address of an employer whom the person has left.
    """
    email = email.lower()
    if is_shared_mailbox(email):
        return None
    reached = Q(contact_email__iexact=email) | Q(former_addresses__address=email)
    holders = list(User.objects.filter(reached, erased_at=None, merged_into=None).distinct()[:2])
    if len(holders) != 1 or holders[0].email is not None or not holders[0].is_active:
        return None
    return None if domains_of(holders[0], on=on).keeps(email) else holders[0]


def domains_of(person: User, *, on: date) -> Domains:
    """Whose mailboxes this person has or had, that day."""
    return employer_domains([person.pk], on=on).get(person.pk, Domains())


def employer_domains(people: Collection[int] | None, *, on: date) -> dict[int, Domains]:
    """The same for many; None: for all who left a post."""
    found: dict[int, Domains] = {}
    for ask in EMPLOYER_DOMAINS:
        for pk, more in ask(people, on).items():
            known = found.get(pk, Domains())
            found[pk] = Domains(held=known.held | more.held, left=known.left | more.left)
    return found


def addresses_of(person: User) -> list[str]:
    """All that a person signs in with or is reached at."""
    proved = EmailAddress.objects.filter(user_id=person.pk).values_list("email", flat=True)
    return list(dict.fromkeys(a.lower() for a in (person.email, *proved, person.contact_email) if a))


def people_to_close(*, on: date) -> list[User]:
    """Those who left an employer and still hold one of its addresses (one statement each for posts and addresses)."""
    domains = employer_domains(None, on=on)
    held = [(pk, email) for pk, email in EmailAddress.objects.values_list("user_id", "email") if pk in domains]
    for pk, email, contact in User.objects.values_list("pk", "email", "contact_email"):
        if pk in domains:
            held += [(pk, address) for address in (email, contact) if address]
    return list(User.objects.in_bulk({pk for pk, address in held if domains[pk].keeps(address)}).values())


def proved_record(person: User, *, email: str, at: datetime) -> User | None:
    """The other record whose address this person has just proved."""
    proofs = person.proofs.filter(address=email.lower(), proved_at__gt=at - PROOF_LIFE)
    owner = who_signs_in_with(email) if email and proofs.exists() else None
    return owner if owner and owner.pk != person.pk else None


@dataclass(frozen=True, slots=True)
class Address:
    """One of a person's addresses, and what it is good for."""

    email: str
    is_primary: bool = False
    is_proved: bool = False
    is_lent: bool = False  # a present employer's
    bounce: BouncedAddress | None = None
    closed_at: datetime | None = None  # the employer kept it


def addresses_shown(person: User, *, on: date) -> list[Address]:
    """Every address of a person, the sign-in one first, then those that their employers kept."""
    domains = domains_of(person, on=on)
    rows = list(EmailAddress.objects.filter(user_id=person.pk).order_by("-primary", "-verified", "email"))
    if person.email and person.email not in {row.email for row in rows}:
        rows.insert(0, EmailAddress(user=person, email=person.email, primary=True, verified=False))
    bad = bounced(row.email for row in rows)
    shown = [
        Address(row.email, row.email == person.email, row.verified, domains.lends(row.email), bad.get(row.email))
        for row in rows
    ]
    former = person.former_addresses.all()
    return shown + [Address(row.address, closed_at=row.closed_at) for row in former]


def needs_own_address(person: User, *, on: date) -> bool:
    """Whether this person would be out in the cold on leaving: all they sign in with is lent by an employer."""
    held = [row.email for row in EmailAddress.objects.filter(user_id=person.pk, verified=True)]
    held = held or ([person.email] if person.email else [])  # who has not come yet will leave too
    domains = domains_of(person, on=on) if held else Domains()
    return bool(held) and all(domains.lends(email) for email in held)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another record that could be the same person's, and why."""

    person: User
    reasons: tuple[str, ...]


def likely_records(person: User) -> list[Likeness]:
    """Live records that have this person's name, or their family name with their telephone or contact address.

    The names of all are read at once (thousands, one statement); accents, case and hyphens do not count.
    """
    rows = User.objects.filter(erased_at=None, merged_into=None).exclude(pk=person.pk)
    name, family = name_key(person.given_name, person.family_name), folded(person.family_name)
    found = []
    for pk, given, last, phone, contact in rows.values_list(
        "pk", "given_name", "family_name", "phone", "contact_email"
    ):
        reasons = [_("same name")] if name and name_key(given, last) == name else []
        if family and folded(last) == family:
            reasons += [_("same telephone")] if phone and phone == person.phone else []
            reasons += [_("same contact address")] if contact and contact == person.contact_email else []
        if reasons:
            found.append((pk, tuple(reasons)))
    people = User.objects.in_bulk([pk for pk, _reasons in found])
    return sorted(
        (Likeness(people[pk], why) for pk, why in found), key=lambda each: (-len(each.reasons), each.person.pk)
    )
