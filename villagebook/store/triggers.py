"""Triggers: what the database itself refuses, whatever program writes to it.

* the journal (operation, change): no UPDATE, no DELETE;
* a posted fund entry: no UPDATE, no DELETE;
* a posted notice: no DELETE, and only ``models.notice.OPEN_AFTER_POSTING`` may change;
* a closing: no DELETE, and only its reopening may be written, once;
* no entry is posted into a month or year that is closed.

They depend on the tables' columns, and SQLite loses them when a migration rewrites a table, so they are dropped
before every migration and made again after it; a test lists them.

To guard one more table: its lines in ``_made``, and its name in ``names``.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from villagebook.models import JOURNAL_TABLES, Closing, Notice, Record, fields_of
from villagebook.models.notice import OPEN_AFTER_POSTING
from villagebook.store.trouble import CLOSED, CLOSING, JOURNAL, POSTED

_PREFIX = "villagebook_"
_FUNCTION = "villagebook_refuse"
_CLOSED_FUNCTION = "villagebook_refuse_closed"

#: Tables whose rows are fixed once ``posted_at`` is set.
POSTED_TABLES = ("fund_entry", "notice")


def names() -> frozenset[str]:
    """Return the names of the triggers every book must have."""
    fixed = (*JOURNAL_TABLES, *POSTED_TABLES, "closing")
    return frozenset(
        [f"{_PREFIX}{table}_{event}" for table in fixed for event in ("update", "delete")]
        + [f"{_PREFIX}fund_entry_{event}" for event in ("insert", "posting")]
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


#: Columns of a closing that its reopening writes.
_REOPENING = ("reopened_on", "reopened_by", "reopened_why")


def _frozen_columns(record: type[Record], open: tuple[str, ...]) -> list[str]:
    return [field.name for field in fields_of(record) if field.name not in open]


def _made(differs: str) -> list[tuple[str, str, str, str]]:
    """Return (table, event, condition, message); ``differs`` says how two values are unequal: {0} is the column."""

    def changed(record: type[Record], open: tuple[str, ...]) -> str:
        return " OR ".join(differs.format(name) for name in _frozen_columns(record, open))

    posted = "OLD.posted_at IS NOT NULL"
    return [
        *((table, event, "true", JOURNAL) for table in JOURNAL_TABLES for event in ("UPDATE", "DELETE")),
        ("fund_entry", "UPDATE", posted, POSTED),
        ("fund_entry", "DELETE", posted, POSTED),
        ("notice", "UPDATE", f"{posted} AND ({changed(Notice, OPEN_AFTER_POSTING)})", POSTED),
        ("notice", "DELETE", posted, POSTED),
        ("closing", "UPDATE", f"OLD.reopened_on IS NOT NULL OR {changed(Closing, _REOPENING)}", CLOSING),
        ("closing", "DELETE", "true", CLOSING),
    ]


def _closed(month: str) -> str:
    """Return whether the month of a new entry is closed, in SQL."""
    return (
        "EXISTS (SELECT 1 FROM closing WHERE closing.village_id = NEW.village_id AND closing.reopened_on IS NULL"
        f" AND closing.year = NEW.year AND (closing.month IS NULL OR closing.month = {month}))"
    )


def _sqlite() -> list[str]:
    closed = _closed("CAST(strftime('%m', NEW.date) AS INTEGER)")
    posted = "NEW.posted_at IS NOT NULL AND "
    return [
        f'CREATE TRIGGER "{_PREFIX}{table}_{event.lower()}" BEFORE {event} ON "{table}" WHEN {when}'
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for table, event, when, message in _made('OLD."{0}" IS NOT NEW."{0}"')
    ] + [
        f'CREATE TRIGGER "{_PREFIX}fund_entry_{name}" BEFORE {event} ON "fund_entry" WHEN {when}{closed}'
        f" BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
        for name, event, when in (
            ("insert", "INSERT", posted), ("posting", "UPDATE", f"OLD.posted_at IS NULL AND {posted}"),
        )
    ]  # fmt: skip


def _postgresql() -> list[str]:
    # json has no equality on PostgreSQL; every value has a text.
    made = _made('OLD."{0}"::text IS DISTINCT FROM NEW."{0}"::text')
    functions = [
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'; END $$",
        # A trigger's condition may not look into another table; its function may.
        f"CREATE OR REPLACE FUNCTION {_CLOSED_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {_closed('EXTRACT(MONTH FROM NEW.date)')} THEN RAISE EXCEPTION USING MESSAGE = '{CLOSED}',"
        " ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
    ]
    return [
        *functions,
        *(
            f'CREATE TRIGGER "{_PREFIX}{table}_{event.lower()}" BEFORE {event} ON "{table}" FOR EACH ROW'
            f" WHEN ({when}) EXECUTE FUNCTION {_FUNCTION}('{message}')"
            for table, event, when, message in made
        ),
        *(
            f'CREATE TRIGGER "{_PREFIX}fund_entry_{name}" BEFORE {event} ON "fund_entry" FOR EACH ROW'
            f" WHEN ({when}) EXECUTE FUNCTION {_CLOSED_FUNCTION}()"
            for name, event, when in (
                ("insert", "INSERT", "NEW.posted_at IS NOT NULL"),
                ("posting", "UPDATE", "OLD.posted_at IS NULL AND NEW.posted_at IS NOT NULL"),
            )
        ),
    ]
