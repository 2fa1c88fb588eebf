"""What the redacted edition leaves out: secret columns and parts, and whatever the leak scan finds in the rest."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import KnownError
from villagebook.documents.forms import fields
from villagebook.exporting.leaks import Hit, LeakRules, scan_file, scan_text
from villagebook.exporting.leaks.files import values_of
from villagebook.exporting.leaks.images import is_image
from villagebook.ledgers import Column
from villagebook.models import RECORDS, Notice, Privacy, fields_of
from villagebook.notices import NOTICE_KINDS
from villagebook.services import secrets
from villagebook.services.dossier.binder import FILE, Binder, Kept, MadeHere
from villagebook.services.ledger_files import LedgerFile
from villagebook.store import Book

HIDDEN = "（已隐去）"
_BETWEEN = "\0"
_NAMED = [((one.name, one.label), one.privacy) for record in RECORDS for one in fields_of(record)]
#: Secret fields by name and label, as forms name their values; none that is open in another record.
_SECRET = {name for name, privacy in _NAMED if privacy is Privacy.SECRET} - {
    name for name, privacy in _NAMED if privacy is not Privacy.SECRET}  # fmt: skip


class Redactor:
    """Knows everything private of one book; leaves it out of what is shown."""

    def __init__(self, rules: LeakRules) -> None:
        self._rules = rules

    @classmethod
    def of(cls, book: Book, connection: Connection, on: dt.date | None = None) -> Redactor:
        """Read what must not be shown; titles of posted notices may name their programme.

        Args:
            on: Who is under age on that day is a child; None: on the day of the last operation.
        """
        found = secrets.rules(connection, book.village_id)
        if on is not None:
            found = replace(found, children=secrets.children(connection, book.village_id, on))
        query = select(Notice.heading).where(Notice.village_id == book.village_id, Notice.posted_at.is_not(None))
        titles = [title for title in connection.execute(query).scalars() if title]
        words = {word for kind in NOTICE_KINDS for word in kind.title_words}
        names = [kind.name for kind in NOTICE_KINDS]
        return cls(replace(found, titles=(*titles, *names), title_words=tuple(words)))

    def hits(self, name: str, data: bytes) -> tuple[Hit, ...]:
        """What a finished file shows that must not be shown."""
        return scan_file(name, data, self._rules)

    def may_go(self, name: str, data: bytes) -> bool:
        """Whether a file people put in may go along: it can be read to its last corner, and shows nothing private.

        Pictures never may, nor pages that are pictures: nobody can look what stands on them.
        """
        if is_image(data):
            return False
        try:
            return not self.hits(name, data)
        except KnownError:
            return False

    def clean(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text shows nothing private; most do not, so they are looked at together first."""
        if not scan_text(_BETWEEN.join(texts), self._rules):
            return [True] * len(texts)
        if len(texts) == 1:
            return [False]
        middle = len(texts) // 2
        return [*self.clean(texts[:middle]), *self.clean(texts[middle:])]

    def clean_parts(self, parts: list[str]) -> list[bool]:
        """Whether each part of the journal (canonical JSON) may be opened."""
        return self.clean([_BETWEEN.join(values_of(json.loads(part))) for part in parts]) if parts else []

    def table(self, file: LedgerFile) -> LedgerFile:
        """A ledger without its secret columns, and without the cells that show something private."""
        columns = tuple(column for column in file.columns if column.privacy is not Privacy.SECRET)
        cells = [_text(row, column) for row in file.rows for column in columns]
        clean = iter(self.clean(cells) if cells else ())
        rows = []
        for row in file.rows:
            hidden = [column.id for column in columns if not next(clean)]
            rows.append({**row, **dict.fromkeys(hidden, HIDDEN)} if hidden else row)
        return replace(file, columns=columns, rows=tuple(rows))


def redacted_binder(binder: Binder) -> Binder:
    """A binder whose scans and photos stay in the office: nobody can look what stands on them.

    Papers made by the program stay, with their secret values hidden.
    """
    slots = []
    for view in binder.slots:
        kept = tuple(Kept({**paper.row, "attachment_id": None, "source": FILE}) for paper in view.kept)
        made = tuple(_without_secrets(one) for one in view.made)
        slots.append(replace(view, kept=kept, made=made, photos=()))
    return replace(binder, slots=tuple(slots))


def _without_secrets(made: MadeHere) -> MadeHere:
    values: dict[str, Any] = dict(made.filled.values)
    for one in {one for form in made.paper.forms for one in fields(form) if (one.name, one.label) in _SECRET}:
        if one.source:
            values[one.source] = [_hidden(row, one.name) for row in values.get(one.source) or ()]
        else:
            values = _hidden(values, one.name)
    return replace(made, filled=replace(made.filled, values=values))


def _hidden(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**values, name: HIDDEN.strip("（）")} if values.get(name) else dict(values)


def _text(row: Mapping[str, Any], column: Column) -> str:
    value = row[column.id]
    return value if isinstance(value, str) else "、".join(map(str, value)) if isinstance(value, list) else ""
