"""Shapes of a person's own addresses."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from registrations.schemas import In


class AddressOut(Schema):
    """`is_primary`: messages go there. Every proved address signs in; one that was closed is a former employer's."""

    email: str
    is_primary: bool
    is_proved: bool
    is_lent: bool = Field(description="The mailbox of a present employer: it stays there when one leaves.")
    bounces: bool
    closed_at: datetime | None


class AddressesOut(Schema):
    count: int
    items: list[AddressOut]
    needs_own_address: bool = Field(description="All that signs in is an employer's: ask for a personal address.")


class AddressIn(In):
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class ProofIn(AddressIn):
    code: Annotated[str, Field(min_length=1, max_length=20)]
