"""Backups of a book and the way back from them.

``make`` before anything that cannot be undone step by step (imports, migrations, restores), ``Book.close`` makes
one when something changed. What a backup file is, and how it is verified, is in vault.py.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from villagebook.base.clock import SYSTEM_CLOCK, Clock
from villagebook.base.errors import KnownError, UserError, VillagebookError
from villagebook.base.progress import QUIET, Progress
from villagebook.store import lock, migrate, places, vault
from villagebook.store.book import Book
from villagebook.store.opening import open_book
from villagebook.store.trouble import in_words


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and verified.

    Attributes:
        counts: Rows per table.
        ok: Whether it holds everything; False if the book itself had lost files (``missing``, their SHA-256).
        head: Hash of the journal's last operation in it.
    """

    path: Path
    at: dt.datetime
    counts: Mapping[str, int]
    ok: bool
    missing: tuple[str, ...]
    head: str
    size: int


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup found in the book's folder of backups; all but path and size None if it cannot be read."""

    path: Path
    size: int
    at: dt.datetime | None
    reason: str | None
    head: str | None
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A restored book; ``kept_aside`` is where the book that was there before lies now, None if there was none."""

    kept_aside: Path | None
    counts: Mapping[str, int]


def make(book: Book, target: Path | None = None, reason: str = "", progress: Progress = QUIET) -> BackupReport:
    """Make a verified backup.

    Args:
        target: The file to write; None: a new one in the book's folder of backups, where old ones are then
            thinned out. Existing files are replaced.
        reason: Why, for people.

    Raises:
        KnownError: no room, the disk fails, the book is damaged.
        UserError: the book lies on a database server.
    """
    if book.on_server:
        raise UserError("store.backup_on_server", "共用数据库里的账由管理员统一备份", "请联系管理员")
    at = book.clock.now()
    path = target or vault.next_name(book.backup_folder, book.folder.stem, at)
    manifest = vault.save(book.folder, path, reason, at, progress)
    if target is None:
        vault.thin_out(book.backup_folder)
    return BackupReport(
        path, manifest.time, manifest.counts, not manifest.missing, manifest.missing, manifest.head, path.stat().st_size
    )


def list(book: Book) -> Sequence[BackupInfo]:
    """Return the backups in the book's folder of backups, newest first."""
    return [
        BackupInfo(path, path.stat().st_size, said.time, said.reason, said.head, said.counts)
        if said
        else BackupInfo(path, path.stat().st_size, None, None, None, None)
        for path, said in vault.listed(book.backup_folder)
    ]


def check(file: Path, progress: Progress = QUIET) -> vault.Manifest:
    """Check every byte of a backup and return what it says of itself.

    Raises:
        UserError: it is no backup, or damaged.
    """
    return vault.check(file, progress=progress)


def restore(file: Path, folder: Path, clock: Clock = SYSTEM_CLOCK, progress: Progress = QUIET) -> RestoreReport:
    """Make the book of a backup the book in a folder; the present one is kept aside under another name.

    Raises:
        UserError: the backup is damaged, or of another village than the book in the folder.
        KnownError: the present book is open, no room, the disk fails. The present book is in its place then.
    """
    said = vault.read_manifest(file)
    if said.schema not in migrate.versions():
        raise KnownError("store.newer_backup", f"“{file.name}”是用更新的程序备份的", "请先升级本程序")
    if folder.suffix != places.SUFFIX:
        raise UserError("store.bad_name", f"“{folder.name}”不能作账本的名字", f"名字要以 {places.SUFFIX} 结尾")
    places.refuse_network(folder)
    building = folder.with_name(f".{folder.name}.{os.getpid()}")
    with in_words():
        try:
            _unpack(file, building, said, progress)
            aside = _set_aside(folder, said.code, clock.now())
            try:
                building.rename(folder)
                return RestoreReport(aside, _counted(folder, said, clock))
            except BaseException:
                _put_back(folder, aside)
                raise
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _unpack(file: Path, building: Path, said: vault.Manifest, progress: Progress) -> None:
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    (building / vault.BACKUPS).mkdir()
    (building / vault.FILES).mkdir()
    places.need_room(building, sum(said.files.values()) + 2 * file.stat().st_size)
    vault.check(file, building, progress)
    for path in (building / vault.FILES).rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    vault.check_database(building / vault.DATABASE, said.counts)


def _set_aside(folder: Path, code: str, at: dt.datetime) -> Path | None:
    if not folder.exists():
        return None
    held = lock.acquire(folder, at)  # refuses while somebody has it open
    held.release()  # Windows renames no folder with an open file in it
    if (present := _village_code(folder)) not in (None, code):
        raise UserError(
            "store.other_village", f"备份是另一个村的（{code}），“{folder.stem}”是 {present}", "请还原到别的文件夹"
        )
    stamp = at.astimezone().strftime("%Y%m%d-%H%M%S")
    aside = folder.with_name(f"{folder.stem}-还原前-{stamp}{folder.suffix}")
    number = 2
    while aside.exists():
        aside = folder.with_name(f"{folder.stem}-还原前-{stamp}-{number}{folder.suffix}")
        number += 1
    folder.rename(aside)
    return aside


def _village_code(folder: Path) -> str | None:
    """Return the code of the village whose book lies in a folder; None if the book is too damaged to tell."""
    try:
        with in_words():
            return vault.village_code(folder / vault.DATABASE)
    except VillagebookError:
        return None


def _counted(folder: Path, said: vault.Manifest, clock: Clock) -> Mapping[str, int]:
    with open_book(folder, clock=clock) as book:
        counts = book.counts()
    wrong = [table for table, count in said.counts.items() if table in counts and counts[table] != count]
    if wrong:
        raise KnownError("store.restore_failed", f"还原后行数不符（{wrong[0]}）", "原来的账本没有动，请换一个备份")
    return counts


def _put_back(folder: Path, aside: Path | None) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    if aside is not None:
        aside.rename(folder)
