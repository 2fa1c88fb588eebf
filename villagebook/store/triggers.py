"""Triggers: what the database itself refuses, whatever program writes to it.

* the journal (operation, change): no UPDATE, no DELETE;
* a posted fund entry: no UPDATE, no DELETE;
* a posted notice: no DELETE, and only ``models.notice.OPEN_AFTER_POSTING`` may change.

They depend on the tables' columns, and SQLite loses them when a migration rewrites a table, so they are dropped
before every migration and made again after it; a test lists them.

To guard one more table: one line in ``_sqlite`` and ``_postgresql`` each.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from villagebook.models import JOURNAL_TABLES, Notice, fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.store.trouble import JOURNAL, POSTED

_PREFIX = "villagebook_"
_FUNCTION = "villagebook_refuse"

#: Tables whose rows are fixed once ``posted_at`` is set.
POSTED_TABLES = ("fund_entry", "notice")


def names() -> frozenset[str]:
    """Return the names of the triggers every book must have."""
    return frozenset(
        f"{_PREFIX}{table}_{event}" for table in (*JOURNAL_TABLES, *POSTED_TABLES) for event in ("update", "delete")
    )


def listed(connection: Connection) -> frozenset[str]:
    """Return the names of our triggers that the database has."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return frozenset(name for (name,) in connection.execute(text(query)) if name.startswith(_PREFIX))


def create(connection: Connection) -> None:
    """Make all triggers; the database must have none of them."""
    for statement in _postgresql() if connection.dialect.name == "postgresql" else _sqlite():
        # Not text(): a colon in a trigger's text is no bind parameter.
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove our triggers, those that exist."""
    for name in sorted(listed(connection)):
        table = name.removeprefix(_PREFIX).rsplit("_", 1)[0]
        on = f' ON "{table}"' if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"{on}')


def _frozen_columns() -> list[str]:
    return [field.name for field in fields_of(Notice) if field.name not in OPEN_AFTER_POSTING]


def _sqlite() -> list[str]:
    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in _frozen_columns())
    posted = "OLD.posted_at IS NOT NULL"
    made = [
        *((table, event, "1", JOURNAL) for table in JOURNAL_TABLES for event in ("UPDATE", "DELETE")),
        ("fund_entry", "UPDATE", posted, POSTED),
        ("fund_entry", "DELETE", posted, POSTED),
        ("notice", "UPDATE", f"{posted} AND ({differs})", POSTED),
        ("notice", "DELETE", posted, POSTED),
    ]
    return [
        f'CREATE TRIGGER "{_PREFIX}{table}_{event.lower()}" BEFORE {event} ON "{table}" WHEN {when}'
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for table, event, when, message in made
    ]


def _postgresql() -> list[str]:
    # json has no equality on PostgreSQL; every value has a text.
    differs = " OR ".join(f'OLD."{name}"::text IS DISTINCT FROM NEW."{name}"::text' for name in _frozen_columns())
    posted = "OLD.posted_at IS NOT NULL"
    made = [
        *((table, event, "true", JOURNAL) for table in JOURNAL_TABLES for event in ("UPDATE", "DELETE")),
        ("fund_entry", "UPDATE", posted, POSTED),
        ("fund_entry", "DELETE", posted, POSTED),
        ("notice", "UPDATE", f"{posted} AND ({differs})", POSTED),
        ("notice", "DELETE", posted, POSTED),
    ]
    function = (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        function,
        *(
            f'CREATE TRIGGER "{_PREFIX}{table}_{event.lower()}" BEFORE {event} ON "{table}" FOR EACH ROW'
            f" WHEN ({when}) EXECUTE FUNCTION {_FUNCTION}('{message}')"
            for table, event, when, message in made
        ),
    ]
