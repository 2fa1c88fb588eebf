"""What of a book belongs to a year's evidence: ledgers, the papers on their rows, notices as posted, dossiers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, extract, func, select

from villagebook.ledgers import LEDGERS, Ledger, Scope, read
from villagebook.models import Attachment, AttachmentLink, FundEntry, Notice, Project
from villagebook.store import Book
from villagebook.store.entries import Namer

#: Ledgers that the township audits, in the order of the package.
AUDITED = (
    "projects", "funds", "funds-by-project", "funds-by-source", "funds-by-year", "fund-balances", "reimbursements",
    "rosters", "to-household", "benefits", "agreements", "coverage", "contracts", "acceptances", "distributions",
    "distribution-lines", "assets", "meetings", "committees", "social-help", "notices",
)  # fmt: skip

#: What the redacted edition never opens in the journal: who lives here is no matter of its readers.
_OF_PEOPLE = frozenset({
    "household", "person", "group", "membership", "status_period", "household_year", "person_year", "officer",
})  # fmt: skip
#: Records behind the ledgers that no column is made of.
_BESIDES = frozenset({"village", "closing"})

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the book that goes along: where it goes, and its content's key and hash."""

    folders: tuple[str, ...]
    file_name: str
    attachment_id: uuid.UUID
    sha256: str
    size: int


def ledgers() -> tuple[Ledger, ...]:
    """The ledgers of a package."""
    return tuple(LEDGERS[name] for name in AUDITED)


def public_tables() -> frozenset[str]:
    """The tables whose changes the redacted edition opens: those that its ledgers are made of, without the people."""
    shown = {source.record for ledger in ledgers() for column in ledger.columns for source in column.sources}
    return frozenset(shown | _BESIDES) - _OF_PEOPLE


def scope_of(ledger: Ledger, book: Book, year: int, on: dt.date) -> Scope:
    """The rows of a year that stand; a ledger without years is as of the year's end."""
    return Scope(book.village_id, on, posted_only=True, year=year if ledger.year is not None else None)


def on_rows(connection: Connection, book: Book, year: int, on: dt.date) -> Iterator[Paper]:
    """Yield the papers and photos attached to the records that a package's ledgers show."""
    namer = Namer(connection, {})
    for ledger in ledgers():
        record = ledger.columns[0].sources[0].record
        keys = [key for key in read.ids(connection, ledger, scope_of(ledger, book, year, on)) if _is_key(key)]
        folder = "凭证" if ledger.id == "funds" else "附件"
        for start in range(0, len(keys), _AT_ONCE):
            for key, role, file_name, *stored in _attached(connection, record, keys[start : start + _AT_ONCE]):
                code = namer.code(record, key)
                folders = (folder, code) if ledger.id == "funds" else (folder, ledger.title, code)
                yield Paper(folders, f"{role} {file_name}", *stored)


def _is_key(key: object) -> bool:
    return isinstance(key, uuid.UUID)


def _attached(connection: Connection, record: str, keys: Sequence[object]) -> list[Any]:
    query = (
        select(
            AttachmentLink.record_id, AttachmentLink.role, Attachment.file_name, Attachment.id, Attachment.sha256,
            Attachment.size,
        )
        .join(Attachment, Attachment.id == AttachmentLink.attachment_id)
        .where(AttachmentLink.record == record, AttachmentLink.record_id.in_(keys), AttachmentLink.role != "定稿")
        .order_by(AttachmentLink.record_id, AttachmentLink.role, Attachment.file_name, AttachmentLink.id)
    )  # fmt: skip
    return list(connection.execute(query))


def posted_notices(connection: Connection, book: Book, year: int) -> list[Paper]:
    """The notices of a year, each the very PDF that was posted."""
    query = (
        select(Notice.number, Notice.pdf_id, Attachment.sha256, Attachment.size)
        .join(Attachment, Attachment.id == Notice.pdf_id)
        .where(Notice.village_id == book.village_id, Notice.year == year, Notice.posted_at.is_not(None))
        .order_by(Notice.serial)
    )
    return [Paper(("公示",), f"{number}.pdf", *rest) for number, *rest in connection.execute(query)]


def projects(connection: Connection, book: Book, year: int) -> list[tuple[uuid.UUID, str]]:
    """(key, code and name) of the projects of a year: planned for it, or with posted money in it."""
    paid = select(FundEntry.project_id).where(FundEntry.year == year, FundEntry.posted_at.is_not(None))
    started = extract("year", Project.started_on) == year
    query = (
        select(Project.id, Project.code, Project.name)
        .where(Project.village_id == book.village_id, (Project.year == year) | Project.id.in_(paid) | started)
        .order_by(Project.code, Project.id)
    )
    return [(key, f"{code or ''} {name or ''}".strip()) for key, code, name in connection.execute(query)]


def drafts(connection: Connection, book: Book, year: int) -> int:
    """How many entries of a year wait to be posted; they are no evidence and stay out."""
    of_year = (FundEntry.year == year) | (extract("year", FundEntry.date) == year)
    query = select(func.count()).select_from(FundEntry).where(
        FundEntry.village_id == book.village_id, FundEntry.posted_at.is_(None), of_year
    )  # fmt: skip
    return int(connection.execute(query).scalar_one())
