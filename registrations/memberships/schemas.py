"""Shapes of what a person sees of themselves, of the public directory, and of its vocabularies."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from registrations.schemas import In


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
