"""照片: four tiles, near and far, going up and over; all others behind them. Dropped, pasted, chosen, looked at."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.services import entry_papers, notice_photos, publicity
from villagebook.services.entry_papers import Given
from villagebook.services.notice_photos import WANTED, Photo
from villagebook.services.publicity import NoticeView
from villagebook.ui import icons
from villagebook.ui.page import Context
from villagebook.ui.pages import files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.entry_papers import png
from villagebook.ui.scale import VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.painted import Painted
from villagebook.ui.widgets.paper import PaperPreview

COLUMNS, GAP, SHARE, BAND = 4, 8, 0.76, 22
#: The least room for the row, and the widest a tile becomes.
LEAST, WIDEST = 320, 150
_BAND_ALPHA = 225
#: Photos are read no larger than a tile of the greatest text size shows.
_LARGEST_PX = 480
Images = Mapping[uuid.UUID, QImage]


@dataclass(frozen=True, slots=True)
class Tile:
    """One place of the row: a photo, or the one that is wanted there."""

    moment: str
    view: str
    photo: Photo | None = None

    @property
    def words(self) -> str:
        """张贴 近景 10-29, or 期满 近景."""
        return self.photo.words if self.photo is not None else f"{self.moment} {self.view}"

    @property
    def short(self) -> str:
        """近景 10-29, where there is little room; the place in the row says the moment."""
        return self.words.removeprefix(self.moment).strip()


def tiles_of(photos: Sequence[Photo]) -> tuple[Tile, ...]:
    """Return the wanted four, each with its first photo, and behind them all other photos."""
    left = list(photos)
    row: list[Tile] = []
    for moment, view in WANTED:
        photo = next((one for one in left if (one.moment, one.view) == (moment, view)), None)
        if photo is not None:
            left.remove(photo)
        row.append(Tile(moment, view, photo))
    return (*row, *(Tile(one.moment, one.view, one) for one in left))


def read(book: Any, number: str, today: Any) -> tuple[str, tuple[Photo, ...], Images]:
    """Read the photos of a notice, small; called in the reader's thread."""
    photos = notice_photos.photos(book, number, today)
    images: dict[uuid.UUID, QImage] = {}
    for one in photos:
        image = QImage.fromData(book.files.read(one.attachment))
        images[one.key] = image.scaled(
            QSize(_LARGEST_PX, _LARGEST_PX), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
    return number, photos, images


class Tiles(Painted):
    """The row of tiles."""

    def __init__(self) -> None:
        super().__init__("照片")
        self.tiles: tuple[Tile, ...] = ()
        self._images: Images = {}
        self.target = -1
        self.setMouseTracking(True)

    def show_tiles(self, tiles: Sequence[Tile], images: Images) -> None:
        """Show these."""
        self.tiles, self._images = tuple(tiles), images
        self.renew()

    def areas(self) -> list[QRect]:
        gap = px(GAP)
        width = self._tile_width()
        height = round(width * SHARE)
        return [
            QRect(place % COLUMNS * (width + gap), place // COLUMNS * (height + gap), width, height)
            for place in range(len(self.tiles))
        ]

    def _tile_width(self) -> int:
        room = (max(self.width(), px(LEAST)) - px(GAP) * (COLUMNS - 1)) // COLUMNS
        return max(1, min(room, px(WIDEST)))

    def spoken(self) -> list[str]:
        return [
            f"{tile.words}{'，' + '，'.join(tile.photo.doubts) if tile.photo.doubts else ''}"
            if tile.photo is not None
            else f"还没有{tile.words}，按回车放入"
            for tile in self.tiles
        ]

    def can_press(self, place: int) -> bool:
        return True

    def sizeHint(self) -> QSize:
        rows = -(-len(self.tiles) // COLUMNS)
        height = round(self._tile_width() * SHARE)
        return QSize(px(LEAST), rows * height + max(0, rows - 1) * px(GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), self.sizeHint().height())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.sizeHint().height())

    def renew(self) -> None:
        super().renew()
        self.setFixedHeight(self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, (tile, area) in enumerate(zip(self.tiles, self.areas(), strict=True)):
            if tile.photo is None:
                self._paint_wanted(painter, tile, area, place == self.target)
            else:
                self._paint_photo(painter, tile, tile.photo, area, place == self.target)
        self.paint_focus(painter)

    def _paint_wanted(self, painter: QPainter, tile: Tile, area: QRect, target: bool) -> None:
        fill = color("tint") if target else color("surface")
        border = color("accent") if target else color("edge")
        paint.rounded(painter, QRectF(area), px(4), fill, border, 1, Qt.PenStyle.DashLine)
        middle = area.center().y()
        icons.draw(painter, "image-plus", "text2", QRectF(area.x(), middle - px(26), area.width(), px(24)), 20)
        words = QRect(area.x() + 2, middle + px(2), area.width() - 4, px(20))
        paint.text(painter, words, tile.words, "text2", size=13, align=Qt.AlignmentFlag.AlignCenter)

    def _paint_photo(self, painter: QPainter, tile: Tile, photo: Photo, area: QRect, target: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(area), px(4), px(4))
        painter.setClipPath(shape)
        image = self._images.get(photo.key)
        if image is None or image.isNull():
            painter.fillRect(area, color("sunken"))
        else:
            painter.drawImage(QRectF(area), image, _middle(image, area))
        band = QRect(area.x(), area.bottom() - px(BAND) + 1, area.width(), px(BAND))
        ground = QColor(color("surface"))
        ground.setAlpha(_BAND_ALPHA)
        painter.fillRect(band, ground)
        painter.restore()
        inner = band.adjusted(px(6), 0, -px(4), 0)
        if photo.doubts:
            mark = QRectF(band.right() - px(20), band.y(), px(18), band.height())
            icons.draw(painter, "triangle-alert", "due", mark, 14)
            inner.setRight(band.right() - px(22))
        fits = paint.text_width(tile.words, 13) <= inner.width()
        paint.text(painter, inner, tile.words if fits else tile.short, "text", size=13)
        if target:
            paint.rounded(painter, QRectF(area), px(4), None, color("accent"), px(2))


def _middle(image: QImage, area: QRect) -> QRectF:
    """The part of a picture that fills an area without stretching it."""
    share = min(image.width() / area.width(), image.height() / area.height())
    width, height = area.width() * share, area.height() * share
    return QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)


class PhotosSection(QWidget):
    """The photos of one notice.

    Attributes:
        photos: What is shown. tiles: the row.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: NoticeView | None = None
        self.photos: tuple[Photo, ...] = ()
        self.setAcceptDrops(True)
        box = VBox(self, spacing=4)
        self.paste_button = Button("粘贴", "copy", "quiet", small=True, on_click=self.paste)
        self.heading = SectionHeading("照片", "", self.paste_button)
        self.tiles = Tiles()
        self.tiles.pressed.connect(self._pressed)
        self.doubts = MessageLine()
        for part in (self.heading, self.tiles, self.doubts):
            box.addWidget(part)

    # What is shown

    def show_notice(self, view: NoticeView) -> None:
        """Show the photos of a notice; nothing of one that never hung."""
        self._view = view
        hung = view.row["posted_at"] is not None
        self.setVisible(hung)
        if hung:
            number, today = view.row["number"], self._context.today()
            self._context.runner.read(lambda book: read(book, number, today), self._shown, key="notices.photos")

    def _shown(self, found: tuple[str, tuple[Photo, ...], Images]) -> None:
        number, photos, images = found
        if self._view is None or number != self._view.row["number"]:
            return
        self.photos = photos
        self.tiles.show_tiles(tiles_of(photos), images)
        self.heading.set_note(self._note())
        said = "；".join(f"{one.words}：{doubt}" for one in photos for doubt in one.doubts)
        self.doubts.say(said, "due")

    def _note(self) -> str:
        assert self._view is not None
        there = {(one.moment, one.view) for one in self.photos}
        begin = notice_photos.lacking(there, over=False)
        end = [one for one in notice_photos.lacking(there, over=True) if one not in begin]
        if begin:
            return f"还要 {len(begin)} 张张贴时的" + (f"，摘下时 {len(end)} 张" if end else "")
        hangs = self._view.state in publicity.HANGING
        return f"{'摘下时还要' if hangs else '还缺期满时的'} {len(end)} 张" if end else "齐全"

    # What is done

    def _pressed(self, place: int) -> None:
        tile = self.tiles.tiles[place]
        if tile.photo is None:
            self._put_paths(files.ask_papers(self, f"放入{tile.words}"), tile)
        else:
            self.look(tile.photo)

    def put(self, given: Callable[[], Sequence[Given]], tile: Tile | None = None) -> None:
        """Put photos with the notice, at a tile's place or wherever they belong; read in the writer's thread."""
        if self._view is None:
            return
        number, actor, today = self._view.row["number"], self._context.actor, self._context.today()
        at = {} if tile is None else {"moment": tile.moment, "view": tile.view}

        def work(book: Any, _progress: Any) -> Done:
            return done(notice_photos.add(book, number, given(), actor=actor, today=today, **at))

        self._context.runner.change(work, title="正在放入照片")

    def _put_paths(self, paths: Sequence[Path], tile: Tile | None) -> None:
        if paths:
            # Several photos dropped on one tile are not all of that moment and view.
            self.put(lambda: [Given(path.name, path.read_bytes()) for path in paths], tile if len(paths) == 1 else None)

    def paste(self) -> None:
        """Put what was copied: files, or a picture."""
        self._put_mime(QApplication.clipboard().mimeData(), None)

    def _put_mime(self, mime: QMimeData, tile: Tile | None) -> None:
        paths = files.carried(mime)
        image = mime.imageData() if mime.hasImage() else None
        if paths:
            self._put_paths(paths, tile)
        elif isinstance(image, QImage):
            data = png(image)
            self.put(lambda: [Given("粘贴的照片.png", data)], tile)
        else:
            self._context.say("没有复制照片或文件")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self._place_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        place = self._place_at(event.position().toPoint())
        self._aim(-1)
        event.acceptProposedAction()
        self._put_mime(event.mimeData(), self.tiles.tiles[place] if place >= 0 else None)

    def _place_at(self, point: Any) -> int:
        inner = self.tiles.mapFrom(self, point)
        return next((place for place, area in enumerate(self.tiles.areas()) if area.contains(inner)), -1)

    def _aim(self, place: int) -> None:
        self.tiles.target = place
        self.tiles.update()

    # One photo

    def look(self, photo: Photo) -> None:
        """Show one photo large, with what its camera said and the ways to change where it stands."""
        attachment = photo.attachment
        self._context.runner.read(
            lambda book: entry_papers.as_pdf(book, attachment), lambda pdf: self._open(photo, pdf), key="notices.photo"
        )

    def _open(self, photo: Photo, pdf: bytes) -> None:
        taken = f"相机时间 {photo.taken_at}" if photo.taken_at else "照片里没有记时间"
        place = "，原照片带位置（书里存的不带）" if photo.located else ""
        dialog = Dialog(photo.words, 760, 620, note=f"{photo.file_name}　{taken}{place}")
        if photo.doubts:
            dialog.body.addWidget(MessageLine("；".join(photo.doubts), "due"))
        view = PaperPreview(self._context.runner, name=photo.words)
        dialog.body.addWidget(view, 1)
        dialog.add_button(Button("取出", "trash-2"), lambda: self.remove(photo))
        dialog.add_button(Button("改时点、日期", "pencil"), lambda: self._context.open(self.place_dialog(photo)))
        dialog.add_close("关闭")
        self._context.open(dialog)
        view.show_pdf(pdf)

    def remove(self, photo: Photo) -> None:
        """Take a photo out; undo brings it back."""
        key, actor = photo.key, self._context.actor
        self._context.runner.change(lambda book, _progress: done(notice_photos.remove(book, key, actor=actor)))

    def place_dialog(self, photo: Photo) -> AskDialog:
        """Return the question of what moment, view and day a photo is."""
        moments = (notice_photos.UP, notice_photos.OVER, notice_photos.REPAIRED, "其他")
        specs = (
            FieldSpec("moment", "时点", "choice", choices=tuple(Choice(m, m) for m in moments)),
            FieldSpec("view", "远近", "choice", choices=tuple(Choice(v, v) for v in ("近景", "远景"))),
            FieldSpec("on", "拍照日期", "date"),
            FieldSpec("note", "说明", "text", wide=True),
        )
        values = {"moment": photo.moment, "view": photo.view, "on": photo.on, "note": photo.note}
        key, actor = photo.key, self._context.actor

        def answer(said: Mapping[str, Any]) -> None:
            self._context.runner.change(
                lambda book, _progress: done(notice_photos.place(book, key, said, actor=actor)))  # fmt: skip

        return AskDialog(
            "改照片", "照片本身不变，只改它记在哪里。", specs, values, self._context.today, "改好", answer,
            note=photo.file_name, required={"moment": "请选时点"},
        )  # fmt: skip
