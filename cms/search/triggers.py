"""What makes the index follow its rows: the database alone, whoever writes them.

PostgreSQL: three generated vectors, each with its GIN index. SQLite: an FTS5 table without contents of its own, kept by
triggers; a migration that remakes the table drops them, so they are installed anew after each `migrate`.

Words are folded in Python, by the action that writes the record. Should anything else write it, a trigger marks its
entry as stale in the same statement, and a sweep folds it again: no change is ever lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "cms_searchentry"
FTS = "cms_searchindex"
VECTORS = {"title": "title", "head": "title || ' ' || summary", "whole": "title || ' ' || summary || ' ' || text"}
_OLD = (
    f"INSERT INTO {FTS}({FTS}, rowid, title, summary, text)"  # noqa: S608 - names of ours
    " VALUES ('delete', OLD.id, OLD.title, OLD.summary, OLD.text);"
)
_NEW = f"INSERT INTO {FTS}(rowid, title, summary, text) VALUES (NEW.id, NEW.title, NEW.summary, NEW.text);"  # noqa: S608
TRIGGERS = {"added": ("INSERT", _NEW), "changed": ("UPDATE", _OLD + _NEW), "gone": ("DELETE", _OLD)}


@dataclass(frozen=True, slots=True)
class Followed:
    """A table whose rows say the words of records of a `kind`.

    `about` selects their keys, `AS key`, from the row `{row}`; only changes of `columns` count. `is_record`: its
    rows are the records themselves, whose entry goes away with them.
    """

    kind: str
    table: str
    about: str
    columns: tuple[str, ...]
    is_record: bool = False

    def statements(self) -> Iterator[tuple[str, str, str]]:
        """The name, the verbs and the body of each trigger."""
        marked = (
            f"INSERT INTO {TABLE} (kind, about, title, summary, text, stale)"  # noqa: S608 - names of ours
            f" SELECT '{self.kind}', found.key, '', '', '', TRUE FROM ({self.about}) AS found"
            " WHERE found.key IS NOT NULL ON CONFLICT (kind, about) DO UPDATE SET stale = TRUE;"
        )
        forgotten = f"DELETE FROM {TABLE} WHERE kind = '{self.kind}' AND about = OLD.id;"  # noqa: S608
        name = f"follow_{self.table}"
        yield f"{name}_added", "INSERT", marked.format(row="NEW")
        yield f"{name}_changed", f"UPDATE OF {', '.join(self.columns)}", marked.format(row="NEW")
        yield f"{name}_gone", "DELETE", forgotten if self.is_record else marked.format(row="OLD")


FOLLOWED: list[Followed] = []
"""Filled by the apps' `ready()`: each names the tables that it owns."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing; nothing when the table is not there yet."""
    tables = set(connection.introspection.table_names())
    if TABLE not in tables:
        return
    made = _vectors() if connection.vendor == "postgresql" else _words(there=FTS in tables)
    followed = [part for each in FOLLOWED if each.table in tables for part in _follow(each, connection.vendor)]
    with connection.cursor() as cursor:
        for statement in [*made, *followed]:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop SQLite's triggers, which would stand in the way of a table's remaking."""
    if connection.vendor == "sqlite":
        names = [f"{TABLE}_{name}" for name in TRIGGERS]
        names += [name for followed in FOLLOWED for name, _verbs, _body in followed.statements()]
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _vectors() -> Iterator[str]:
    for name, words in VECTORS.items():
        made = f"tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {words})) STORED"
        yield f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS {name}_vector {made}"
        yield f"CREATE INDEX IF NOT EXISTS {TABLE}_{name} ON {TABLE} USING gin ({name}_vector)"


def _words(*, there: bool) -> Iterator[str]:
    if not there:
        columns = f"title, summary, text, content='{TABLE}', content_rowid='id', tokenize='ascii', prefix='3'"
        yield f"CREATE VIRTUAL TABLE {FTS} USING fts5({columns})"
        yield f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')"  # noqa: S608 - a name of ours
    for name, (verb, does) in TRIGGERS.items():
        yield from _sqlite_trigger(f"{TABLE}_{name}", verb, TABLE, does)


def _follow(followed: Followed, vendor: str) -> Iterator[str]:
    for name, verbs, does in followed.statements():
        if vendor == "sqlite":
            yield from _sqlite_trigger(name, verbs, followed.table, does)
            continue
        body = f"BEGIN {does} RETURN NULL; END"
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql"
        yield f"DROP TRIGGER IF EXISTS {name} ON {followed.table}"
        yield f"CREATE TRIGGER {name} AFTER {verbs} ON {followed.table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _sqlite_trigger(name: str, verbs: str, table: str, does: str) -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield f"CREATE TRIGGER {name} AFTER {verbs} ON {table} BEGIN {does} END"
