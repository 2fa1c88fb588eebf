"""The village's officers, whose office phones are the only ones that may hang on a wall."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from villagebook.base.errors import UserError
from villagebook.models import Officer, fields_of
from villagebook.services.fields import record_row, typed
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: Fields of an officer that people type, in the order shown.
OFFICER_FIELDS = ("name", "unit", "post", "phone", "role", "since", "until")


@verb("officer.add", "加干部", Undo.INVERSE)
def add_officer(book: Book, values: Mapping[str, str], *, actor: str) -> Changed:
    """Add an officer; ``values`` are texts by field name.

    Raises:
        UserError: no name, or a text that is not of its field's kind.
    """
    new = _read({"name": "", **values})
    with book.work(declaration(add_officer).id, actor, f"加干部 {new['name']}", Undo.INVERSE) as work:
        work.write_rows(Officer, inserts=[{"id": work.new_id(), "village_id": book.village_id, **new}])
        return Changed.of(work.commit())


@verb("officer.edit", "改干部", Undo.INVERSE)
def edit_officer(book: Book, officer: uuid.UUID, values: Mapping[str, str], *, actor: str) -> Changed:
    """Change fields of an officer; empty text clears one.

    Raises:
        UserError: the officer is gone, no name, or a text that is not of its field's kind.
    """
    new = _read(values)
    with book.work(declaration(edit_officer).id, actor, "改干部", Undo.INVERSE) as work:
        row = record_row(work.connection, "officer", officer)
        work.heading = f"改干部 {new.get('name', row['name'])}"
        work.write_rows(Officer, updates=[(officer, new)])
        return Changed.of(work.commit())


@verb("officer.remove", "删干部", Undo.INVERSE)
def remove_officer(book: Book, officer: uuid.UUID, *, actor: str) -> Changed:
    """Take an officer out; what hangs already keeps the phone it was posted with.

    Raises:
        UserError: the officer is gone already.
    """
    with book.work(declaration(remove_officer).id, actor, "删干部", Undo.INVERSE) as work:
        row = record_row(work.connection, "officer", officer)
        work.heading = f"删干部 {row['name']}"
        work.write_rows(Officer, deletes=[officer])
        return Changed.of(work.commit())


def _read(values: Mapping[str, str]) -> dict[str, Any]:
    declared = {info.name: info for info in fields_of(Officer)}
    unknown = set(values) - set(OFFICER_FIELDS)
    if unknown:
        raise ValueError(f"not fields of an officer: {unknown}")
    if "name" in values and not values["name"].strip():
        raise UserError("officer.no_name", "没有写姓名", "请写干部的姓名")
    return {name: typed(declared[name], text) for name, text in values.items()}
