"""Papers of the chosen entry in the window: put in from the clipboard and by dropping, looked at, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.ui.real_book import TODAY, calm, make, view_of, window_over
from villagebook.services import entries, money
from villagebook.ui.frame import MainWindow


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(make(tmp_path / "o"), tmp_path, "funds") as shown:
        yield shown


def chosen(window: MainWindow) -> Any:
    """The papers of 记-0001."""
    page = view_of(window, "funds")
    page.show_record(entries.find(window.runner.book, "记-0001"))
    calm(window.runner)
    return page.entry.papers


def test_pictures_and_files_are_put_in_looked_at_and_taken_away(window: MainWindow, tmp_path: Path) -> None:
    papers = chosen(window)
    assert "还没有放文件" in papers.heading.note.text
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    QApplication.clipboard().setImage(picture)
    papers.paste()
    calm(window.runner)
    Image.new("RGB", (60, 40), "red").save(tmp_path / "发票.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "发票.png"))])
    papers._put_mime(mime)
    calm(window.runner)
    assert [paper.file_name for paper in papers.papers] == ["粘贴的图片.jpg", "发票.jpg"]
    papers.show_paper(papers.papers[0].link)
    calm(window.runner)
    panel = window.overlay.panel
    assert panel is not None
    panel.close_panel()
    papers.table.go_to(papers.papers[0].link)
    papers._remove()
    calm(window.runner)
    assert [paper.file_name for paper in papers.papers] == ["发票.jpg"]


def test_a_posted_entry_takes_papers_and_gives_none_back(window: MainWindow, tmp_path: Path) -> None:
    money.post(window.runner.book, ["记-0001"], actor="测试", today=TODAY)
    papers = chosen(window)
    Image.new("RGB", (60, 40), "red").save(tmp_path / "发票.png")
    papers.put_paths([tmp_path / "发票.png"])
    calm(window.runner)
    assert len(papers.papers) == 1
    assert papers.remove.isHidden()
    assert papers.choose.isVisible()
