"""Verification: is the journal whole, and is the book what the journal says?

Three questions, each answered by findings that name the record:

* Is each operation and each change what it was when it was written (commitments, hashes, chain)?
* Does each change begin where the last one of its row ended? (Else somebody wrote past the journal.)
* Does each row of each table hold what its last change left? None more, none missing.

A journal rewritten from one point on is whole in itself; only a head written down elsewhere (on posted notices,
backups, closings) shows it: pass it as ``head``.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding, Severity
from villagebook.models import BY_TABLE, JOURNAL_TABLES, fields_of
from villagebook.store import naming, triggers
from villagebook.store.book import Book
from villagebook.store.chain import CHANGE, OPERATION, seal
from villagebook.store.commitments import FIRST, Link, canonical, commit_to, operation_hash
from villagebook.store.images import Image
from villagebook.store.raw import comparer, raw_rows, raw_select, reader
from villagebook.store.recorder import stored_images

#: Heads on paper have this many characters.
HEAD_LENGTH = 12

_SOURCE = "本程序：操作记录的校验"


def verify(book: Book, head: str | None = None) -> list[Finding]:
    """Check journal and rows of a book; an empty list means that all is well.

    Args:
        head: A hash that must be in the chain: all 64 hex digits or at least the first twelve, as on paper.

    Raises:
        UserError: ``head`` is no such text.
        KnownError: the file cannot be read.
    """
    wanted = None if head is None else _clean_head(head)
    with book.read() as connection:
        check = _Verification(connection, book.village_id)
        findings = [*check.guards(book.folder.stem), *check.journal(), *check.rows()]
        if wanted is not None and not any(known.startswith(wanted) for known in check.hashes):
            findings.append(
                _finding(
                    "journal.head", wanted, f"操作记录里没有校验 {wanted}", "说明这之前的记录被换过，或不是同一本账"
                )
            )
        return findings


def _clean_head(head: str) -> str:
    text = re.sub(r"[\s-]", "", head).lower()  # on paper it stands in two halves
    if not re.fullmatch(rf"[0-9a-f]{{{HEAD_LENGTH},64}}", text):
        raise UserError("journal.bad_head", f"“{head}”不是校验码", f"请照公示或备份上的 {HEAD_LENGTH} 位填写")
    return text


@dataclass(slots=True)
class _Last:
    """What the newest change of a row left: canonical texts; both None after a delete."""

    seq: int
    open: str | None
    secret: str | None
    erased: bool

    def image(self) -> Image | None:
        """Return the row; ValueError if the text is no JSON."""
        if self.open is None:
            return None
        return {**json.loads(self.open), **json.loads(self.secret or "{}")}


class _Verification:
    def __init__(self, connection: Connection, village_id: uuid.UUID) -> None:
        self._connection = connection
        self._village_id = village_id
        self._last: dict[tuple[str, uuid.UUID], _Last] = {}
        self.hashes: list[str] = []

    def guards(self, name: str) -> Iterator[Finding]:
        """Find triggers that are missing."""
        missing = triggers.names() - triggers.listed(self._connection)
        if missing:
            yield _finding("journal.triggers", name, "账本的防改保护被去掉了", f"缺：{'、'.join(sorted(missing))}")

    def journal(self) -> Iterator[Finding]:
        """Find broken operations and changes; remembers the last image of every row."""
        seq, previous = 0, FIRST
        for operation in self._operations():
            if isinstance(operation, Finding):
                yield operation
                continue
            if operation["seq"] != seq + 1:
                yield _finding("journal.gap", f"第{seq + 1}号操作", f"第{seq}号和第{operation['seq']}号操作之间缺记录")
            seals = []
            for position, change in enumerate(self._changes(operation["id"]), start=1):
                yield from self._change(operation, position, change)
                seals.append(seal(change))
            yield from self._operation(operation, previous, seals)
            seq, previous = operation["seq"], operation["hash"]
        yield from self._orphans()

    def rows(self) -> Iterator[Finding]:
        """Find rows that are not what their last change left."""
        for table_name in BY_TABLE:
            if table_name not in JOURNAL_TABLES:
                yield from self._table(table_name)

    def _operations(self) -> Iterator[Mapping[str, Any] | Finding]:
        dialect = self._connection.dialect
        readers = [(column.name, reader(column, dialect)) for column in OPERATION.columns]
        query = raw_select(OPERATION).where(OPERATION.c.village_id == self._village_id).order_by(OPERATION.c.seq)
        for row in self._connection.execute(query).all():
            try:
                yield {name: read(value) for (name, read), value in zip(readers, row, strict=True)}
            except (ValueError, TypeError):
                yield _finding("journal.operation", f"第{row.seq}号操作", "这条操作记录读不出来", "被改动过")

    def _changes(self, operation_id: uuid.UUID) -> Iterator[Mapping[str, Any]]:
        dialect = self._connection.dialect
        read_key = reader(CHANGE.c.id, dialect)
        query = raw_select(CHANGE).where(CHANGE.c.operation_id == operation_id).order_by(CHANGE.c.position)
        for row in self._connection.execution_options(yield_per=1000).execute(query).mappings():
            keys = {name: _key(read_key, row[name]) for name in ("id", "record_id", "village_id")}
            yield {**row, **keys}

    def _change(self, operation: Mapping[str, Any], position: int, change: Mapping[str, Any]) -> Iterator[Finding]:
        seq, table, id = operation["seq"], change["record"], change["record_id"]
        whole = (
            change["position"] == position
            and change["village_id"] == self._village_id
            and all(_part_holds(change, when, part) for when in ("before", "after") for part in ("open", "secret"))
        )
        if not whole or table not in BY_TABLE or not isinstance(id, uuid.UUID):
            yield _finding(
                "journal.change", self._change_code(change), f"第{seq}号操作里对它的记录被改动过", "以纸质材料为准",
                ("change", str(change["id"])),
            )  # fmt: skip
            if table not in BY_TABLE or not isinstance(id, uuid.UUID):
                return
        last = self._last.get((table, id))
        if not _continues(last, change):
            yield _finding(
                "journal.before",
                self._change_code(change),
                f"第{seq}号操作之前，有人绕过本程序改过它",
                "",
                (table, str(id)),
            )
        erased = change["after_secret"] is None and change["after_secret_commitment"] is not None
        self._last[table, id] = _Last(seq, change["after_open"], change["after_secret"], erased)

    def _operation(self, operation: Mapping[str, Any], previous: str, seals: list[Any]) -> Iterator[Finding]:
        subject, record = f"第{operation['seq']}号操作", ("operation", str(operation["id"]))
        if operation["previous_hash"] != previous:
            yield _finding("journal.chain", subject, "和前一条操作接不上", "这之前的记录被换过或删过", record)
        try:
            link = Link(**{name: operation[name] for name in Link.__dataclass_fields__})
            heading = commit_to(operation["heading_salt"], canonical(operation["heading"]))
            right = operation_hash(link, seals) == operation["hash"] and heading == operation["heading_commitment"]
        except (TypeError, ValueError, AttributeError):
            right = False
        if right:
            self.hashes.append(operation["hash"])
        else:
            yield _finding("journal.operation", subject, "这条操作记录，或它的改动，被改过或删过", "", record)

    def _orphans(self) -> Iterator[Finding]:
        query = select(CHANGE.c.id).where(
            CHANGE.c.village_id == self._village_id, CHANGE.c.operation_id.not_in(select(OPERATION.c.id))
        )
        for (id,) in self._connection.execute(query):
            yield _finding("journal.orphan", "", "有一条改动不属于任何操作", "操作记录被删过", ("change", str(id)))

    def _table(self, table_name: str) -> Iterator[Finding]:
        table = BY_TABLE[table_name].__table__
        labels = {field.name: field.label for field in fields_of(BY_TABLE[table_name])}
        secret = {field.name for field in fields_of(BY_TABLE[table_name]) if field.privacy == "secret"}
        read_key = reader(table.c.id, self._connection.dialect)  # type: ignore[arg-type]
        place = list(table.c.keys()).index("id")
        different = comparer(table_name, self._connection.dialect)
        waiting = {id for (name, id), last in self._last.items() if name == table_name and last.open is not None}
        for row in raw_rows(self._connection, table, self._village_id):  # type: ignore[arg-type]
            id = _key(read_key, row[place])
            last = self._last.get((table_name, id)) if isinstance(id, uuid.UUID) else None
            try:
                image = None if last is None else last.image()
            except ValueError:  # its change was tampered with and is reported already
                waiting.discard(id)
                continue
            if last is None or image is None:
                yield self._row("book.row_extra", table_name, id, "不是由本程序写进来的")
                continue
            waiting.discard(id)
            names = different(image, row)
            if last.erased:
                names = [name for name in names if name not in secret]
                yield self._row(
                    "journal.erased", table_name, id, "保密内容已从操作记录中抹去，无从核对", severity=Severity.INFO
                )
            for name in names:
                yield self._row("book.row_changed", table_name, id, "和操作记录对不上", labels[name])
        for id in sorted(waiting):
            yield self._row("book.row_missing", table_name, id, "被绕过本程序删掉了")

    def _row(
        self, finding: str, table: str, id: Any, message: str, field: str = "", severity: Severity = Severity.ERROR
    ) -> Finding:
        title = BY_TABLE[table].title
        subject = (
            naming.code(table, id, self._follow(table, id), self._follow) if isinstance(id, uuid.UUID) else str(id)
        )
        what = f"{title} {subject} 的“{field}”" if field else f"{title} {subject} "
        return _finding(finding, subject, what + message, "", (table, str(id)), field, severity)

    def _follow(self, table: str, id: uuid.UUID) -> Image | None:
        last = self._last.get((table, id))
        try:
            return None if last is None else last.image()
        except ValueError:
            return None

    def _change_code(self, change: Mapping[str, Any]) -> str:
        table, id = change["record"], change["record_id"]
        if table not in BY_TABLE or not isinstance(id, uuid.UUID):
            return str(table)
        known = (self._follow(table, id), _parsed(change["after_open"]), _parsed(change["before_open"]))
        image = next((image for image in known if image), None) or self._present(table, id)
        return naming.code(table, id, image, self._follow)

    def _present(self, table: str, id: uuid.UUID) -> Image | None:
        try:
            return stored_images(self._connection, table, [id]).get(id)
        except (ValueError, TypeError):  # that row was tampered with too
            return None


def _parsed(text: Any) -> Image | None:
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _key(read: Any, value: Any) -> Any:
    """Return a key, or the value as it is if it is none."""
    try:
        return read(value)
    except (ValueError, TypeError):
        return value


def _part_holds(change: Mapping[str, Any], when: str, part: str) -> bool:
    """Whether one part of one image is what was committed to; a secret part may have been erased for good."""
    text, salt = change[f"{when}_{part}"], change[f"{when}_{part}_salt"]
    commitment = change[f"{when}_{part}_commitment"]
    if change[f"{when}_open_commitment"] is None:  # there is no image: the row was inserted or deleted
        return text is None and salt is None and commitment is None
    if commitment is None or (text is None and salt is None):
        return text is None and salt is None and (commitment is None or part == "secret")
    return isinstance(text, str) and isinstance(salt, bytes) and commit_to(salt, text) == commitment


def _continues(last: _Last | None, change: Mapping[str, Any]) -> bool:
    """Whether a change begins where the last one of its row ended; erased parts cannot be compared."""
    if change["before_open"] != (None if last is None else last.open):
        return False
    before, after = change["before_secret"], None if last is None else last.secret
    erased = (last is not None and last.erased) or (before is None and change["before_secret_commitment"] is not None)
    return erased or before == after


def _finding(
    id: str,
    subject: str,
    message: str,
    hint: str = "",
    record: tuple[str, str] | None = None,
    field: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(id, severity, subject, field, message, hint, _SOURCE, record)
