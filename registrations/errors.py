"""Refusals: a class each, with a code for programs and a sentence for people; doors show them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django.db import IntegrityError, transaction
from django.db.models import Field, Model, UniqueConstraint
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registrations.dates import spelled_day, spelled_instant


class DomainError(Exception):
    """A refusal. Keyword arguments fill the sentence and travel to API clients as members of the problem."""

    code: ClassVar[str] = "refused"
    title: ClassVar[str | Promise] = _("The request was refused")
    message: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, **members: Any) -> None:
        self.members = members
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % {name: _spelled(value) for name, value in self.members.items()}


def _spelled(value: Any) -> Any:
    """Dates and instants as a sentence says them, in the active language."""
    language = get_language() or "fr"
    if isinstance(value, datetime):
        return spelled_instant(value, language, weekday=False)
    return spelled_day(value, language, weekday=False) if isinstance(value, date) else value


class Conflict(DomainError):
    """The state of the world forbids it now."""

    code = "conflict"
    title = _("The state of things does not allow it")
    message = _("This is not possible in the present state.")


class Forbidden(DomainError):
    """This person may see the object but not do this to it."""

    code = "forbidden"
    title = _("Not allowed")
    message = _("You are not allowed to do this.")


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does."""

    code = "not-found"
    title = _("Not found")
    message = _("There is nothing here.")


class WrongState(Conflict):
    """Somebody else changed it first, or the change is not one that its state allows."""

    code = "wrong-state"
    title = _("Already changed")
    message = _("This was changed in the meantime: reload the page to see its present state.")


@contextmanager
def constraint_means(
    model: type[Model], constraint: str, refusal: DomainError, *, savepoint: bool = True
) -> Iterator[None]:
    """Turn the violation of one named constraint into the refusal it stands for, on both databases.

    `savepoint=False`, two statements fewer, is for an action that ends with the refusal: nothing more can be read or
    written in its transaction, which is rolled back.
    """
    try:
        with transaction.atomic(savepoint=savepoint):
            yield
    except IntegrityError as error:
        if violated(error, model) == constraint:
            raise refusal from error
        raise


def violated(error: IntegrityError, model: type[Model]) -> str:
    """The name of the constraint of `model` that `error` speaks of, or "".

    PostgreSQL names it. SQLite names a check and a trigger, but gives only the columns of a unique index.
    """
    if diagnostic := getattr(error.__cause__, "diag", None):
        return diagnostic.constraint_name or ""
    text = str(error)
    if "UNIQUE constraint failed: index " in text:
        return text.partition("index '")[2].rstrip("'")
    if text.startswith("UNIQUE constraint failed: "):
        columns = {part.rpartition(".")[2] for part in text.removeprefix("UNIQUE constraint failed: ").split(", ")}
        return _unique_on(model, columns)
    return text.removeprefix("CHECK constraint failed: ").strip()


def _unique_on(model: type[Model], columns: set[str]) -> str:
    unique = [constraint for constraint in model._meta.constraints if isinstance(constraint, UniqueConstraint)]
    named = {c.name: {cast("Field[Any, Any]", model._meta.get_field(name)).column for name in c.fields} for c in unique}
    return next((name for name, its_columns in named.items() if its_columns == columns), "")
