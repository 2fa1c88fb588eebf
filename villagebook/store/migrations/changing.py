"""What migrations are written with: adding columns and references where the records declare them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

KEY = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def changing(table: str) -> AbstractContextManager[BatchOperations]:
    """Change a table; SQLite writes it anew, so that its columns stand where the records declare them."""
    return op.batch_alter_table(table, recreate="always" if _on_sqlite() else "never")


def put(batch: BatchOperations, name: str, kind: Any, after: str) -> None:
    """Add a column behind another."""
    where = {"insert_after": after} if _on_sqlite() else {}
    batch.add_column(sa.Column(name, kind, nullable=True), **where)


def point(batch: BatchOperations, table: str, name: str, to: str) -> None:
    """Let a column refer to the rows of a table; checked at commit."""
    batch.create_foreign_key(f"fk_{table}_{name}_{to}", to, [name], ["id"], deferrable=True, initially="DEFERRED")
