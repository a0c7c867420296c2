"""The one list of trigger SQL: rows that must never change, held by the database itself.

SQLite drops a table's triggers whenever a migration remakes the table, so they are installed anew after each `migrate`
(`apps.py`). They raise the trigger's name, which `constraint_means` reads on both databases.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Frozen:
    """Rows of `table` that match `when` (SQL on OLD, subqueries allowed) can be neither changed nor deleted.

    `only` narrows the forbidden changes to these columns; without it the whole row is frozen. `closed` (SQL on NEW)
    forbids that a row be added to, or moved into, what is frozen. `unless` (SQL on OLD and NEW) lets a change
    pass that leaves the row so: a name that is emptied.
    """

    name: str
    table: str
    when: str = ""
    only: tuple[str, ...] = ()
    closed: str = ""
    unless: str = ""
    deletable: bool = False
    """Whether the row may go, with what it belongs to, though it cannot change."""

    def conditions(self, different: str) -> dict[str, str]:
        """The SQL under which each verb is refused; "" means always."""
        columns = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in self.only)
        passing = f"NOT ({self.unless})" if self.unless else ""
        changed = " AND ".join(f"({part})" for part in (self.when, columns, passing) if part)
        if self.closed:
            changed = f"({changed}) OR ({self.closed})" if changed else ""
        inserted = {"insert": self.closed} if self.closed else {}
        deleted = {} if self.deletable else {"delete": self.when}
        return {"update": changed} | deleted | inserted


VERBS = ("_update", "_delete", "_insert")
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
    """Drop every trigger: for SQLite's migrations."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for frozen in FROZEN:
            if frozen.table in tables:
                for statement in drop_sql(frozen, connection.vendor):
                    cursor.execute(statement)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that the database really has, without their verbs."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0] for row in cursor.fetchall()}
    return {name.rpartition("_")[0] for name in names if name.endswith(VERBS)}


def drop_sql(frozen: Frozen, vendor: str) -> list[str]:
    """Statements that drop the triggers, if they are there."""
    on_table = f" ON {frozen.table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {frozen.name}_{verb}{on_table}" for verb in ("update", "delete", "insert")]


def create_sql(frozen: Frozen, vendor: str) -> list[str]:
    """Statements that create the triggers in the words of the database."""
    return _postgresql(frozen) if vendor == "postgresql" else _sqlite(frozen)


def _sqlite(frozen: Frozen) -> list[str]:
    return [
        f"CREATE TRIGGER {frozen.name}_{verb} BEFORE {verb.upper()} ON {frozen.table} FOR EACH ROW"
        f"{f' WHEN {condition}' if condition else ''} BEGIN SELECT RAISE(ABORT, '{frozen.name}'); END"
        for verb, condition in frozen.conditions("IS NOT").items()
    ]


def _postgresql(frozen: Frozen) -> list[str]:
    # The condition is in the function's body: a WHEN clause cannot hold a subquery there.
    statements = []
    for verb, condition in frozen.conditions("IS DISTINCT FROM").items():
        function = f"{frozen.name}_{verb}()"
        statements.append(
            f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger AS $$ BEGIN "
            f"IF {condition or 'TRUE'} THEN RAISE EXCEPTION '{frozen.name}' "
            f"USING ERRCODE = '23514', CONSTRAINT = '{frozen.name}'; END IF; "
            f"RETURN {'OLD' if verb == 'delete' else 'NEW'}; END $$ LANGUAGE plpgsql"
        )
        statements.append(
            f"CREATE TRIGGER {frozen.name}_{verb} BEFORE {verb.upper()} ON {frozen.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}"
        )
    return statements
