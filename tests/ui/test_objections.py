"""The window over objections: on the notice's record, in their own view, answered; what differs and is corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.ui import real_book
from tests.ui.real_book import TODAY, calm, view_of, window_over
from villagebook.models import RosterLine
from villagebook.services import books, fields, objection_views, objections, publicity
from villagebook.ui import preferences
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_objections import who

ROSTER, NUMBER = "35069920250008", "清溪公示〔2025〕1号"
HUNG = TODAY - dt.timedelta(days=7)
WHO: dict[str, Any] = {"actor": "陈志明", "today": TODAY}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a roster notice on the wall, an objection answered, one that waits."""
    folder = tmp_path_factory.mktemp("objections")
    with books.open_book(real_book.make(folder)) as book:
        publicity.draft(book, "N4", actor="陈志明", today=HUNG, project=ROSTER)
        publicity.post(book, NUMBER, HUNG, actor="陈志明")
        texts = {"from_name": "谢义金", "line": "1", "content": "登记 7 亩，认为应为 9 亩。"}
        texts["received_on"] = "2025-11-01"
        _, key = objections.take(book, texts, notice=NUMBER, **WHO)
        found = {"handling": "入户丈量为 7 亩", "result": "不成立", "answer": "维持原公示，本人签字"}
        objections.answer(book, key, dt.date(2025, 11, 3), found, **WHO)
        objections.take(book, {"content": "问为什么没有我家", "way": "电话"}, notice=NUMBER, **WHO)
    return folder / "清溪村.vbook"


@pytest.fixture
def window(app: Any, original: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on 公示, the notice shown."""
    with window_over(original, tmp_path, "notices") as made:
        page = view_of(made, "notices")
        page.show_record(NUMBER)
        calm(made.runner)
        yield made


def section(window: MainWindow, id: str) -> Any:
    return view_of(window, "notices").record.sections[id]


def host_of(window: MainWindow) -> Any:
    """The page with the tabs."""
    return window.page("notices")


def every(window: MainWindow) -> list[objection_views.ObjectionView]:
    return objection_views.every(window.runner.book, TODAY)


def fill(window: MainWindow, **values: Any) -> None:
    """Fill the open dialog and press its button."""
    dialog: Any = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    for name, value in values.items():
        dialog.form[name].set_value(value)
    dialog.do.click()
    calm(window.runner)


def test_cards_say_who_when_what_and_how_it_stands(window: MainWindow) -> None:
    shown = section(window, "objections")
    assert shown.heading.note.text == "2 条"
    waits, done = shown.cards
    assert (waits.view.open, done.view.open) == (True, False)
    assert done.lines == ["登记 7 亩，认为应为 9 亩。", "11-03 入户丈量为 7 亩，维持原公示，本人签字。"]
    assert (waits.answer_button.isHidden(), done.answer_button.isVisible()) == (False, False)


def test_one_is_written_down_with_its_line_and_answered_from_the_card(window: MainWindow) -> None:
    shown = section(window, "objections")
    shown.take_button.click()
    calm(window.runner)
    fill(window, line="2", from_name="雷大山", content="人口不对")
    new = next(one for one in every(window) if one.row["content"] == "人口不对")
    got = (new.line, *(new.row[name] for name in ("from_name", "way", "received_on")))
    assert got == ("第 2 行", "雷大山", "当面", TODAY)
    card = next(card for card in section(window, "objections").cards if card.view.key == new.key)
    card.answer_button.click()
    fill(window, handling="查了户口本", result="不成立")
    assert next(one for one in every(window) if one.key == new.key).row["answered_on"] == TODAY
    assert section(window, "objections").heading.note.text == "3 条"


def test_a_name_is_masked_while_the_setting_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    done = section(window, "objections").cards[1].view
    kept = preferences.current()
    for masks, name in ((True, "****"), (False, "谢义金")):
        monkeypatch.setattr(kept, "setting", lambda id, masks=masks: masks)
        assert who(done) == name


def test_the_view_lists_those_that_wait_first_and_the_tab_counts_them(window: MainWindow) -> None:
    waiting = every(window)[0]
    window.go("notices", str(waiting.key), "objections")
    calm(window.runner)
    page = host_of(window).view("objections")
    assert host_of(window).tabs.current == "objections"
    assert page.subtitle == "2 件，待答复 1 件"
    assert page.shown.key == waiting.key
    assert page.record.answer_button.isVisible()
    page.record.answer_button.click()
    fill(window, handling="解释了条件", result="已解释")
    assert page.subtitle == "2 件，都已答复"


def test_a_complaint_about_anything_is_written_down_in_the_view(window: MainWindow) -> None:
    window.go("notices", "objections")
    calm(window.runner)
    page = host_of(window).view("objections")
    page.add()
    calm(window.runner)
    fill(window, about="路灯不亮", content="晚上七点以后不亮", way="12317")
    assert page.shown.about == "路灯不亮"
    page.record.forms[0]["content"].edited.emit("晚上八点以后不亮")
    calm(window.runner)
    assert any(one.row["content"] == "晚上八点以后不亮" for one in every(window))


def change_the_roster(window: MainWindow) -> None:
    with window.runner.book.read() as connection:
        line = RosterLine.__table__
        name = objection_views.lines_of(window.runner.book, NUMBER)[0].text.split("，")[0]
        query = select(line).where(line.c.head_name == name, line.c.project_code == ROSTER)
        row = connection.execute(query).mappings().one()
    text = str(row["quantity"] * 2)
    window.runner.change(
        lambda book, _progress: fields.edit(book, "roster_line", row["id"], "quantity", text, actor="陈志明"))
    calm(window.runner)


def test_notice_and_book_agree_until_the_book_changes_then_a_correction_is_one_press_away(window: MainWindow) -> None:
    shown = section(window, "difference")
    assert (shown.line.accessibleName(), shown.button.isVisible()) == ("公示和台账一致。", False)
    change_the_roster(window)
    assert shown.line.accessibleName().startswith("公示后台账改了")
    assert shown.list.text().startswith("第 1 行 ")
    shown.button.click()
    calm(window.runner)
    view = view_of(window, "notices").record.view
    assert (view.state, view.content.title_parts[-1][-4:]) == ("草稿", "（更正）")
    assert section(window, "difference").link.text() == f"更正{NUMBER}"
