"""What goes out to the public: looked at first, kept back while it shows something private, or let out with a reason.

Every finished file that is made to hang, to be sent or to be put on the network passes ``let_out`` (or, for posting a
notice, the same scan in publicity). A reason to let one out all the same stays in the journal with the file's SHA-256
and what was found in it: the auditor sees it, and the file can be recognised.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import KnownError, UserError
from villagebook.documents.saving import write_whole
from villagebook.exporting.leaks import KINDS, Hit, LeakRules, scan_file
from villagebook.exporting.leaks.images import is_image
from villagebook.exporting.pictures import clean_copy
from villagebook.models import Notice, Operation, Override
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.services import secrets
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: How the subject of a reason begins; the rest is the beginning of the file's SHA-256.
SUBJECT = "release."
#: Id of the error when something is kept back.
KEPT_BACK = "release.leak"

_SHOWN = 3
_SHORT_HASH = 16
_LARGEST = 400_000_000


@dataclass(frozen=True, slots=True)
class Released:
    """A file that was let out although something was found in it.

    Attributes:
        name, sha256: The file. hits: What was found, one line each. why, who, on: The reason, who gave it, and when.
    """

    name: str
    sha256: str
    hits: tuple[str, ...]
    why: str
    who: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Looked:
    """One file that was looked at before it goes out.

    Attributes:
        error: Why it could not be read; empty if it was.
        picture: Whether it is a photo, of which only what its file says was looked at.
    """

    path: Path
    hits: tuple[Hit, ...]
    error: str = ""
    picture: bool = False

    @property
    def clean(self) -> bool:
        """Whether nothing was found, and all was read."""
        return not self.hits and not self.error

    def as_json(self) -> dict[str, Any]:
        """The shape of ``scan --json``."""
        return {
            "file": str(self.path), "clean": self.clean, "error": self.error, "picture": self.picture,
            "hits": [as_json(hit) for hit in self.hits],
        }  # fmt: skip


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit as plain JSON; what was found is masked."""
    return {
        "kind": hit.kind, "title": KINDS[hit.kind].title, "shown": hit.shown, "where": hit.where, "page": hit.page,
        "sheet": hit.sheet, "cell": hit.cell,
    }  # fmt: skip


def check_public(
    book: Book, name: str, data: bytes, kind: NoticeKind | None = None, *, on: dt.date | None = None,
    declared: Collection[str] = (),
) -> tuple[Hit, ...]:  # fmt: skip
    """Return what a finished file shows that must not leave the office; empty if it may go.

    Args:
        name: With its ending; the name is looked at, too.
        kind: The kind of notice it is; only its programme's words may stand in titles. None: those of all kinds.
        on: The day it goes out.
        declared: The program's own words in it (headings of public columns: 残疾人数); no leak as they stand.

    Raises:
        KnownError: the file is broken.
    """
    with book.read() as connection:
        rules = public_rules(connection, book, kind, on)
    return scan_file(name, data, replace(rules, allowed=(*rules.allowed, *declared)) if declared else rules)


def public_rules(
    connection: Connection, book: Book, kind: NoticeKind | None = None, on: dt.date | None = None
) -> LeakRules:
    """What is looked for in this book's files; words of a programme's name may stand in titles of notices only."""
    found = secrets.rules(connection, book.village_id, on=on)
    query = select(Notice.heading).where(Notice.village_id == book.village_id, Notice.heading.is_not(None))
    if kind is not None:
        query = query.where(Notice.kind == kind.id)
    kinds = NOTICE_KINDS if kind is None else (kind,)
    titles = (*connection.execute(query.distinct()).scalars(), *(one.name for one in kinds))
    words = {word for one in kinds for word in one.title_words}
    forbidden = () if kind is None else kind.forbidden
    return replace(found, titles=titles, title_words=tuple(words), words=(*found.words, *forbidden))


@verb("paper.release", "放行对外文件", Undo.NONE)
def release(
    book: Book, name: str, data: bytes, why: str, *, actor: str, kind: NoticeKind | None = None,
    on: dt.date | None = None, declared: Collection[str] = (),
) -> Changed:  # fmt: skip
    """Record why a file goes out although something was found in it; a clean file leaves no trace.

    Raises:
        UserError: no reason is given. KnownError: the file is broken.
    """
    hits = check_public(book, name, data, kind, on=on, declared=declared)
    if not why.strip():
        raise kept_back(name, hits)
    digest = hashlib.sha256(data).hexdigest()
    with book.work(declaration(release).id, actor, f"放行 {name}：{why.strip()}", Undo.NONE) as work:
        if hits:
            value = {"name": name, "sha256": digest, "hits": [str(hit) for hit in hits]}
            row = {"subject": SUBJECT + digest[:_SHORT_HASH], "value": value, "reason": why.strip()}
            work.write_rows(Override, inserts=[{"id": work.new_id(), "village_id": book.village_id, **row}])
        return Changed.of(work.commit())


def let_out(
    book: Book, name: str, data: bytes, *, why: str = "", actor: str = "", kind: NoticeKind | None = None,
    on: dt.date | None = None, declared: Collection[str] = (),
) -> tuple[Hit, ...]:  # fmt: skip
    """Look at a file that is about to go out; with a reason it may go whatever is found, and the reason is journalled.

    Returns:
        What was found and is let out; empty if the file is clean.

    Raises:
        UserError: something was found and no reason is given; the message names the places.
        KnownError: the file is broken.
    """
    hits = check_public(book, name, data, kind, on=on, declared=declared)
    if not hits:
        return ()
    if not why.strip():
        raise kept_back(name, hits)
    release(book, name, data, why, actor=actor, kind=kind, on=on, declared=declared)
    return hits


def kept_back(name: str, hits: Sequence[Hit]) -> UserError:
    """The error that keeps a file back."""
    return UserError(
        KEPT_BACK, f"“{name}”不能对外：{places(hits)}", "请改掉再做；确认可以公开的，要写明放行原因（--why）")


def places(hits: Sequence[Hit]) -> str:
    """The first hits in words."""
    shown = "；".join(str(hit) for hit in hits[:_SHOWN])
    return shown + (f"，共 {len(hits)} 处" if len(hits) > _SHOWN else "")


def released(book: Book) -> tuple[Released, ...]:
    """The files that were let out with a reason, the newest first."""
    operation = select(Operation.seq, Operation.actor, Operation.at).where(
        Operation.village_id == book.village_id, Operation.verb == "paper.release")
    query = select(Override.value, Override.reason).where(
        Override.village_id == book.village_id, Override.subject.startswith(SUBJECT))
    with book.read() as connection:
        done = connection.execute(operation.order_by(Operation.seq)).all()
        rows = connection.execute(query.order_by(Override.id)).all()
    found = [
        Released(row.value["name"], row.value["sha256"], tuple(row.value["hits"]), row.reason or "", one.actor,
                 one.at.date())
        for row, one in zip(rows, done, strict=True)
    ]  # fmt: skip
    return tuple(reversed(found))


def look_at(book: Book, paths: Sequence[Path], *, on: dt.date | None = None) -> tuple[Looked, ...]:
    """Look at finished files by this book's secrets before they go out; one that cannot be read keeps no other back."""
    with book.read() as connection:
        rules = public_rules(connection, book, on=on)
    return tuple(_look(path, rules) for path in paths)


def clean_photo(path: Path, folder: Path) -> Path:
    """Write a copy of a photo that says nothing but its pixels, under the same name; return it.

    Raises:
        UserError: it would take the place of the photo itself, or of another file.
        KnownError: it is no photo, or the copy cannot be written.
    """
    data = _read(path)
    kept = clean_copy(data)
    target = folder / (path.name if kept[:4] == data[:4] else f"{path.stem}.png")
    if target.exists():
        raise UserError("release.there", f"“{target.name}”在那个文件夹里已经有了", "请换一个文件夹，原来的照片不动")
    write_whole(target, kept)
    return target


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnownError("release.unreadable", f"“{path.name}”打不开：{error.strerror or error}") from error


def told(looked: Looked) -> tuple[str, ...]:
    """What was found in a file, as lines for a person."""
    name = looked.path.name
    if looked.error:
        return (f"{name}：{looked.error}",)
    unseen = "；照片上拍到的字看不见，请自己看一眼" if looked.picture else ""
    if not looked.hits:
        return (f"{name}：没有查出不该公开的内容{unseen}",)
    return (f"{name}：有 {len(looked.hits)} 处不能公开{unseen}", *(f"  {hit}" for hit in looked.hits))


def _look(path: Path, rules: LeakRules) -> Looked:
    try:
        if path.stat().st_size > _LARGEST:
            return Looked(path, (), "文件太大，没有检查")
        data = path.read_bytes()
        return Looked(path, scan_file(path.name, data, rules), picture=is_image(data))
    except OSError as error:
        return Looked(path, (), f"打不开：{error.strerror or error}")
    except KnownError as error:
        return Looked(path, (), error.message)
