"""Colours: every pair that occurs can be read, and no colour is written anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from villagebook.ui import style, theme
from villagebook.ui.theme import PAIRS, SHAPES, THEMES, Theme, contrast

UI = Path(theme.__file__).parent


@pytest.mark.parametrize("colors", list(THEMES), ids=lambda one: one.id)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(pair))
def test_text_reaches_the_contrast_to_be_read(colors: Theme, pair: tuple[str, str]) -> None:
    text, ground = (getattr(colors, token) for token in pair)
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("colors", list(THEMES), ids=lambda one: one.id)
@pytest.mark.parametrize("pair", SHAPES, ids=lambda pair: "-".join(pair))
def test_edges_that_must_be_seen_can_be_seen(colors: Theme, pair: tuple[str, str]) -> None:
    shape, ground = (getattr(colors, token) for token in pair)
    assert contrast(shape, ground) >= 3.0


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colors", [t for t in THEMES if t.contrast], ids=lambda one: one.id)
def test_high_contrast_has_pure_text_and_hairlines_as_strong_as_edges(colors: Theme) -> None:
    assert {colors.text, colors.surface} == {"#000000", "#FFFFFF"}
    assert colors.line == colors.edge


@pytest.mark.parametrize("colors", list(THEMES), ids=lambda one: one.id)
def test_paper_is_white_with_black_in_every_theme(colors: Theme) -> None:
    assert (colors.paper, colors.ink) == ("#FFFFFF", "#000000")


def test_no_other_module_of_the_window_writes_a_colour() -> None:
    hexadecimal = re.compile(r"""["'(:\s]#[0-9A-Fa-f]{3,8}\b|QColor\(\s*\d|rgba?\(""")
    found = [
        f"{file.relative_to(UI)}:{number}"
        for file in sorted(UI.rglob("*.py"))
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if hexadecimal.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("colors", list(THEMES), ids=lambda one: one.id)
def test_the_sheet_leaves_no_token_unfilled(app: QApplication, colors: Theme) -> None:
    text = style.sheet(colors)
    assert "$" not in text
    for picture in re.findall(r"url\(([^)]+)\)", text):
        assert Path(picture).is_file()


def test_the_palette_follows_the_theme(app: QApplication) -> None:
    style.apply(app, theme.DARK)
    assert app.palette().window().color().name().upper() == theme.DARK.bg
    style.apply(app, theme.LIGHT)
    assert app.palette().base().color().name().upper() == theme.LIGHT.surface
