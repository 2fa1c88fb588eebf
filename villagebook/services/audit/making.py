"""Making a year's evidence package: everything the township asks for in one signed zip.

Only what stands goes in: posted entries, posted notices. Files are written one after the other, always in the same
order; the book is read in one snapshot and is not changed (its key is made when the first package is signed).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from villagebook import __version__
from villagebook.base.days import chinese
from villagebook.base.errors import KnownError
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.evidence import PUBLIC_KEY, Package
from villagebook.exporting.files import replacing
from villagebook.ledgers import Ledger
from villagebook.services import books, ledger_files, tables
from villagebook.services.audit import contents, words
from villagebook.services.audit.redaction import Redactor, redacted_binder
from villagebook.services.dossier.binder import binder_of
from villagebook.services.dossier.volume import render
from villagebook.services.known_at import CHINA
from villagebook.store import Book, journal
from villagebook.store.commitments import time_text
from villagebook.store.keys import SigningKey, signing_key
from villagebook.store.sealed import sealed_lines

FORMAT = 1
FULL, REDACTED = "full", "redacted"
EDITIONS = {FULL: "完整版（含证件、电话、银行卡，只交镇里）", REDACTED: "隐去版（保密内容已隐去）"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written.

    Attributes:
        files: How many files are in it, manifest and signature included. size: Of the zip in bytes.
        fingerprint: Of the key that signed it. head: The chain's head in it.
        drafts: Entries of the year that wait to be posted and are not in it.
        left_out: Names of files that are not in it, with the reason.
    """

    path: Path
    files: int
    size: int
    fingerprint: str
    head: str
    drafts: int
    left_out: tuple[tuple[str, str], ...]


def make(
    book: Book, target: Path, *, year: int, today: dt.date, redacted: bool = False, progress: Progress = QUIET
) -> Made:
    """Write the evidence of a year.

    Args:
        redacted: Leave out secret parts, and whatever the leak scan finds in the rest.

    Raises:
        KnownError: the target cannot be written, or a file of the book is gone or damaged.
        Cancelled: the target is as it was before.
    """
    key = signing_key(book)
    with book.read() as connection, replacing(target) as fresh, tempfile.TemporaryDirectory() as place:
        package = Package(fresh, book.clock.now())
        with contextlib.closing(package):
            making = _Making(book, connection, package, key, year, min(today, dt.date(year, 12, 31)), Path(place))
            making.redactor = Redactor.of(book, connection, making.on) if redacted else None
            making.progress = progress
            making.run()
            package.finish(key.sign)
        size = fresh.stat().st_size
    return Made(
        target, len(package.files) + 2, size, key.fingerprint, making.head, making.drafts, tuple(making.left_out)
    )


@dataclass
class _Making:
    """One package under way."""

    book: Book
    connection: Connection
    package: Package
    key: SigningKey
    year: int
    on: dt.date
    place: Path
    redactor: Redactor | None = None
    progress: Progress = QUIET
    shelves: list[words.Shelf] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    head: str = ""
    drafts: int = 0
    done: int = 0

    def run(self) -> None:
        """Add all files but manifest and signature."""
        self.head = journal.head(self.book)
        self.drafts = contents.drafts(self.connection, self.book, self.year)
        made_at = self.book.clock.now()
        rows = self._ledgers(made_at)
        self._papers("凭证和照片", contents.on_rows(self.connection, self.book, self.year, self.on))
        self._papers("公示（张贴的原件）", contents.posted_notices(self.connection, self.book, self.year), posted=True)
        self._dossiers()
        operations = self._journal()
        self._front(made_at, rows, operations)

    def _step(self, what: str) -> None:
        self.done += 1
        self.progress.step(self.done, 0, what)

    # Ledgers

    def _ledgers(self, made_at: dt.datetime) -> dict[str, int]:
        rows: dict[str, int] = {}
        lines: list[tuple[str, str, int]] = []
        for number, ledger in enumerate(contents.ledgers(), 1):
            within = contents.scope_of(ledger, self.book, self.year, self.on)
            file = tables.prepared(self.book, ledger.id, on=self.on, made_at=made_at, within=within)
            rows[ledger.id] = len(file.rows)
            if self.redactor is not None:
                file = self.redactor.table(file)
            for ending in (".xlsx", ".pdf"):
                self._step(f"证据包：{ledger.title}")
                lines += self._ledger(ledger, file, f"{number:02d} {ledger.title}{ending}")
        self.shelves.append(words.Shelf("台账", "只含已入账的分录和已张贴的公示。", lines))
        return rows

    def _ledger(self, ledger: Ledger, file: ledger_files.LedgerFile, name: str) -> Iterator[tuple[str, str, int]]:
        path = self.place / f"{ledger.id}{Path(name).suffix}"
        ledger_files.write(file, path, self.progress)
        yield from self._add(("台账",), name, path.read_bytes())
        path.unlink()

    # Papers

    def _papers(self, heading: str, papers: Iterable[contents.Paper], *, posted: bool = False) -> None:
        lines: list[tuple[str, str, int]] = []
        for paper in papers:
            self._step(f"证据包：{paper.folders[0]}")
            told = "/".join((*paper.folders, paper.file_name))
            try:
                content = self.book.files.read(paper.attachment_id)
            except KnownError as error:
                self.left_out.append((self._open_name(told), f"{error.message}（SHA-256：{paper.sha256}）"))
                continue
            if self.redactor is not None and not posted and not self.redactor.may_go(told, content):
                why = f"有保密内容，或是不能检查的扫描件和照片，只留 SHA-256：{paper.sha256}"
                self.left_out.append((self._open_name(told), why))
                continue
            lines += self._add(paper.folders, paper.file_name, content, paper.sha256)
        self.shelves.append(words.Shelf(heading, "" if lines else "没有。", lines))

    def _open_name(self, told: str) -> str:
        """A file's name as the index may tell it."""
        clean = self.redactor is None or self.redactor.clean([told])[0]
        return told if clean else told.partition("/")[0]

    def _dossiers(self) -> None:
        lines: list[tuple[str, str, int]] = []
        for key, name in contents.projects(self.connection, self.book, self.year):
            self._step(f"证据包：{name}的档案")
            path = self.place / "dossier.pdf"
            try:
                binder = binder_of(self.book, key, self.on)
                render(self.book, binder if self.redactor is None else redacted_binder(binder), path)
            except KnownError as error:  # a scan of it is gone or damaged
                self.left_out.append((f"档案/{name}.pdf", error.message))
                continue
            lines += self._add(("档案",), f"{name}.pdf", path.read_bytes())
        pictures = "" if self.redactor is None else "扫描件和照片不能检查有没有保密内容，只留它们的位置。"
        told = f"每个项目一册：封面、目录和全部材料；缺件占缺件页。{pictures}" if lines else "没有。"
        self.shelves.append(words.Shelf("项目档案（一本清）", told, lines))

    def _add(
        self, folders: tuple[str, ...], file_name: str, content: bytes, sha256: str = ""
    ) -> Iterator[tuple[str, str, int]]:
        """Add a file, unless the redacted edition finds something private in it; yield its line of the index."""
        name = self.package.free_name(*folders, file_name)
        if self.redactor is not None and self.redactor.hits(name, content):
            told = name if self.redactor.clean([name])[0] else folders[0]
            why = f"，只留 SHA-256：{sha256}" if sha256 else ""
            self.left_out.append((told, f"含保密内容{why}"))
            return
        packed = self.package.add(name, content)
        yield name.partition("/")[2], name, packed.size

    # Journal

    def _journal(self) -> int:
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            since = dt.datetime(self.year, 1, 1, tzinfo=CHINA)
            chosen: dict[str, Any] = {"secrets": True}
            if self.redactor is not None:
                openly = self.redactor.clean_parts
                chosen = {"secrets": False, "tables": contents.public_tables(), "openly": openly}
            for operation, changes in sealed_lines(self.connection, self.book.village_id, since, **chosen):
                self._step("证据包：留痕")
                count += 1
                yield _line(operation)
                for change in changes:
                    yield _line(change)

        packed = self.package.add(words.JOURNAL, lines())
        told = f"共 {count} 次操作；{self.year}年以前的只留校验，用来证明没有断开。"
        if self.redactor is not None:
            told += "农户、人员和保密内容也只留校验。"
        self.shelves.append(words.Shelf("留痕", told, [("journal.jsonl", packed.name, packed.size)]))
        return count

    # The pages in front

    def _front(self, made_at: dt.datetime, rows: dict[str, int], operations: int) -> None:
        village = books.info(self.book)
        title = f"{village.township}{village.name}{self.year}年度证据包"
        edition = FULL if self.redactor is None else REDACTED
        facts = {
            "format": FORMAT, "program": __version__, "village": village.name, "code": village.code, "year": self.year,
            "edition": edition, "made_at": time_text(made_at), "as_of": self.on.isoformat(), "head": self.head,
            "operations": operations, "key": self.key.fingerprint, "drafts_left_out": self.drafts, "rows": rows,
            "left_out": [list(pair) for pair in self.left_out],
        }  # fmt: skip
        self.package.add(PUBLIC_KEY, self.key.pem)
        self.package.add(words.FACTS, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode())
        shown = {
            "年度": f"{self.year}年，数据截至{chinese(self.on)}",
            "版本": EDITIONS[edition],
            "制作时间": f"{made_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            "草稿": f"另有 {self.drafts} 笔分录待过账，不在本包内" if self.drafts else "没有待过账的分录",
            "链头": self.head,
            "签名钥匙": self.key.fingerprint,
        }
        self.package.add(words.INDEX, words.index(title, shown, self.shelves, self.left_out))
        listed = len(self.package.files) + 1
        self.package.add(words.HOW_TO, words.how_to(title, listed, self.key.fingerprint, self.head))


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
