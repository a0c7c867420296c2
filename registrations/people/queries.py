"""Finding people by what they present."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db.models import Q

from registrations.folding import folded
from registrations.people.models import ApiToken, User

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


def who_proved(email: str) -> User | None:
    """The account that holds this address for proved, be it not the one of its record."""
    held = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return held.user if held else None


def claimable_record(email: str) -> User | None:
    """The record without account whose contact address this is, when no other record shares it."""
    holders = list(User.objects.filter(contact_email__iexact=email, erased_at=None)[:2])
    if len(holders) != 1 or holders[0].email is not None or not holders[0].is_active:
        return None
    return holders[0]
