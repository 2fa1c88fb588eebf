"""Backup files: one ``.vbak`` is a zip with the database, all files and a manifest that proves them.

Nothing counts as a backup before it was opened again: the copy's integrity is checked, its rows are counted
against the book's, and every file in the finished zip is hashed. Only then it gets its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from villagebook import __version__
from villagebook.base.errors import KnownError, UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.store import places
from villagebook.store.commitments import FIRST, canonical, time_text
from villagebook.store.connections import Access, connect
from villagebook.store.files import file_hash, relative_name, sync_folder
from villagebook.store.trouble import in_words

DATABASE = "book.db"
FILES = "files"
BACKUPS = "backups"
SUFFIX = ".vbak"
FORMAT = 1

#: A day's works fit into twenty; a fault found months later (an audit, a year's closing) needs an older one.
#: More would fill a small disk, since each backup holds all photos.
KEPT_NEWEST = 20
KEPT_MONTHS = 12

_MANIFEST = "manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        head: Hash of the journal's last operation; its first twelve characters can be written down.
        counts: Rows per table.
        files: SHA-256 -> size in bytes of every file in it.
        missing: SHA-256 of files the book itself had lost, or held damaged, when it was saved.
    """

    format: int
    program: str
    schema: str
    village: str
    code: str
    at: str
    reason: str
    head: str
    seq: int
    counts: Mapping[str, int]
    database: str
    files: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def time(self) -> dt.datetime:
        """When it was made, aware."""
        return dt.datetime.fromisoformat(self.at)


def save(folder: Path, target: Path, reason: str, at: dt.datetime, progress: Progress = QUIET) -> Manifest:
    """Write a verified backup of the book in a folder; other connections may be using it.

    Raises:
        KnownError: no room, the disk fails, or the book is damaged; no file is left then.
    """
    with in_words(), _building(target) as work:
        copy = work / DATABASE
        sizes = sum(file.stat().st_size for file in folder.glob("book.db*"))
        stored = sum(file.stat().st_size for file in (folder / FILES).rglob("*") if file.is_file())
        places.need_room(work, 2 * sizes + stored)
        progress.step(0, 0, "备份")
        counts, facts, hashes = _copy_database(folder / DATABASE, copy)
        check_database(copy, counts)
        have = {sha256: folder / FILES / relative_name(sha256) for sha256 in hashes}
        whole = {sha256 for sha256, path in have.items() if file_hash(path) == sha256}
        manifest = Manifest(
            format=FORMAT, program=__version__, at=time_text(at), reason=reason, counts=counts,
            database=str(file_hash(copy)),
            files={sha256: path.stat().st_size for sha256, path in have.items() if sha256 in whole},
            missing=tuple(sha256 for sha256 in have if sha256 not in whole),
            **facts,
        )  # fmt: skip
        packed = work / "packed"
        _pack(packed, manifest, copy, have, at, progress)
        check(packed)
        packed.replace(target)
        sync_folder(target.parent)
        return manifest


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself; its contents are not checked.

    Raises:
        UserError: the file is no backup.
        KnownError: a newer program made it.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            said = json.loads(archive.read(_MANIFEST))
        if said["format"] > FORMAT:
            raise KnownError("store.newer_backup", f"“{file.name}”是用更新的程序备份的", "请先升级本程序")
        return Manifest(**{**said, "missing": tuple(said["missing"])})
    except FileNotFoundError:
        raise UserError("store.no_such_backup", f"没有“{file}”这个备份") from None
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise UserError("store.not_a_backup", f"“{file.name}”不是备份文件，或已损坏", "请换一个备份") from None


def check(file: Path, into: Path | None = None, progress: Progress = QUIET) -> Manifest:
    """Read a whole backup and compare every byte with the manifest; with ``into``, unpack it there.

    Raises:
        UserError: it is no backup, or damaged (``store.not_a_backup``, ``store.backup_damaged``).
    """
    manifest = read_manifest(file)
    wanted = {DATABASE: manifest.database}
    wanted |= {f"{FILES}/{relative_name(sha256)}": sha256 for sha256 in manifest.files}
    damaged = UserError("store.backup_damaged", f"备份“{file.name}”已损坏", "请换一个备份")
    with zipfile.ZipFile(file) as archive:
        if sorted(archive.namelist()) != sorted([_MANIFEST, *wanted]):
            raise damaged
        for done, (name, sha256) in enumerate(wanted.items()):
            progress.step(done, len(wanted), "核对备份")
            try:
                if _unpack(archive, name, None if into is None else into / name) != sha256:
                    raise damaged
            except (zipfile.BadZipFile, EOFError, OSError) as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise  # the disk, not the zip
                raise damaged from None
    return manifest


def count_rows(connection: Any) -> dict[str, int]:
    """Return the rows of every table of a driver connection's database."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def check_database(file: Path, counts: Mapping[str, int]) -> None:
    """Open a copied database and check it.

    Raises:
        KnownError: it is damaged, or does not hold as many rows as it should.
    """
    with closing(connect(file, Access.IMMUTABLE)) as connection:
        faults = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
        faults = [text for text in faults if text != "ok"]
        faults += [f"{row[0]}" for row in connection.execute("PRAGMA foreign_key_check").fetchall()]
        if faults or count_rows(connection) != dict(counts):
            detail = f"（{faults[0]}）" if faults else "（行数不符）"
            raise KnownError(
                "store.backup_failed", f"备份核对不通过{detail}", "账本可能已损坏，请不要再改，先还原以前的备份"
            )


def listed(folder: Path) -> list[tuple[Path, Manifest | None]]:
    """Return the backups in a folder, newest first; None for one that cannot be read."""
    found: list[tuple[Path, Manifest | None]] = []
    for file in folder.glob(f"*{SUFFIX}"):
        try:
            found.append((file, read_manifest(file)))
        except (UserError, KnownError):
            found.append((file, None))
    return sorted(found, key=lambda item: (item[1].at if item[1] else "", item[0].name), reverse=True)


def next_name(folder: Path, stem: str, at: dt.datetime) -> Path:
    """Return a new name for a backup in a folder, which is made if need be."""
    with in_words():
        folder.mkdir(parents=True, exist_ok=True)
    stamp = at.astimezone().strftime("%Y%m%d-%H%M%S")
    path, number = folder / f"{stem}-{stamp}{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"{stem}-{stamp}-{number}{SUFFIX}", number + 1
    return path


def thin_out(folder: Path) -> None:
    """Remove backups that newer ones replace."""
    readable = [(path, said) for path, said in listed(folder) if said is not None]
    for path in superseded([(path, said.time) for path, said in readable]):
        path.unlink()


def superseded(backups: Sequence[tuple[Path, dt.datetime]]) -> list[Path]:
    """Return which backups may go: all but the newest ``KEPT_NEWEST`` and the newest of each of ``KEPT_MONTHS``."""
    ordered = sorted(backups, key=lambda item: (item[1], item[0].name), reverse=True)
    months: dict[tuple[int, int], Path] = {}
    for path, at in ordered:
        months.setdefault((at.year, at.month), path)
    kept = {path for path, _ in ordered[:KEPT_NEWEST]} | set(list(months.values())[:KEPT_MONTHS])
    return [path for path, _ in ordered if path not in kept]


def village_code(database: Path) -> str:
    """Return the code of the village a database belongs to."""
    with closing(connect(database, Access.READ)) as connection:
        return str(connection.execute("SELECT code FROM village").fetchone()[0])


@contextmanager
def _building(target: Path) -> Iterator[Path]:
    """Give a folder beside the target that is gone afterwards."""
    work = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy_database(source: Path, copy: Path) -> tuple[dict[str, int], dict[str, Any], list[str]]:
    """Copy by the online backup; counts, facts and file hashes are of the same snapshot."""
    with closing(connect(source, Access.READ)) as reading, closing(connect(copy, Access.CREATE)) as writing:
        reading.execute("BEGIN")
        counts = count_rows(reading)
        schema = reading.execute("SELECT version_num FROM alembic_version").fetchone()
        name, code = reading.execute("SELECT name, code FROM village").fetchone()
        last = reading.execute("SELECT seq, hash FROM operation ORDER BY seq DESC LIMIT 1").fetchone() or (0, FIRST)
        hashes = [text for (text,) in reading.execute("SELECT DISTINCT sha256 FROM attachment ORDER BY sha256")]
        reading.backup(writing)
        reading.execute("ROLLBACK")
        writing.execute("PRAGMA journal_mode = DELETE")
    facts = {"schema": schema[0], "village": name, "code": code, "seq": last[0], "head": last[1]}
    return counts, facts, hashes


def _pack(
    packed: Path, manifest: Manifest, copy: Path, have: Mapping[str, Path], at: dt.datetime, progress: Progress
) -> None:
    stamp = at.astimezone().timetuple()[:6]
    with packed.open("wb") as file:
        with zipfile.ZipFile(file, "w") as archive:

            def add(name: str, source: IO[bytes], compressed: bool) -> None:
                entry = zipfile.ZipInfo(name, stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
                entry._compresslevel = 1  # type: ignore[attr-defined]
                with archive.open(entry, "w", force_zip64=True) as goal:
                    shutil.copyfileobj(source, goal, _CHUNK)

            archive.writestr(zipfile.ZipInfo(_MANIFEST, stamp), canonical(asdict(manifest)))
            with copy.open("rb") as source:
                add(DATABASE, source, compressed=True)
            for done, sha256 in enumerate(manifest.files):
                progress.step(done, len(manifest.files), "备份文件")
                with have[sha256].open("rb") as source:
                    add(f"{FILES}/{relative_name(sha256)}", source, compressed=False)
        file.flush()
        os.fsync(file.fileno())


def _unpack(archive: zipfile.ZipFile, name: str, goal: Path | None) -> str:
    """Read one member; return its SHA-256."""
    digest = hashlib.sha256()
    with archive.open(name) as source:
        if goal is None:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
            return digest.hexdigest()
        goal.parent.mkdir(parents=True, exist_ok=True)
        with goal.open("wb") as file:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    return digest.hexdigest()
