"""Shapes of a renewal. A budget comes in and never goes out: it is accounting's to see."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from registrations.renewals.models import Declaration
from registrations.renewals.queries import parts_missing, prefilled
from registrations.renewals.rules import Section
from registrations.schemas import In

Word = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]
Address = Annotated[str, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")]
Text = Annotated[str, Field(max_length=200)]


class ServicesIn(In):
    """Slugs of the vocabularies; what is given here is what the register will say."""

    specialities: Annotated[list[Word], Field(max_length=60)]
    measures: Annotated[list[Word], Field(max_length=60)]


class ContactsIn(In):
    """How the organisation is reached; `confirmed` speaks of its points of service and contacts."""

    street: Text = ""
    municipality: Annotated[str, Field(max_length=100)] = ""
    postal_code: Annotated[str, Field(max_length=7)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    email: Address = ""
    website: Annotated[str, Field(max_length=200, pattern=r"^(https?://\S+)?$")] = ""
    billing_email: Address = ""
    confirmed: Literal[True]


class SignatureIn(In):
    """The direction's signature of the statement that `GET` showed."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    statement_version: Annotated[int, Field(ge=1, le=32_767)]


class RenewIn(In):
    """The parts to save, then the signature if it is given; what is left out stays as it is.

    `version` is that of the declaration that was read: a part that a colleague saved since is refused (409).
    """

    version: Annotated[int, Field(ge=0, le=2_000_000_000)]
    budget_cents: Annotated[int, Field(ge=0, le=10_000_000_000)] | None = None
    services: ServicesIn | None = None
    contacts: ContactsIn | None = None
    staff_confirmed: Literal[True] | None = None
    signature: SignatureIn | None = None

    def parts(self) -> dict[str, dict[str, Any]]:
        """What is given, part by part, as the action saves it."""
        given: dict[str, dict[str, Any]] = {}
        if self.budget_cents is not None:
            given[Section.BUDGET] = {"budget_cents": self.budget_cents}
        if self.services:
            given[Section.SERVICES] = {**self.services.dict(), "confirmed": True}
        if self.contacts:
            given[Section.CONTACTS] = self.contacts.dict()
        if self.staff_confirmed:
            given[Section.STAFF] = {"confirmed": True}
        return given


class ServicesOut(Schema):
    specialities: list[str]
    measures: list[str]


class ContactsOut(Schema):
    street: str
    municipality: str
    postal_code: str
    phone: str
    email: str
    website: str
    billing_email: str


class StatementOut(Schema):
    version: int
    text: str


class RenewalOut(Schema):
    """`missing` names the parts still to complete; `orders` are the codes of the orders of dues."""

    membership: UUID
    organisation: str
    year: str
    state: Literal["awaited", "signed", "declined"]
    due_on: date
    version: int
    missing: list[str]
    services: ServicesOut
    contacts: ContactsOut
    statement: StatementOut
    signed_at: datetime | None
    signer_name: str
    signer_title: str
    orders: list[str]

    @classmethod
    def of(cls, declaration: Declaration, orders: list[str]) -> "RenewalOut":
        """A declaration with its membership and campaign in hand."""
        campaign, membership, parts = declaration.campaign, declaration.membership, prefilled(declaration)
        state = "signed" if declaration.signed_at else "declined" if declaration.declined_at else "awaited"
        text = declaration.statement or campaign.statement(get_language() or "fr")
        return cls(
            membership=membership.uuid,
            organisation=membership.organisation.slug,
            year=campaign.year.label,
            state=state,
            due_on=declaration.due_on,
            version=declaration.version,
            missing=[] if declaration.signed_at else [str(part) for part in parts_missing(declaration)],
            services=ServicesOut(**{name: parts["services"][name] for name in ServicesOut.model_fields}),
            contacts=ContactsOut(**{name: parts["coordonnees"][name] for name in ContactsOut.model_fields}),
            statement=StatementOut(version=declaration.statement_version or campaign.statement_version, text=text),
            signed_at=declaration.signed_at,
            signer_name=declaration.signer_name,
            signer_title=declaration.signer_title,
            orders=orders,
        )
