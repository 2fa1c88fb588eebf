"""What the last sheet of a volume says: 备考表. Inside a volume the numbers it states are those of that volume."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection

from villagebook.documents.papers import archive as forms
from villagebook.ledgers import Scope
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.services.papers.projects import project_row

SAID = "本卷共有文件材料　　　件　　　页，其中照片　　　张。"
"""Where the volume is not printed with it, the numbers are written by hand."""


def closing_note(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 备考表."""
    row = project_row(connection, key)
    if row is None:
        return None
    values: dict[str, object] = {
        "name": row["name"] or "", "archive_number": row["archive_number"] or "　　　　　　　　　　", "said": SAID,
        "lacking": "", "exempt": "", "archived_by": row["archived_by"], "checked_by": row["archive_checked_by"],
        "archived_on": row["archived_on"],
    }  # fmt: skip
    return Filled(values, row["code"] or "", on=row["archived_on"])


def counted(filled: Filled, items: int, pages: int, photos: int, lacking: str, exempt: str) -> Filled:
    """Return the note with what a volume holds and what it lacks."""
    said = f"本卷共有文件材料{items}件{pages}页" + (f"，其中照片{photos}张。" if photos else "。")
    return Filled(
        {**filled.values, "said": said, "lacking": lacking, "exempt": exempt}, filled.subject, on=filled.on)


CLOSING_NOTE = MadePaper("closing-note", "备考表", "project", (forms.CLOSING_NOTE,), closing_note, "closing-note")
