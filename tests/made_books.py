"""Books that are made once in a run of the tests: the sample village, and the clean lists of a village taken in.

Making one takes seconds, copying one a moment: tests that only read open the made one read-only, tests that write
take ``a_copy``. They are closed books, as they lie on a disk.
"""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import shutil
import tempfile
from pathlib import Path

from villagebook.services import books, demo, lists

TODAY = dt.date(2025, 11, 5)
VILLAGE = Path(__file__).parent / "data" / "village"
CLEAN = tuple(VILLAGE / name for name in ("户信息_干净.xlsx", "人信息_干净.xlsx", "项目资金_干净.xlsx"))
FAULTY = tuple(VILLAGE / name for name in ("户信息_带错.xlsx", "人信息_带错.xlsx", "项目资金_带错.xlsx"))


@functools.cache
def _place() -> Path:
    place = Path(tempfile.mkdtemp(prefix="villagebook-books-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


@functools.cache
def sample() -> Path:
    """The sample book as of TODAY, with all its notices."""
    return demo.make(_place() / "sample", today=TODAY).book


@functools.cache
def imported() -> Path:
    """清溪村 with the clean lists: 24 households, 84 people, 12 projects, 184 entries, all of them drafts."""
    path = _place() / "imported" / "清溪村.vbook"
    path.parent.mkdir()
    with books.create(path, name="清溪村", code="350699101203", actor="测试") as book:
        lists.import_files(book, CLEAN, actor="测试", today=TODAY)
    return path


def a_copy(book: Path, folder: Path) -> Path:
    """A copy of a closed book in a folder, under the same name."""
    return Path(shutil.copytree(book, folder / book.name))
