"""The faces of the window: Noto Sans SC in three weights, shipped with the program.

On Windows Microsoft YaHei UI is preferred where it is installed, because it is hinted for its screens. Rare characters
are filled in by Qt from the further families. Faces on paper are not loaded here.
"""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from villagebook.base import resources
from villagebook.base.errors import KnownError
from villagebook.ui.scale import px

FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf")
FAMILY = "Noto Sans SC"
# The 500 and 700 weights are cut to the common characters. Qt looks for a missing one only in other families,
# so the whole 400 weight is loaded a second time under a name of the same length.
WHOLE_FAMILY = "Noto Sans S2"
RARE_FILE, RARE_FAMILY = "HanaMinB.ttf", "HanaMinB"
WINDOWS_FIRST = ("Microsoft YaHei UI", "Microsoft YaHei")
WINDOWS_RARE = ("SimSun-ExtB", "SimSun-ExtG")

REGULAR, MEDIUM, BOLD = 400, 500, 700


def load() -> tuple[str, ...]:
    """Load the faces (once per process, after the QApplication exists) and return the families in order.

    Raises:
        KnownError: a face that belongs to the program is missing.
    """
    families = families_loaded()
    font.cache_clear()
    metrics.cache_clear()
    return families


@lru_cache(maxsize=1)
def families_loaded() -> tuple[str, ...]:
    """Return the families the window uses, the first being the main face."""
    installed = set(QFontDatabase.families())
    if FAMILY not in installed:
        for name in FILES:
            _checked(QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}"))), name)
    first = [name for name in WINDOWS_FIRST if name in installed][:1] if sys.platform == "win32" else []
    return (*first, FAMILY, WHOLE_FAMILY, *WINDOWS_RARE, RARE_FAMILY)


@lru_cache(maxsize=1)
def load_rare() -> None:
    """Load the faces for rare characters of names; called once the window is on the screen (40 MB of files)."""
    data = resources.path(f"fonts/{FILES[0]}").read_bytes()
    for encoding in ("utf-16-be", "ascii"):
        data = data.replace(FAMILY.encode(encoding), WHOLE_FAMILY.encode(encoding))
    _checked(QFontDatabase.addApplicationFontFromData(data), FILES[0])
    if not set(WINDOWS_RARE) & set(QFontDatabase.families()):
        _checked(QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{RARE_FILE}"))), RARE_FILE)


def _checked(handle: int, name: str) -> None:
    if handle < 0:
        raise KnownError("fonts.missing", f"程序自带的字体 {name} 打不开", "请重新安装程序")


@lru_cache(maxsize=256)
def _font(size: int, weight: int, struck: bool) -> QFont:
    face = QFont(list(families_loaded()))
    face.setPixelSize(size)
    face.setWeight(QFont.Weight(weight))
    face.setStrikeOut(struck)
    face.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return face


@lru_cache(maxsize=256)
def font(size: float = 14, weight: int = REGULAR, struck: bool = False) -> QFont:
    """Return the window's face; ``size`` in px at 100 %, ``weight`` 400, 500 or 700."""
    return _font(px(size), weight, struck)


@lru_cache(maxsize=256)
def metrics(size: float = 14, weight: int = REGULAR) -> QFontMetrics:
    """Return the measures of ``font(size, weight)`` at the present text size."""
    return QFontMetrics(font(size, weight))
