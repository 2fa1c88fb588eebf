"""The schema of a new book, and the version it carries.

A new book gets today's schema straight from the models and the mark of the last migration; an older book gets
there by the migrations. A test demands that both ways end in the same schema.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from villagebook.models import Record
from villagebook.store import finding, triggers

#: The last migration in store/migrations/versions; stands in every book and every operation.
VERSION = "0004"


def create(connection: Connection) -> None:
    """Make all tables and triggers in an empty database and mark its version."""
    Record.metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": VERSION})
    triggers.create(connection)
    finding.create(connection)


def version(connection: Connection) -> str | None:
    """Return the version a database carries; None if it is no book."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found
