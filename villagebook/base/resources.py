"""Files that come with the program: fonts, icons, the manual, templates, the sample.

Names are relative and use ``/``: ``fonts/NotoSerifSC-Regular.ttf``. They are looked for in the one folder
that this installation has: beside the frozen program, inside the wheel, or in the checkout. A name that
leaves the folder is refused here, once for all callers.
"""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

from villagebook.base.errors import KnownError

_PACKAGE = Path(__file__).resolve().parent.parent


def root() -> Path:
    """Return the folder of resources of this installation."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    # The wheel's folder is asked first: beside an installed package there may be someone else's "resources".
    inside = _PACKAGE / "_resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """Return the path of a resource; whether it exists is not checked.

    Raises:
        ValueError: the name is absolute or leaves the folder.
    """
    if (
        not name
        or "\\" in name
        or "\0" in name
        or PurePosixPath(name).is_absolute()
        or PureWindowsPath(name).drive
        or ".." in PurePosixPath(name).parts
    ):
        raise ValueError(f"no name of a resource: {name!r}")
    return root() / name


def text(name: str) -> str:
    """Return the text of a resource in UTF-8.

    Raises:
        KnownError: the file is missing or unreadable: the installation is damaged.
        ValueError: the name leaves the folder.
    """
    file = path(name)
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise KnownError("resources.missing", f"程序自带的文件 {name} 读不到", "请重新安装本程序") from None
