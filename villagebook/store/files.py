"""The book's files: photos, papers, posted PDFs, imported originals.

Each content is kept once, under its SHA-256 (``files/ab/cdef…``), read-only, written and synced before the row
that names it commits. Files are reached by the attachment's id; no path leaves this module. A file whose work
was rolled back stays without a row, which is harmless.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import Table, select

from villagebook.base.errors import KnownError
from villagebook.models import Attachment
from villagebook.store.trouble import in_words

if TYPE_CHECKING:
    from villagebook.store.book import Book
    from villagebook.store.work import Work

_ATTACHMENT = cast("Table", Attachment.__table__)
_CHUNK = 1 << 20
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileTrouble:
    """An attachment whose file is not there, or not what it was."""

    id: uuid.UUID
    file_name: str
    sha256: str


class Files:
    """The files of one book."""

    def __init__(self, book: Book, folder: Path) -> None:
        self._book = book
        self._folder = folder

    def put(self, work: Work, data: bytes, file_name: str, media_type: str) -> uuid.UUID:
        """Keep a content; return its attachment's id, which is the old one if the book has this content.

        Raises:
            KnownError: the disk is full or the folder cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        work.session.flush()
        query = select(_ATTACHMENT.c.id).where(
            _ATTACHMENT.c.sha256 == sha256, _ATTACHMENT.c.village_id == self._book.village_id
        )
        known: uuid.UUID | None = work.connection.execute(query.limit(1)).scalar()
        with in_words():
            self._write(sha256, data)
        if known is not None:
            return known
        row = {
            "sha256": sha256,
            "size": len(data),
            "media_type": media_type,
            "file_name": file_name,
            "added_at": self._book.clock.now(),
        }
        return work.write_rows(Attachment, [row])[0]

    def read(self, attachment_id: uuid.UUID) -> bytes:
        """Return a content.

        Raises:
            LookupError: no such attachment.
            KnownError: the file is missing or was changed.
        """
        with self._book.read() as connection:
            query = select(_ATTACHMENT.c.sha256, _ATTACHMENT.c.file_name).where(_ATTACHMENT.c.id == attachment_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise LookupError(f"no attachment {attachment_id}")
        try:
            data = self._path(row.sha256).read_bytes()
        except FileNotFoundError:
            raise KnownError("store.file_missing", f"文件“{row.file_name}”不见了", "请从备份还原") from None
        if hashlib.sha256(data).hexdigest() != row.sha256:
            raise KnownError("store.file_damaged", f"文件“{row.file_name}”已损坏或被改动过", "请从备份还原")
        return data

    def missing(self) -> list[FileTrouble]:
        """Return the attachments whose file is not there."""
        return [trouble for trouble in self._all() if not self._path(trouble.sha256).is_file()]

    def damaged(self) -> list[FileTrouble]:
        """Return the attachments whose file is there but holds something else; reads every file."""
        return [
            trouble for trouble in self._all() if file_hash(self._path(trouble.sha256)) not in (None, trouble.sha256)
        ]

    def _all(self) -> list[FileTrouble]:
        query = (
            select(_ATTACHMENT.c.id, _ATTACHMENT.c.file_name, _ATTACHMENT.c.sha256)
            .where(_ATTACHMENT.c.village_id == self._book.village_id)
            .order_by(_ATTACHMENT.c.id)
        )
        with self._book.read() as connection:
            return [FileTrouble(*row) for row in connection.execute(query)]

    def _path(self, sha256: str) -> Path:
        return self._folder / relative_name(sha256)

    def _write(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        if file_hash(path) == sha256:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, data)


def relative_name(sha256: str) -> str:
    """Return where a content lies below ``files/``; a text that is no SHA-256 leads to a name nobody has."""
    if not _SHA256.fullmatch(sha256):
        return "none"
    return f"{sha256[:2]}/{sha256[2:]}"


def write_durably(path: Path, data: bytes) -> None:
    """Write a read-only file so that after a power cut it is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            path.chmod(0o644)  # Windows replaces no read-only file
        temporary.replace(path)
        path.chmod(0o444)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder lasting, where the system can."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def file_hash(path: Path) -> str | None:
    """Return the SHA-256 of a file, None if there is none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
