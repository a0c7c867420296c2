"""Queries whose text is written once say what the ORM would say, argument for argument."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from registrations.errors import violated
from registrations.models import Entry, Message, SeatClaim, SeatPool, User
from registrations.prepared import PREPARED, Change, Prepared, add, added_together, prepared, prepared_change
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import SessionFactory
from training.enrolments.errors import AlreadyEnrolled
from training.models import Enrolment

SAMPLES: dict[Any, Any] = {
    int: (41, 42, 43),
    str: ("booth", "dues", "ticket"),
    date: (date(2026, 3, 8),),
    datetime: (datetime(2026, 3, 8, 14, 5, tzinfo=UTC),),
    UUID: (UUID(int=7),),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("query", PREPARED, ids=lambda query: query.__qualname__)
def test_kept_text_is_what_the_orm_composes(query: Prepared[Any, Any], how_many: int):
    given = {name: sample(each.annotation, how_many) for name, each in query.signature.parameters.items()}
    text = query.compose(given)
    assert text
    assert (text.sql, text.filled(given)) == composed(query.define(**given))


def composed(defined: Any) -> tuple[str, tuple[Any, ...]]:
    """What the ORM sends for this read, or for this change."""
    if not isinstance(defined, Change):
        sql, params = defined.query.get_compiler(connection=connection).as_sql()
        return sql, tuple(params)
    sent: list[tuple[str, tuple[Any, ...]]] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        sent.append((sql, tuple(params)))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        defined.rows.update(**defined.values)
    return sent[0]


def sample(annotation: Any, how_many: int) -> Any:
    if arguments := getattr(annotation, "__args__", ()):
        return tuple(SAMPLES[arguments[0]][:how_many])
    return SAMPLES[annotation][0]


@prepared
def sized(capacities: tuple[int, ...]) -> QuerySet[SeatPool]:
    return SeatPool.objects.filter(capacity__in=capacities).order_by("-capacity")


@pytest.mark.django_db
def test_another_call_has_its_own_arguments_and_rows():
    for capacity in (5, 6, 7):
        SeatPool.objects.create(capacity=capacity)
    found = [[pool.capacity for pool in sized(wanted)] for wanted in ((5, 7), (6, 8), (6,), ())]
    assert found == [[7, 5], [6], [6], []]


@pytest.mark.django_db
def test_text_is_composed_once(monkeypatch: pytest.MonkeyPatch):
    sized((1, 2))
    monkeypatch.setattr(sized, "compose", never)
    with CaptureQueriesContext(connection) as captured:
        sized((3, 4))
    assert "(3, 4)" in captured[0]["sql"]


def never(*_args: object) -> None:
    raise AssertionError("composed again")


@prepared
def held(person: int) -> "QuerySet[User, int]":
    return User.objects.select_for_update().filter(pk=person).values_list("pk", flat=True)


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused_every_time():
    for _call in range(2):
        with pytest.raises(TransactionManagementError):
            held(1)


def test_empty_tuple_is_no_row_as_in_the_orm():
    with pytest.raises(EmptyResultSet):
        sized.define(capacities=()).query.get_compiler(connection=connection).as_sql()
    assert sized.compose({"capacities": ()}) is None


@prepared_change
def grown(capacities: tuple[int, ...], by: int) -> Change:
    return Change(SeatPool.objects.filter(capacity__in=capacities), {"capacity": F("capacity") + by})


@pytest.mark.django_db
def test_change_says_how_many_rows_it_changed():
    for capacity in (5, 6, 7):
        SeatPool.objects.create(capacity=capacity)
    assert [grown((5, 7), 10), grown((5,), 10), grown((), 10)] == [2, 0, 0]
    assert sorted(SeatPool.objects.values_list("capacity", flat=True)) == [6, 15, 17]


def rows(person: User) -> dict[str, Any]:
    """One new row of each kind that a rush writes."""
    pool, session = SeatPool.objects.create(capacity=5), SessionFactory()
    return {
        "claim": SeatClaim(pool=pool, holder_kind="training.enrolment", holder_uuid=UUID(int=7), until=NOW),
        "enrolment": Enrolment(session=session, person=person, state="confirmed", created_at=NOW, region="06"),
        "entry": Entry(at=NOW, action="training.enrol", about_uuid=UUID(int=7), via="api", details={"é": [1, None]}),
        "message": Message(kind="x", fact="y", about_uuid=UUID(int=7), to=person, not_before=NOW, created_at=NOW),
    }


def stored(row: Any) -> dict[str, Any]:
    return type(row).objects.filter(pk=row.pk).values().get()


@pytest.mark.django_db
@pytest.mark.parametrize("together", [True, False])
def test_added_rows_are_what_the_orm_writes(together: bool):
    added, saved = rows(UserFactory()), rows(UserFactory())
    saved["message"].fact = "z"
    with added_together() if together else nullcontext():
        for row in added.values():
            add(row)
    for name, row in saved.items():
        row.save()
        own = {"id", "uuid", "pool_id", "session_id", "person_id", "to_id", "fact"}
        assert drop(stored(added[name]), own) == drop(stored(row), own)
        assert not added[name]._state.adding


def drop(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


@pytest.mark.django_db
def test_rows_added_together_are_one_statement_of_postgresql(django_assert_num_queries: Any):
    wanted = rows(UserFactory())
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 4), added_together():
        for row in wanted.values():
            add(row, once=True)


@pytest.mark.django_db
def test_row_that_is_there_is_left_in_place():
    first, again = rows(UserFactory())["message"], rows(UserFactory())["message"]
    with added_together():
        add(first, once=True)
    with added_together():
        add(again, once=True)
        add(Entry(at=NOW, action="a", about_uuid=UUID(int=7), via="api"))
    assert Message.objects.values_list("to", flat=True).get() == first.to_id
    assert (again.pk, Entry.objects.count()) == (None, 1)


@pytest.mark.django_db
def test_refusal_inside_writes_nothing():
    entry = rows(UserFactory())["entry"]
    with pytest.raises(AlreadyEnrolled):
        refuse_after(entry)
    assert not Entry.objects.exists()


def refuse_after(row: Entry) -> None:
    with added_together():
        add(row)
        raise AlreadyEnrolled()


@pytest.mark.django_db
def test_broken_constraint_of_rows_written_together_keeps_its_name():
    enrolment = rows(UserFactory())["enrolment"]
    enrolment.state = "held"
    with pytest.raises(IntegrityError) as error, transaction.atomic(), added_together():
        add(enrolment)
    assert violated(error.value, Enrolment) == "enrolment_held_has_line"
