"""Fields: what is typed is read, shown and told; what cannot be read stays with its reason; nothing blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from villagebook.ui import theme
from villagebook.ui.widgets.editors import EDITORS, read_day
from villagebook.ui.widgets.field import Field, FieldSpec, choices
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.line import Calendar, ChoiceLine, Line

TODAY = date(2025, 11, 5)
Make = Callable[..., Field]


@pytest.fixture
def make(app: QApplication, qtbot: QtBot) -> Iterator[Make]:
    """Make a field that is shown, beside a line to go to."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    other = QLineEdit()

    def field(kind: str, value: Any = None, **more: Any) -> Field:
        made = Field(FieldSpec("x", "栏目", kind, **more), lambda: TODAY)
        box.addWidget(made)
        box.addWidget(other)
        holder.show()
        holder.activateWindow()
        made.set_value(value)
        made.control.setFocus()
        QApplication.processEvents()
        return made

    yield field
    holder.close()
    holder.deleteLater()


def typed(field: Field, text: str, qtbot: QtBot) -> list[Any]:
    """Type a text over what is there, leave with Enter, and return what was told."""
    told: list[Any] = []
    field.edited.connect(told.append)
    assert isinstance(field.control, Line)
    field.control.selectAll()
    field.control.insert(text)  # as an input method does; single keys are ASCII only in tests
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    return told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0305", date(2025, 3, 5)),
        ("3-5", date(2025, 3, 5)),
        ("3月5日", date(2025, 3, 5)),
        ("250305", date(2025, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("０３０５", date(2025, 3, 5)),
    ],
)
def test_dates_are_understood_as_typed(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["0230", "1399", "昨天", "2025-13-01"])
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        read_day(text, TODAY)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_shown_date_is_read_back(day: date) -> None:
    assert read_day(EDITORS["date"].show(day), TODAY) == day


@given(st.integers(-(10**12), 10**12))
def test_a_shown_amount_is_read_back(fen: int) -> None:
    assert EDITORS["money"].read(EDITORS["money"].show(fen), TODAY) == fen


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_shown_quantity_is_read_back(value: Decimal) -> None:
    assert EDITORS["quantity"].read(EDITORS["quantity"].show(value), TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "value", "shown"),
    [
        ("date", "0305", date(2025, 3, 5), "2025-03-05"),
        ("month", "2025.4", "2025-04", "2025-04"),
        ("money", "1234.5", 123450, "1,234.50"),
        ("int", "1,427", 1427, "1,427"),
        ("quantity", "126.00", Decimal("126.00"), "126.00"),
        ("text", " 砖混 ", "砖混", "砖混"),
        ("code", "３５０６ 99", "350699", "350699"),
    ],
)
def test_what_is_typed_is_told_as_a_value(
    make: Make, qtbot: QtBot, kind: str, text: str, value: Any, shown: str
) -> None:
    field = make(kind)
    assert typed(field, text, qtbot) == [value]
    assert field.control.text() == shown  # type: ignore[attr-defined]
    assert field.value == value


def test_leaving_without_a_change_tells_nothing(make: Make, qtbot: QtBot) -> None:
    field = make("money", 300000)
    assert typed(field, "3,000.00", qtbot) == []


def test_emptying_a_field_is_told_as_none(make: Make, qtbot: QtBot) -> None:
    field = make("text", "砖混")
    told: list[Any] = []
    field.edited.connect(told.append)
    assert isinstance(field.control, Line)
    field.control.clear()
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    assert told == [None]


def test_what_cannot_be_read_stays_as_typed_with_the_reason_and_does_not_block(make: Make, qtbot: QtBot) -> None:
    field = make("date", date(2025, 7, 18))
    assert typed(field, "昨天", qtbot) == []
    assert isinstance(field.control, Line)
    assert field.control.text() == "昨天"
    assert "昨天" in field.finding.text
    assert field.control.property("state") == "error"
    qtbot.keyClick(field.control, Qt.Key.Key_Tab)
    assert not field.control.hasFocus()
    field.control.setFocus()
    assert typed(field, "0718", qtbot) == []
    field.set_value(date(2025, 7, 18))
    assert field.finding.text == ""


def test_escape_gives_back_what_was_there(make: Make, qtbot: QtBot) -> None:
    field = make("text", "砖混")
    assert isinstance(field.control, Line)
    field.control.insert("土木")
    qtbot.keyClick(field.control, Qt.Key.Key_Escape)
    assert field.control.text() == "砖混"


def test_a_finding_stands_below_and_colours_the_field_and_is_read_aloud(make: Make) -> None:
    field = make("text", "139****012")
    field.set_finding("手机号应为 11 位，现在只有 10 位", "warning")
    assert field.finding.isVisible()
    assert field.control.property("state") == "warn"
    assert "手机号应为 11 位" in field.control.accessibleDescription()
    field.set_finding("", "warning")
    assert not field.finding.isVisible()
    assert field.control.property("state") == ""


def test_the_focus_frame_is_two_px_of_accent_on_surface(make: Make) -> None:
    field = make("text", "砖混")
    picture = field.control.grab().toImage()
    middle = picture.height() // 2
    accent = QColor(theme.LIGHT.accent)
    assert [picture.pixelColor(x, middle) == accent for x in (0, 1, 2)] == [True, True, False]
    assert picture.pixelColor(3, middle) == QColor(theme.LIGHT.surface)


CODES = choices(("01", "因病"), ("02", "因学"), ("03", "因灾"), ("04", "缺劳力"))


@pytest.mark.parametrize(("text", "code"), [("因学", "02"), ("02", "02"), ("劳", "04")])
def test_a_code_is_chosen_by_typing_its_words_number_or_a_part(make: Make, qtbot: QtBot, text: str, code: str) -> None:
    field = make("choice", "01", choices=CODES)
    assert field.control.text() == "因病"  # type: ignore[attr-defined]
    told: list[Any] = []
    field.edited.connect(told.append)
    assert isinstance(field.control, ChoiceLine)
    field.control.setText(text)
    field.control.left.emit()
    assert told == [code]


def test_a_code_that_is_not_in_the_list_is_refused(make: Make) -> None:
    field = make("choice", "01", choices=CODES)
    assert isinstance(field.control, ChoiceLine)
    field.control.setText("因")
    field.control.left.emit()
    assert field.value == "01"
    assert "没有“因”这一项" in field.finding.text


def test_the_list_opens_by_key_with_the_present_code_chosen(make: Make, qtbot: QtBot) -> None:
    field = make("choice", "03", choices=CODES)
    assert isinstance(field.control, ChoiceLine)
    qtbot.keyClick(field.control, Qt.Key.Key_Down)
    popup = field.control.completer().popup()
    assert popup.isVisible()
    assert popup.currentIndex().data() == "因灾"
    popup.hide()


def test_a_day_is_picked_from_the_calendar(make: Make, qtbot: QtBot) -> None:
    field = make("date", date(2025, 7, 18))
    told: list[Any] = []
    field.edited.connect(told.append)
    qtbot.keyClick(field.control, Qt.Key.Key_F4)
    calendar = field.control.findChild(Calendar)
    assert isinstance(calendar, Calendar)
    assert calendar.month.selectedDate().toPython() == date(2025, 7, 18)
    assert calendar.month.grab().toImage().width() > 100
    view = calendar.month.focusProxy()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told == [date(2025, 7, 19)]


def test_an_unknown_stored_code_is_shown_as_it_is(make: Make) -> None:
    assert make("choice", "99", choices=CODES).control.text() == "99"  # type: ignore[attr-defined]


def test_a_secret_is_masked_until_asked_for_and_masked_again(make: Make, qtbot: QtBot) -> None:
    field = make("secret", "139****012")
    asked: list[bool] = []
    field.reveal_asked.connect(lambda: asked.append(True))
    assert isinstance(field.control, Line)
    qtbot.keyClicks(field.control, "1")
    assert asked == [True]
    assert field.control.text() == "139****012"
    field.reveal("1390000012")
    assert typed(field, "13900000120", qtbot) == ["13900000120"]
    field.set_value("139****0120")
    assert field.control.isReadOnly()
    assert field.control.text() == "139****0120"


def test_the_eye_hides_what_it_showed(make: Make) -> None:
    field = make("secret", "139****012")
    field.reveal("1390000012")
    assert isinstance(field.control, Line)
    field.control.button_pressed.emit()
    assert field.control.text() == "139****012"


def test_a_locked_field_can_be_read_but_not_typed_in(make: Make, qtbot: QtBot) -> None:
    field = make("text", "砖混", locked=True)
    assert isinstance(field.control, Line)
    qtbot.keyClicks(field.control, "tumu")
    assert field.control.text() == "砖混"
    assert field.control.property("state") == "locked"


def test_long_text_and_ticks_tell_when_they_are_left(make: Make, qtbot: QtBot) -> None:
    area = make("long_text", "旧")
    told: list[Any] = []
    area.edited.connect(told.append)
    assert isinstance(area.control, QPlainTextEdit)
    area.control.setPlainText("走访时在家，\n无新困难")
    area.control.clearFocus()
    assert told == ["走访时在家，\n无新困难"]
    tick = make("tick", False)
    tick.edited.connect(told.append)
    assert isinstance(tick.control, QCheckBox)
    qtbot.keyClick(tick.control, Qt.Key.Key_Space)
    assert told[-1] is True


def test_a_form_has_one_column_where_it_is_narrow_and_keeps_eye_order(app: QApplication) -> None:
    specs = [FieldSpec(name, name) for name in "abcd"]
    form = Form(specs, lambda: TODAY)
    form.resize(600, 200)
    form.show()
    QApplication.processEvents()
    top = form["a"].y()
    assert form["b"].y() == top
    form.resize(300, 400)
    QApplication.processEvents()
    assert form["b"].y() > top
    told: list[tuple[str, Any]] = []
    form.edited.connect(lambda *what: told.append(what))
    form.set_values({"a": "甲", "b": "乙"})
    form["b"].control.setText("丙")  # type: ignore[attr-defined]
    form["b"].control.left.emit()  # type: ignore[attr-defined]
    assert told == [("b", "丙")]
    form.close()


def test_a_line_too_narrow_for_its_text_has_it_whole_in_its_tool_tip(app: QApplication) -> None:
    line = Line(icon="eye", icon_name="显示")
    line.resize(160, 30)
    line.setText("3506****0016")
    assert line.whole_text() == ""
    line.setText("示范县农村信用合作联社云岭镇分社营业部")
    assert line.whole_text() == "示范县农村信用合作联社云岭镇分社营业部"
