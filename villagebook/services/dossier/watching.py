"""A folder the scanner writes into: files of it that the book does not have yet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from villagebook.base.errors import KnownError
from villagebook.ledgers.parts import table
from villagebook.models import AttachmentLink
from villagebook.services.dossier.filing import ORIGINAL
from villagebook.services.dossier.taking import MOST_BYTES
from villagebook.store import Book

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".pdf"})
MOST_FILES = 500


class Fresh(NamedTuple):
    """A file the book does not have yet."""

    path: Path
    size: int
    changed: float


class Known:
    """What is known of the files of a folder, so that a file is read once only while it stays as it is."""

    def __init__(self) -> None:
        self._hashes: dict[tuple[str, int, float], str] = {}

    def sha256(self, file: Fresh) -> str:
        """Return the hash of a file's content.

        Raises:
            OSError: it cannot be read.
        """
        key = (str(file.path), file.size, file.changed)
        if key not in self._hashes:
            with file.path.open("rb") as opened:
                self._hashes[key] = hashlib.file_digest(opened, "sha256").hexdigest()
        return self._hashes[key]


def fresh(book: Book, folder: Path, known: Known | None = None) -> list[Fresh]:
    """Return the pictures and PDFs of a folder that were never put into this book, the oldest first.

    Files that grow while they are looked at (the scanner is still writing) come at the next look.

    Raises:
        KnownError: the folder is not there or cannot be read.
    """
    known = known or Known()
    link = table(AttachmentLink)
    query = select(link.c.note).where(
        link.c.village_id == book.village_id, link.c.record == "dossier_paper", link.c.note.is_not(None))
    with book.read() as connection:
        taken = {note.removeprefix(ORIGINAL) for note in connection.execute(query).scalars()}
    found = []
    for file in _listed(folder):
        try:
            if known.sha256(file) not in taken:
                found.append(file)
        except OSError:
            continue  # locked by the scanner's program: it is there at the next look
    return found


def _listed(folder: Path) -> list[Fresh]:
    try:
        files = [
            Fresh(path, stat.st_size, stat.st_mtime)
            for path in folder.iterdir()
            if path.suffix.lower() in ENDINGS and path.is_file() and 0 < (stat := path.stat()).st_size <= MOST_BYTES
        ]
    except OSError as error:
        raise KnownError(
            "dossier.folder", f"打不开文件夹“{folder}”", "请核对文件夹还在不在，或者另选一个") from error
    return sorted(files, key=lambda file: (file.changed, file.path.name))[:MOST_FILES]
