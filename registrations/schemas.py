"""Shapes that every feature's API shares: strict input, bounded numbers, money, lists, problems."""

from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import ConfigDict, Field, field_validator

from registrations.errors import DomainError
from registrations.money import CURRENCY

T = TypeVar("T")
M = TypeVar("M", bound=Model)

MAX_OFFSET = 10_000

# Numbers that a database column can hold: SQLite raises on 2^63, PostgreSQL on less.
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Positive = Annotated[int, Field(ge=1, le=2_000_000_000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Limit = Annotated[int, Field(ge=1, le=100)]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET)]

# Text by size, so that a column never meets more than it holds (SQLite would keep it all).
Word = Annotated[str, Field(min_length=1, max_length=100)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=5_000)]
Search = Annotated[str, Field(max_length=200)]
Slug = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[-a-zA-Z0-9_]+$")]


class In(Schema):
    """Base of every body and every group of query parameters: refuses what it does not declare."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=20_000)

    @field_validator("*", mode="after")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        """A NUL is refused by PostgreSQL and kept by SQLite; pydantic itself refuses lone surrogates."""
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("NUL")
        return value


class Paging(In):
    """`limit` and `offset` of a list: `def list_sessions(request, paging: Query[Paging])`."""

    limit: Limit = 20
    offset: Offset = 0


class Following(In):
    """`limit` and `cursor` of a register that grows without bound."""

    limit: Limit = 20
    cursor: Annotated[str, Field(max_length=100)] = ""


class Money(Schema):
    """A single amount, in whole cents."""

    amount_cents: int
    currency: str = CURRENCY

    @classmethod
    def of(cls, cents: int) -> "Money":
        return cls(amount_cents=cents)


class Items(Schema, Generic[T]):
    """One page of a list, and how many there are in all: `response=Items[SessionOut]`."""

    count: int
    items: list[T]


class Feed(Schema, Generic[T]):
    """One stretch of a register, newest first; `next` is the cursor of what follows, null at the end."""

    next: str | None
    items: list[T]


class FieldProblem(Schema):
    """What is wrong with one field, or one query parameter."""

    field: str
    code: str
    message: str


class Problem(Schema):
    """A refusal (RFC 9457). Other members may be present: each code's page under `/problems/` names them."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] = []


class BadCursor(DomainError):
    """The cursor did not come from this list."""

    code = "bad-cursor"
    title = _("Unknown cursor")
    message = _("This cursor is not one that the list gave: start again without it.")


def page(rows: "QuerySet[M] | list[Any]", paging: Paging) -> dict[str, Any]:
    """`Items` of a queryset (count and slice: two queries) or of a list already in hand."""
    count = len(rows) if isinstance(rows, list) else rows.count()
    return {"count": count, "items": list(rows[paging.offset : paging.offset + paging.limit])}


def follow(rows: "QuerySet[M]", following: Following) -> dict[str, Any]:
    """`Feed` of a queryset by descending primary key, in one query however far one reads."""
    if following.cursor:
        rows = rows.filter(pk__lt=_after(following.cursor))
    found = list(rows.order_by("-pk")[: following.limit + 1])
    items = found[: following.limit]
    more = len(found) > following.limit
    return {"next": signing.dumps(items[-1].pk, salt="cursor") if more else None, "items": items}


def _after(cursor: str) -> int:
    try:
        return int(signing.loads(cursor, salt="cursor"))
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error
