"""The examination: versions, faces, free space, and of a book its integrity, chain and files."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from villagebook import __version__
from villagebook.base import resources
from villagebook.base.errors import VillagebookError
from villagebook.services import books
from villagebook.store import Book, FileTrouble, journal

#: Faces without which paper or window cannot be drawn.
_PARTS = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "reportlab", "openpyxl", "python-calamine")
_LEAST_FREE = 500_000_000


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at, whether it is well, and what was seen."""

    name: str
    ok: bool
    text: str


def examine(book: str | None) -> list[Examined]:
    """Look at the program, and at a book if one is given."""
    found = [
        Examined("程序", True, f"村务一本清 {__version__}，Python {platform.python_version()}，{platform.platform()}")
    ]
    found += [_part(name) for name in _PARTS]
    found.append(_faces())
    found.append(_space(Path(book) if book else Path.home()))
    if book is not None:
        found += _book(book)
    return found


def _part(name: str) -> Examined:
    try:
        return Examined(name, True, version(name))
    except PackageNotFoundError:
        return Examined(name, False, "没有装，请重新安装本程序")


def _faces() -> Examined:
    folder = resources.path("fonts")
    names = sorted(p.name for p in folder.glob("*.ttf"))
    return Examined("字体", len(names) >= 5, "、".join(names) or f"{folder}里没有字体，请重新安装本程序")


def _space(place: Path) -> Examined:
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    return Examined(
        "磁盘空间", free > _LEAST_FREE, f"还有 {free / 1e9:.1f} GB" + ("" if free > _LEAST_FREE else "，请先腾出地方")
    )


def _book(path: str) -> list[Examined]:
    try:
        with books.open_book(path, read_only=True) as book:
            return examine_open(book)
    except VillagebookError as error:
        return [Examined("书", False, str(error))]


def examine_open(book: Book) -> list[Examined]:
    """Look at an open book: its data file, its chain, its files, its backups."""
    about = books.info(book)
    problems = journal.verify(book)
    missing, damaged = book.files.missing(), book.files.damaged()
    last = books.last_backup(book)
    return [
        Examined(
            "书",
            True,
            f"{about.name}，{about.households} 户，{about.people} 人，"
            f"{about.entries} 笔资金，{about.notices} 份公示",
        ),
        Examined("数据文件", not (broken := book.integrity()), "；".join(broken) or "完整"),
        Examined(
            "留痕",
            not problems,
            f"链头 {journal.head(book)[:12]}"
            if not problems
            else f"{len(problems)} 处被改动，第一处：{problems[0].subject} {problems[0].message}",
        ),
        Examined(
            "文件",
            not (missing or damaged),
            "；".join(filter(None, (_some("缺", missing), _some("被改动过", damaged)))) or "都在",
        ),
        Examined(
            "备份",
            last is not None,
            f"最近一次 {last[0].astimezone():%Y-%m-%d %H:%M}" if last else "还没有备份",
        ),
    ]


def _some(what: str, troubles: Sequence[FileTrouble]) -> str:
    return f"{what} {len(troubles)} 个，如“{troubles[0].file_name}”" if troubles else ""
