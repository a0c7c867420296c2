"""Shapes of a staff list."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, Field

from registrations.organisations.rules import AffiliationRole
from registrations.schemas import In, Paging, Search, Word
from registrations.staff.queries import Colleague, Wanted
from registrations.staff.rules import SignIn


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError("address") from error
    return text.lower()


Address = Annotated[str, Field(max_length=254), AfterValidator(_address)]


class StaffSearch(Paging):
    """`shown`: unverified, registrars, left (within the month), or a state of the account."""

    q: Search = ""
    role: Literal["", "practitioner", "manager", "director", "administrative"] = ""
    shown: Literal["", "unverified", "registrars", "left", "never", "invited", "bounced", "active", "none"] = ""

    def wanted(self) -> Wanted:
        """The same, as the query takes it."""
        return Wanted(q=self.q, role=self.role, shown=self.shown)


class ColleagueOut(Schema):
    """One post. `verified_how` is registrar, domain or team; `sign_in` says what is known of the person's account."""

    id: UUID
    given_name: str
    family_name: str
    email: str | None
    contact_email: str
    role: AffiliationRole
    is_registrar: bool
    is_verified: bool
    verified_how: str
    since: date
    until: date | None
    last_confirmed_at: datetime | None
    sign_in: SignIn

    @classmethod
    def of(cls, line: Colleague) -> "ColleagueOut":
        """A line of the list."""
        post, person = line.post, line.person
        names = {name: getattr(person, name) for name in ("given_name", "family_name", "email", "contact_email")}
        return cls(
            id=post.uuid,
            **names,
            role=AffiliationRole(post.role),
            is_registrar=post.is_registrar,
            is_verified=post.verified_at is not None,
            verified_how=post.verified_how,
            since=post.starts_on,
            until=post.ends_on,
            last_confirmed_at=post.confirmed_at,
            sign_in=line.sign_in,
        )


class ColleagueIn(In):
    """Somebody to add. `email` is their own; `contact_email` may be shared and opens nothing; `invite` sends a link."""

    given_name: Word
    family_name: Word
    email: Address | None = None
    contact_email: Address | None = None
    role: AffiliationRole = AffiliationRole.PRACTITIONER
    is_registrar: bool = False
    invite: bool = False

    def colleague(self) -> dict[str, Any]:
        """What `add_colleague` takes."""
        given = self.dict(exclude={"invite"})
        return given | {name: given[name] or "" for name in ("email", "contact_email")} | {"role": str(self.role)}


class ColleagueChange(In):
    """What changes; what is left out stays. `is_verified` true confirms the post; names only before a first sign-in."""

    role: AffiliationRole | None = None
    is_registrar: bool | None = None
    is_verified: Literal[True] | None = None
    given_name: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    family_name: Annotated[str, Field(min_length=1, max_length=100)] | None = None


class Ending(In):
    """`on`: the first day without the post (default: today); `not_ours` refuses a post that waits for an answer."""

    on: date | None = None
    not_ours: bool = False
