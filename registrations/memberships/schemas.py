"""Shapes of what a person sees of themselves, and of memberships: categories, applications, certificates."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from registrations.memberships.actions import Candidate
from registrations.memberships.models import Membership, MembershipApplication, MembershipCategory
from registrations.memberships.queries import Certified
from registrations.organisations.rules import AffiliationRole, Region
from registrations.schemas import In, Line, Slug


class PostOut(Schema):
    """One affiliation that is live today."""

    id: UUID
    organisation: str
    organisation_name: str
    role: str
    is_registrar: bool
    is_verified: bool
    in_good_standing: bool
    since: date


class MeOut(Schema):
    id: UUID
    email: str | None
    contact_email: str
    given_name: str
    family_name: str
    language: str
    phone: str
    affiliations: list[PostOut]
    audiences: list[str]


class MeIn(In):
    """What changes; what is left out stays as it is."""

    given_name: Annotated[str, Field(max_length=100)] | None = None
    family_name: Annotated[str, Field(max_length=100)] | None = None
    language: Literal["fr", "en"] | None = None
    phone: Annotated[str, Field(max_length=30)] | None = None


class CriterionOut(Schema):
    """What is asked, in both languages, with the article that asks it and the document that shows it."""

    id: UUID
    text_fr: str
    text_en: str
    reference: str
    proof_fr: str
    proof_en: str


class CategoryOut(Schema):
    """A category that one may apply for."""

    slug: str
    name_fr: str
    name_en: str
    criteria: list[CriterionOut]

    @classmethod
    def of(cls, category: MembershipCategory) -> "CategoryOut":
        words = ("text_fr", "text_en", "reference", "proof_fr", "proof_en")
        asked = [
            CriterionOut(id=criterion.uuid, **{name: getattr(criterion, name) for name in words})
            for criterion in category.asked  # type: ignore[attr-defined]  # the present ones, read with the category
        ]
        return cls(slug=category.slug, name_fr=category.name_fr, name_en=category.name_en, criteria=asked)


Neq = Annotated[str, Field(pattern=r"^(\d{10})?$")]
RegionCode = Literal["", *Region.values]  # type: ignore[valid-type]  # spelled from the register
RoleCode = Literal[*AffiliationRole.values]  # type: ignore[valid-type]  # the same


class CandidateIn(In):
    """An organisation that the register does not know yet; by its NEQ or exact name, it may turn out to."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    legal_name: Line = ""
    neq: Neq = ""
    region: RegionCode = ""
    municipality: Annotated[str, Field(max_length=100)] = ""
    website: Annotated[str, Field(max_length=200, pattern=r"^(https?://\S+)?$")] = ""
    phone: Annotated[str, Field(max_length=30)] = ""

    def described(self) -> Candidate:
        """The same, as the action takes it."""
        return Candidate(**self.dict(exclude={"neq"}), neq=self.neq or None)


class ApplicationIn(In):
    """For an organisation of the caller's (`organisation`) or for a new one (`candidate`).

    `shown` are the criteria as they were read, `met` those that are declared met.
    """

    organisation: Slug | None = None
    candidate: CandidateIn | None = None
    category: Slug
    role: RoleCode = "director"
    shown: Annotated[list[UUID], Field(max_length=100)]
    met: Annotated[list[UUID], Field(max_length=100)] = []
    message: Annotated[str, Field(max_length=4000)] = ""


class MembershipOut(Schema):
    """One organisation's membership for one year. `is_active`: its people have its rights today."""

    id: UUID
    organisation: str
    organisation_name: str
    year: str
    category: str
    state: str
    starts_on: date
    ends_on: date
    lapses_on: date
    is_active: bool
    certificate_number: str | None

    @classmethod
    def of(cls, membership: Membership, *, on: date) -> "MembershipOut":
        """A membership with its organisation, year and category in hand."""
        is_active = membership.state == "active" and membership.starts_on <= on < membership.lapses_on
        return cls(
            id=membership.uuid,
            organisation=membership.organisation.slug,
            organisation_name=membership.organisation.name,
            year=membership.year.label,
            category=membership.category.slug,
            is_active=is_active,
            certificate_number=membership.code if is_active else None,
            **{name: getattr(membership, name) for name in ("state", "starts_on", "ends_on", "lapses_on")},
        )


class AnsweredOut(Schema):
    """A criterion as it was worded, and what was declared."""

    text: str
    reference: str
    declared: bool


class DocumentOut(Schema):
    name: str
    size: int
    added_at: datetime
    url: str


class AskedOut(Schema):
    """What the team asked for; `answered_at` null: it is awaited."""

    id: UUID
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class ApplicationOut(Schema):
    """An application, as whoever sent it and the registrars follow it."""

    id: UUID
    membership: MembershipOut
    submitted_at: datetime
    decided_at: datetime | None
    message: str
    refusal: str
    criteria: list[AnsweredOut]
    documents: list[DocumentOut]
    requests: list[AskedOut]
    follow_url: str

    @classmethod
    def of(cls, application: MembershipApplication, *, on: date, site: str) -> "ApplicationOut":
        """An application read whole; `site` begins the addresses."""
        membership = application.membership
        asked = ("text", "asked_at", "answer", "answered_at")
        return cls(
            id=application.uuid,
            membership=MembershipOut.of(membership, on=on),
            criteria=[
                AnsweredOut(text=row.text, reference=row.reference, declared=row.declared)
                for row in application.criteria.all()
            ],
            documents=[
                DocumentOut(
                    name=row.original_name,
                    size=row.size,
                    added_at=row.added_at,
                    url=f"{site}/moi/adhesion/documents/{row.uuid}/",
                )
                for row in application.documents.all()
            ],
            requests=[
                AskedOut(id=row.uuid, **{name: getattr(row, name) for name in asked})
                for row in application.requests.all()
            ],
            follow_url=f"{site}/moi/organisme/{membership.organisation.slug}/adhesion/",
            **{name: getattr(application, name) for name in ("submitted_at", "decided_at", "message", "refusal")},
        )


class VerificationOut(Schema):
    """What the number of a certificate says to anybody."""

    number: str
    valid: bool
    organisation: str
    organisation_name: str
    category: str
    year: str
    from_on: date
    to_on: date

    @classmethod
    def of(cls, found: Certified) -> "VerificationOut":
        membership = found.membership
        return cls(
            number=membership.code or "",
            valid=found.is_valid,
            organisation=membership.organisation.slug,
            organisation_name=membership.organisation.name,
            category=membership.category.slug,
            year=membership.year.label,
            from_on=membership.starts_on,
            to_on=found.last_day,
        )
