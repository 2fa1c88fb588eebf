"""Icons: Lucide's outlines, drawn from SVG in a colour of the theme, at the size and pixel density asked for.

To use one more icon: copy its SVG into resources/icons/ and name it; a test looks for every name used in the
window. An icon never stands alone without a tool tip and an accessible name.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from villagebook.base import resources
from villagebook.ui import theme
from villagebook.ui.scale import px

STROKE = 'stroke-width="1.75"'


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    return resources.text(f"icons/{name}.svg")


@lru_cache(maxsize=2048)
def image(name: str, color: str, size: int, density: float = 1.0) -> QImage:
    """Return the icon as an image of ``size`` real px (text size already applied) in ``#RRGGBB``."""
    svg = _svg(name).replace("currentColor", color).replace('stroke-width="2"', STROKE)
    side = max(1, round(size * density))
    result = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(density)
    return result


def density() -> float:
    """Return the largest pixel density of the screens in use."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    return QPixmap.fromImage(image(name, color, size, ratio))


def forget() -> None:
    """Let go of all pictures; they must not outlive the application."""
    _pixmap.cache_clear()
    image.cache_clear()


def pixmap(name: str, token: str = "text2", size: float = 16) -> QPixmap:
    """Return the icon in the theme's ``token``, ``size`` in px at 100 %."""
    return _pixmap(name, getattr(theme.current(), token), px(size), density())


def icon(name: str, token: str = "text2", size: float = 16, disabled: str = "text3", gap: float = 0) -> QIcon:
    """Return a QIcon in ``token``, with its disabled picture in ``disabled``.

    ``gap`` px at 100 % are left free at its right: a sheet cannot set the room between icon and words.
    """
    result = QIcon(_with_gap(pixmap(name, token, size), px(gap)))
    result.addPixmap(_with_gap(pixmap(name, disabled, size), px(gap)), QIcon.Mode.Disabled)
    return result


def _with_gap(picture: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return picture
    ratio = picture.devicePixelRatio()
    wide = QPixmap(picture.width() + round(gap * ratio), picture.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def draw(painter: QPainter, name: str, token: str, rect: QRectF, size: float = 16) -> None:
    """Draw the icon of ``size`` (px at 100 %) centred in ``rect``, on whole pixels."""
    picture = pixmap(name, token, size)
    side = picture.deviceIndependentSize()
    x = round(rect.x() + (rect.width() - side.width()) / 2)
    y = round(rect.y() + (rect.height() - side.height()) / 2)
    painter.drawPixmap(x, y, picture)


def side(size: float = 16) -> QSize:
    """Return the icon size to set on a button, ``size`` in px at 100 %."""
    return QSize(px(size), px(size))
