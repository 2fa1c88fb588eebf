"""A notice on the wall through the window: hung later, photos in their tiles, damage, archive, one from above."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui.real_book import TODAY, calm, make, view_of, window_over
from tests.unit.services.notices_at_hand import picture
from villagebook.services import books, notice_events, publicity
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages import files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_dialogs import PostDialog
from villagebook.ui.pages.notice_paper import job
from villagebook.ui.pages.notice_photos_section import PhotosSection, tiles_of
from villagebook.ui.pages.notice_wall_section import WallSection
from villagebook.ui.pages.notices import NoticesPage
from villagebook.ui.widgets.messages import ErrorPanel

CHICKENS = "35069920250008"
HANGING, DRAFT = "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"
UP = TODAY - timedelta(days=10)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one notice on its last day, and a draft."""
    original = make(tmp_path_factory.mktemp("book"))
    made = Path(shutil.copytree(original, tmp_path_factory.mktemp("notices") / original.name))
    with books.open_book(made) as book:
        drafted = publicity.draft(book, "roster-beneficiaries", actor="x", today=UP, project=CHICKENS)
        publicity.post(book, drafted.number, UP, actor="x", hung_by="林甲", witness="王乙")
        publicity.draft(book, "roster-beneficiaries", actor="x", today=TODAY, project=CHICKENS)
    return made


@pytest.fixture
def window(app: Any, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "notices") as made:
        yield made


def choose(window: MainWindow, number: str = HANGING) -> NoticesPage:
    window.go("notices", number)
    calm(window.runner)
    page = view_of(window, "notices")
    assert isinstance(page, NoticesPage)
    assert page.record.view is not None
    assert page.record.view.row["number"] == number
    return page


def asked(window: MainWindow) -> Any:
    assert isinstance(window.overlay.panel, AskDialog), window.overlay.panel
    return window.overlay.panel


def state(window: MainWindow, number: str) -> str:
    return publicity.view(window.runner.book, number, TODAY).state


def photos(page: NoticesPage) -> PhotosSection:
    section = page.record.sections["photos"]
    assert isinstance(section, PhotosSection)
    return section


def wall(page: NoticesPage) -> WallSection:
    section = page.record.sections["wall"]
    assert isinstance(section, WallSection)
    return section


def drop(section: PhotosSection, place: int, *paths: Path) -> None:
    """Drop files on one of the tiles."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    area = section.tiles.areas()[place].center()
    point = QPointF(section.tiles.mapTo(section, QPoint(area.x(), area.y())))
    event = QDropEvent(
        point, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    section.dropEvent(event)


def a_file(folder: Path, name: str, shade: int, taken: date | None = None) -> Path:
    given = picture(shade, taken=f"{taken:%Y:%m:%d} 08:00:00" if taken else "", name=name)
    (folder / name).write_bytes(given.data)
    return folder / name


def test_a_draft_is_finalised_now_and_hung_later(window: MainWindow) -> None:
    page = choose(window, DRAFT)
    page.record.post_button.click()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, PostDialog)
    assert dialog.later.isVisible()
    dialog.later.click()
    calm(window.runner)
    assert state(window, DRAFT) == publicity.READY
    record = choose(window, DRAFT).record
    assert record.hang_button.isVisible()
    assert not record.post_button.isVisible()
    assert not photos(page).isVisible()
    record.hang_button.click()
    calm(window.runner)
    asked(window).form["hung_by"].set_value("林甲")
    asked(window).do.click()
    calm(window.runner)
    row = publicity.view(window.runner.book, DRAFT, TODAY).row
    assert (row["state"], row["hung_on"], row["hung_by"]) == (publicity.UP, TODAY, "林甲")


def test_a_finalised_notice_goes_back_to_a_draft(window: MainWindow) -> None:
    publicity.finalise(window.runner.book, DRAFT, TODAY, actor="x")
    page = choose(window, DRAFT)
    page.record.back_button.click()
    calm(window.runner)
    assert state(window, DRAFT) == publicity.DRAFT
    assert choose(window, DRAFT).record.post_button.isVisible()


def test_photos_dropped_on_the_tiles_stand_where_they_were_dropped(window: MainWindow, tmp_path: Path) -> None:
    section = photos(choose(window))
    assert [tile.words for tile in section.tiles.tiles] == ["张贴 近景", "张贴 远景", "期满 近景", "期满 远景"]
    assert section.heading.note.text == "还要 2 张张贴时的，摘下时 2 张"
    drop(section, 3, a_file(tmp_path, "远.jpg", 90, TODAY))
    calm(window.runner)
    assert [tile.photo is not None for tile in section.tiles.tiles] == [False, False, False, True]
    assert section.tiles.tiles[3].words == f"期满 远景 {TODAY:%m-%d}"
    drop(section, 0, a_file(tmp_path, "近.jpg", 250, UP), a_file(tmp_path, "远二.jpg", 80, UP))
    calm(window.runner)
    assert section.heading.note.text == "摘下时还要 1 张"


def test_an_empty_tile_asks_for_a_file_and_a_full_one_is_looked_at_and_taken_out(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = photos(choose(window))
    chosen = a_file(tmp_path, "照片.jpg", 240, UP - timedelta(days=1))
    monkeypatch.setattr(files, "ask_papers", lambda _parent, title: [chosen] if title == "放入张贴 近景" else [])
    section.tiles.pressed.emit(0)
    calm(window.runner)
    assert len(section.photos) == 1
    assert "早于张贴" in section.doubts.accessibleName()
    section.tiles.pressed.emit(0)
    calm(window.runner)
    assert window.overlay.panel is not None
    window.overlay.panel.close_panel()
    window.overlay.open(section.place_dialog(section.photos[0]))
    asked(window).form["on"].set_value(UP)
    asked(window).form["moment"].set_value("其他")
    asked(window).do.click()
    calm(window.runner)
    assert [(tile.moment, tile.photo is not None) for tile in section.tiles.tiles][-1] == ("其他", True)
    section.remove(section.photos[0])
    calm(window.runner)
    assert section.photos == ()
    assert len(section.tiles.tiles) == 4


def test_what_is_no_photo_is_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    section = photos(choose(window))
    (tmp_path / "名单.xlsx").write_bytes(b"PK")
    drop(section, 0, tmp_path / "名单.xlsx")
    calm(window.runner)
    assert isinstance(window.overlay.panel, ErrorPanel)
    assert section.photos == ()


def test_tiles_keep_their_order_whatever_comes_first() -> None:
    assert [tile.words for tile in tiles_of(())] == ["张贴 近景", "张贴 远景", "期满 近景", "期满 远景"]


def test_damage_is_written_down_and_put_up_again_from_its_line(window: MainWindow) -> None:
    section = wall(choose(window))
    section.add_button.click()
    calm(window.runner)
    asked(window).form["on"].set_value(TODAY - timedelta(days=2))
    asked(window).do.click()
    calm(window.runner)
    (one,) = section.events
    assert (one.kind, one.days) == (notice_events.DAMAGED, 2)
    assert section.heading.note.text == "2 天不在墙上"
    section.put_back(one)
    asked(window).do.click()
    calm(window.runner)
    assert section.events[0].back_on == TODAY


def test_taken_down_without_a_result_it_is_archived_with_what_the_objections_say(window: MainWindow) -> None:
    page = choose(window)
    page.record.down_button.click()
    calm(window.runner)
    asked(window).do.click()
    calm(window.runner)
    assert state(window, HANGING) == publicity.DOWN
    page = choose(window)
    page.record.archive_button.click()
    calm(window.runner)
    assert asked(window).form["result"].value
    asked(window).do.click()
    calm(window.runner)
    assert state(window, HANGING) == publicity.ARCHIVED


def test_a_notice_from_above_is_taken_in_shown_and_hung(window: MainWindow, tmp_path: Path) -> None:
    page = choose(window)
    page.doings.receive()
    dialog = asked(window)
    dialog.form["title"].set_value("关于低保对象的公示")
    dialog.form["through_on"].set_value(TODAY + timedelta(days=7))
    said = dialog.values()
    dialog.close_panel()
    page.doings.take_in(said, a_file(tmp_path, "原件.jpg", 250))
    calm(window.runner)
    view = page.record.view
    assert view is not None
    assert (view.row["heading"], view.state) == ("关于低保对象的公示", publicity.READY)
    assert page.record.preview.pages == 1
    assert not page.record.back_button.isVisible()
    printing = job(view, TODAY)
    assert printing.note == f"{view.row['number']} 关于低保对象的公示"
    assert "校验码" not in printing.load(window.runner.book, "original").said
    page.record.hang_button.click()
    calm(window.runner)
    asked(window).do.click()
    calm(window.runner)
    assert state(window, view.row["number"]) == publicity.UP
