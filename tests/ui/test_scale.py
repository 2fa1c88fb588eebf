"""Text size: one function for all measures, and open windows follow."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from villagebook.ui import fonts, scale, style
from villagebook.ui.scale import HBox, VBox, px


def test_measures_are_multiplied_and_never_vanish(app: QApplication) -> None:
    style.apply(app, text_size=1.5)
    assert px(34) == 51
    assert px(0) == 0
    style.apply(app, text_size=0.9)
    assert px(0.4) == 1


@pytest.mark.parametrize(("asked", "got"), [(0.1, 0.9), (5.0, 2.0), (1.3, 1.3)])
def test_text_size_is_held_between_its_bounds(app: QApplication, asked: float, got: float) -> None:
    scale.set_text_size(asked)
    assert scale.text_size() == got
    scale.set_text_size(1.0)


def test_steps_go_up_and_down_and_end() -> None:
    assert scale.next_step(1.0, 1) == 1.15
    assert scale.next_step(1.0, -1) == 0.9
    assert scale.next_step(2.0, 1) == 2.0
    assert scale.next_step(0.9, -1) == 0.9


@pytest.mark.parametrize(("lines", "size"), [(768, 1.0), (999, 1.0), (1080, 1.15)])
def test_first_start_proposes_larger_text_on_a_larger_screen(lines: int, size: float) -> None:
    assert scale.proposed(lines) == size


def test_open_windows_follow_a_change_of_the_text_size(app: QApplication) -> None:
    holder = QWidget()
    box = VBox(holder, (10, 4, 10, 4), 8)
    inner = HBox(margins=(6, 0, 0, 0), spacing=2)
    box.addLayout(inner)
    button = QPushButton("记一笔")
    inner.addWidget(button)
    scale.fix(button, width=100, height=30)
    style.apply(app, text_size=2.0)
    assert (box.contentsMargins().left(), box.spacing()) == (20, 16)
    assert (inner.contentsMargins().left(), inner.spacing()) == (12, 4)
    assert (button.width(), button.height()) == (200, 60)
    assert fonts.font(14).pixelSize() == 28


def test_the_face_is_the_bundled_one_in_three_weights(app: QApplication) -> None:
    assert "Noto Sans SC" in fonts.font(14).families()
    assert [fonts.font(14, weight).weight() for weight in (400, 500, 700)] == [400, 500, 700]
    assert fonts.metrics(14, 700).horizontalAdvance("村") == 14


def test_rare_characters_have_a_face(app: QApplication) -> None:
    from PySide6.QtGui import QFontDatabase

    fonts.load_rare()
    assert {fonts.WHOLE_FAMILY, fonts.RARE_FAMILY} <= set(QFontDatabase.families())
