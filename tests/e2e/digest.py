"""What a closed book holds, in one number: equal if nothing was changed, whatever SQLite does to the file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import sqlcipher3.dbapi2


def digest(book: Path) -> str:
    """SHA-256 of everything in the database, and of the names of all kept files."""
    connection = sqlcipher3.dbapi2.connect(str(book / "book.db"))
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    content = repr([connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables]) + "".join(
        sorted(p.name for p in (book / "files").rglob("*"))
    )
    connection.close()
    return hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()
