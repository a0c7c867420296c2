"""The one list of trigger SQL: rows that must never change, held by the database itself.

SQLite drops a table's triggers whenever a migration remakes the table, so they are installed anew after each `migrate`
(`apps.py`). They raise the trigger's name, which `constraint_means` reads on both databases.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Frozen:
    """Rows of `table` that match `when` (SQL on OLD) can be neither changed nor deleted.

    `only` narrows the forbidden changes to these columns; without it the whole row is frozen.
    """

    name: str
    table: str
    when: str = ""
    only: tuple[str, ...] = ()


FROZEN: list[Frozen] = []
"""Filled by the apps' `ready()`: each names the tables that it owns."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Drop and create every trigger whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for frozen in FROZEN:
            if frozen.table in tables:
                for statement in drop_sql(frozen, connection.vendor) + create_sql(frozen, connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger; only the tests' flush needs it."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for frozen in FROZEN:
            if frozen.table in tables:
                for statement in drop_sql(frozen, connection.vendor):
                    cursor.execute(statement)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that the database really has, without the `_update` and `_delete` endings."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0] for row in cursor.fetchall()}
    return {name.removesuffix("_update").removesuffix("_delete") for name in names}


def drop_sql(frozen: Frozen, vendor: str) -> list[str]:
    """Statements that drop both triggers, if they are there."""
    on_table = f" ON {frozen.table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {frozen.name}_{verb}{on_table}" for verb in ("update", "delete")]


def create_sql(frozen: Frozen, vendor: str) -> list[str]:
    """Statements that create both triggers in the words of the database."""
    return _postgresql(frozen) if vendor == "postgresql" else _sqlite(frozen)


def _changed(frozen: Frozen, different: str) -> str:
    columns = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in frozen.only)
    return " AND ".join(f"({part})" for part in (frozen.when, columns) if part)


def _sqlite(frozen: Frozen) -> list[str]:
    update = _changed(frozen, "IS NOT")
    return [
        f"CREATE TRIGGER {frozen.name}_{verb} BEFORE {verb.upper()} ON {frozen.table} FOR EACH ROW"
        f"{f' WHEN {condition}' if condition else ''} BEGIN SELECT RAISE(ABORT, '{frozen.name}'); END"
        for verb, condition in (("update", update), ("delete", frozen.when))
    ]


def _postgresql(frozen: Frozen) -> list[str]:
    function = f"{frozen.name}_refuse"
    update = _changed(frozen, "IS DISTINCT FROM")
    body: list[Any] = [
        (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{frozen.name}' "
            f"USING ERRCODE = '23514', CONSTRAINT = '{frozen.name}'; END $$ LANGUAGE plpgsql"
        )
    ]
    for verb, condition in (("update", update), ("delete", frozen.when)):
        when = f" WHEN ({condition})" if condition else ""
        body.append(
            f"CREATE TRIGGER {frozen.name}_{verb} BEFORE {verb.upper()} ON {frozen.table} "
            f"FOR EACH ROW{when} EXECUTE FUNCTION {function}()"
        )
    return body
