"""Proving a package untouched: its files and signature, the chain of its journal, and whose book it is.

Everything but the last needs nothing beyond the package. Somebody who makes a package anew with a key of his own can
make it whole; he is told by the key's fingerprint and by the chain's head, which the book, or a posted notice, knows.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding, Severity
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.evidence_check import check_package, content, opened
from villagebook.services.audit import words
from villagebook.store import Book, journal
from villagebook.store.chain import OPERATION
from villagebook.store.commitments import FIRST, ChangeSeal, Link, OperationHash, canonical, commit_to
from villagebook.store.keys import find_key
from villagebook.store.sealed import PARTS

_SOURCE = "证据包：留痕的链"
_STEP = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What proving a package found.

    Attributes:
        findings: What is wrong; empty if it is untouched, and the given book's.
        facts: What the package says of itself (village, year, edition, made_at …).
        fingerprint: Of the key that signed it. known: Whether a book was given to compare it with.
        head: The last hash of its journal, as recomputed. files, operations: How many were proved.
    """

    findings: tuple[Finding, ...]
    facts: Mapping[str, Any]
    fingerprint: str
    known: bool
    head: str
    files: int
    operations: int


def prove(path: Path, *, book: Book | None = None, head: str | None = None, progress: Progress = QUIET) -> Proof:
    """Find out whether a package is untouched.

    Args:
        book: The village's own book, to compare key and chain with.
        head: A hash known from elsewhere (a posted notice, a backup), at least its first twelve digits.

    Raises:
        UserError: the file is no zip, or ``head`` is no such text. KnownError: it cannot be read. Cancelled.
    """
    wanted = None if head is None else _clean(head)
    files = check_package(path, progress)
    with opened(path) as archive:
        facts = _facts(archive)
        chain = _Chain(archive, progress)
        findings = [*files.findings, *chain.run(), *chain.against(facts, files.fingerprint)]
    if wanted is not None and not any(known.startswith(wanted) for known in chain.hashes.values()):
        other = "不是同一本账，或这之前的留痕被换过"
        findings.append(_finding("evidence.head", wanted, f"留痕里没有链头 {wanted}", other))
    if book is not None:
        findings += _against_book(book, chain, files.fingerprint)
    return Proof(
        tuple(findings), facts, files.fingerprint, book is not None, chain.previous, files.files, len(chain.hashes)
    )


def _clean(head: str) -> str:
    text = re.sub(r"[\s-]", "", head).lower()  # on paper it stands in two halves
    if not re.fullmatch(rf"[0-9a-f]{{{journal.HEAD_LENGTH},64}}", text):
        raise UserError("journal.bad_head", f"“{head}”不是校验码", f"请照公示或备份上的 {journal.HEAD_LENGTH} 位填写")
    return text


def _facts(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        found = json.loads(content(archive, words.FACTS) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Chain:
    """The journal of a package, followed from its first operation to the last."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        self._archive = archive
        self._progress = progress
        self.hashes: dict[int, str] = {}
        self.previous = FIRST
        self._last = 0

    def run(self) -> Iterator[Finding]:
        """Yield what is wrong with the chain."""
        if words.JOURNAL not in self._archive.namelist():
            return  # named among the missing files
        try:
            with self._archive.open(words.JOURNAL) as stream:
                operation: dict[str, Any] | None = None
                changes: list[dict[str, Any]] = []
                for raw in stream:
                    line = json.loads(raw)
                    if "operation" in line:
                        if operation is not None:
                            yield from self._operation(operation, changes)
                        operation, changes = line, []
                    else:
                        changes.append(line)
                if operation is not None:
                    yield from self._operation(operation, changes)
        except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, EOFError):
            after = f"第{self._last}号操作以后" if self._last else "开头"
            yield _finding("evidence.journal", words.JOURNAL, f"留痕 {words.JOURNAL} {after}读不出来", "被改动过")

    def _operation(self, line: dict[str, Any], changes: list[dict[str, Any]]) -> Iterator[Finding]:
        seq = line["operation"]
        if seq % _STEP == 0:
            self._progress.step(seq, 0, "正在核对留痕")
        subject = f"第{seq}号操作"
        expected = self._last + 1
        if seq != expected:
            what = f"留痕里第{expected}号操作不见了" if seq > expected else f"{subject}的次序被调换过"
            yield _finding("evidence.chain", f"第{expected}号操作" if seq > expected else subject, what)
        elif line["previous"] != self.previous:
            yield _finding("evidence.chain", subject, f"{subject}和前一次接不上", "这之前的留痕被换过或删过")
        if not all(change["of"] == seq and change["change"] == at for at, change in enumerate(changes, 1)):
            yield _finding("evidence.chain", subject, f"{subject}的改动缺了，或次序被调换过")
        for change in changes:
            for part in PARTS:
                if not _holds(change[part], "value"):
                    yield _finding("evidence.part", subject, f"{subject}里第 {change['change']} 条改动的内容被改动过")
        if not _holds(line["heading"], "text"):
            yield _finding("evidence.part", subject, f"{subject}的说明被改动过")
        if _rehashed(line, changes) != line["hash"]:
            yield _finding("evidence.operation", subject, f"{subject}被改动过", "它的校验重算出来不一样")
        self.hashes[seq] = self.previous = line["hash"]
        self._last = max(self._last, seq)

    def against(self, facts: Mapping[str, Any], fingerprint: str) -> Iterator[Finding]:
        """Yield where the package's own facts say something else than its journal and key."""
        if not facts:
            yield _finding("evidence.facts", words.FACTS, f"{words.FACTS} 读不出来", "被改动过，或不是本程序的证据包")
            return
        if self.hashes and facts.get("head") != self.previous:
            yield _finding("evidence.head", words.FACTS, "留痕的末尾不是包里写的链头", "最后的操作被删过，或链头被改过")
        if fingerprint and facts.get("key") != fingerprint:
            yield _finding("evidence.key", words.FACTS, "公钥不是包里写的那一把", "公钥被换过")


def _holds(part: dict[str, Any] | None, name: str) -> bool:
    """Whether an opened part is what was committed to; closed parts cannot be looked into."""
    if part is None or "salt" not in part:
        return True
    return bool(commit_to(bytes.fromhex(part["salt"]), canonical(part[name])) == part["commitment"])


def _rehashed(line: dict[str, Any], changes: list[dict[str, Any]]) -> str:
    link = Link(
        village_id=uuid.UUID(line["village"]), id=uuid.UUID(line["id"]), seq=line["operation"],
        at=dt.datetime.fromisoformat(line["at"]), actor=line["actor"], verb=line["verb"], undo=line["undo"],
        undoes_seq=line["undoes"], schema_version=line["schema"], heading_commitment=line["heading"]["commitment"],
        previous_hash=line["previous"],
    )  # fmt: skip
    whole = OperationHash(link)
    for change in changes:
        whole.add(_seal(change))
    return whole.hexdigest()


def _seal(change: dict[str, Any]) -> ChangeSeal:
    before_open, before_secret, after_open, after_secret = (
        None if change[part] is None else str(change[part]["commitment"]) for part in PARTS
    )
    return (
        change["id"], change["record"], change["record_id"], before_open, before_secret, after_open, after_secret
    )  # fmt: skip


def _against_book(book: Book, chain: _Chain, fingerprint: str) -> Iterator[Finding]:
    """Yield where the package is not of this book."""
    key = find_key(book)
    if fingerprint and (key is None or key.fingerprint != fingerprint):
        own = f"这本账的钥匙指纹是 {key.fingerprint}" if key else "这本账从没签过证据包"
        other = f"{own}；包是别人另做的，或是另一本账的"
        yield _finding("evidence.foreign_key", fingerprint, "签名的不是这本账的钥匙", other)
    query = select(OPERATION.c.seq, OPERATION.c.hash).where(OPERATION.c.village_id == book.village_id)
    with book.read() as connection:
        own_hashes = {row.seq: row.hash for row in connection.execute(query)}
    wrong = [seq for seq, hash in chain.hashes.items() if own_hashes.get(seq) != hash]
    if wrong:
        subject = f"第{min(wrong)}号操作"
        message = f"从{subject}起，留痕和这本账的不一样"
        yield _finding("evidence.foreign_chain", subject, message, "不是这本账的，或被换过")


def _finding(id: str, subject: str, message: str, hint: str = "") -> Finding:
    return Finding(id, Severity.ERROR, subject, "", message, hint, _SOURCE)
