"""What hangs beside what the book says; the notice that corrects it; how one ends and what its follower tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.services.notices_at_hand import ROSTER, roster_hung
from villagebook.base.errors import UserError
from villagebook.models import Notice, Objection, Officer, RosterLine
from villagebook.services import (
    books,
    fields,
    history,
    notice_corrections,
    notice_difference,
    notice_endings,
    objections,
    overrides,
    publicity,
)
from villagebook.store import Book

TODAY = made_books.TODAY
FIRST, SECOND = "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"
HUNG = TODAY - dt.timedelta(days=12)
WHO: dict[str, Any] = {"actor": "测试", "today": TODAY}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The imported book with one roster notice on the wall, past its last day."""
    with books.open_book(made_books.a_copy(roster_hung(HUNG), tmp_path)) as opened:
        yield opened


def row_of(book: Book, number: str = FIRST) -> dict[str, Any]:
    with book.read() as connection:
        query = select(Notice.__table__).where(Notice.number == number)
        return dict(connection.execute(query).mappings().one())


def double_a_quantity(book: Book) -> str:
    """Correct the first household's quantity on the roster; return its head's name."""
    line = RosterLine.__table__
    with book.read() as connection:
        content = publicity.view(book, FIRST, TODAY).content
        assert content is not None
        table = content.tables[0]
        name = next(str(table.rows[0][at]) for at, column in enumerate(table.columns) if column.kind == "name")
        query = select(line).where(line.c.head_name == name, line.c.project_code == ROSTER)
        row = connection.execute(query).mappings().one()
    fields.edit(book, "roster_line", row["id"], "quantity", str(row["quantity"] * 2), actor="测试")
    return name


def lines(book: Book, number: str = FIRST, on: dt.date = TODAY) -> list[str]:
    found = notice_difference.of(book, number, on)
    assert not found.problem
    return [one.line for one in found.found]


def take(book: Book, **texts: str) -> Any:
    return objections.take(book, texts, notice=FIRST, **WHO)[1]


def answer(book: Book, key: Any, result: str) -> None:
    objections.answer(book, key, TODAY, {"handling": "入户核实", "result": result}, **WHO)


# Difference


def test_a_notice_agrees_with_the_book_it_was_drawn_from(book: Book) -> None:
    assert lines(book) == []
    with book.read() as connection:
        assert notice_difference.differing(connection, book.village_id, TODAY) == []


def test_a_change_of_the_ledger_is_told_by_line_and_the_notice_stays(book: Book) -> None:
    before = row_of(book)
    name = double_a_quantity(book)
    assert lines(book)[0].startswith(f"第 1 行 {name}：数量 ")
    assert row_of(book) == before
    with book.read() as connection:
        ((found, heading),) = notice_difference.differing(connection, book.village_id, TODAY)
    assert (found.number, heading) == (FIRST, before["heading"])


def test_the_setting_that_masks_names_is_no_difference(book: Book) -> None:
    overrides.set_override(book, "setting.notice.mask_names", "是", actor="测试", reason="县里要求")
    assert lines(book) == []


def test_phones_are_those_of_today_while_the_sheet_hangs_and_those_of_then_afterwards(book: Book) -> None:
    with book.work("village.edit", "测试", "加干部") as work:
        work.write_rows(Officer, [{
            "id": work.new_id(), "village_id": book.village_id, "name": "林秋月", "unit": "云岭镇",
            "phone": "0596-3000012", "role": "监督", "since": TODAY - dt.timedelta(days=3)}])  # fmt: skip
        work.commit()
    assert lines(book) == ["监督电话：空 → 云岭镇 0596-3000012"]
    publicity.take_down(book, FIRST, TODAY, actor="测试")
    assert lines(book) == []


def test_a_draft_has_nothing_to_compare(book: Book) -> None:
    publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER)
    with pytest.raises(UserError, match="还没有定稿"):
        notice_difference.of(book, SECOND, TODAY)


# Correction


def test_a_correction_says_what_was_wrong_and_fells_the_old_one_when_it_hangs(book: Book) -> None:
    name = double_a_quantity(book)
    key = take(book, line="1", content="数量不对")
    answer(book, key, "成立")
    old = row_of(book)
    made = notice_corrections.correct(book, FIRST, **WHO)
    content = publicity.view(book, made.number, TODAY).content
    assert content is not None
    assert content.title_parts[-1].endswith("公示（更正）")
    said = content.basis.split("\n")[1]
    assert said.startswith(f"更正说明：2025年10月24日张贴的{FIRST}，第1行{name}，数量原")
    assert said.endswith("现予更正，以本公示为准。")
    assert row_of(book)["state"] == "公示中"
    publicity.post(book, made.number, TODAY, actor="测试")
    now, new = row_of(book), row_of(book, made.number)
    assert (now["state"], now["corrected_on"], now["taken_down_on"]) == ("已更正", TODAY, TODAY)
    assert all(now[name] == old[name] for name in ("content", "sha256", "pdf_id", "from_on", "through_on"))
    assert new["replaces_id"] == now["id"]
    with book.read() as connection:
        assert connection.execute(select(Objection.correction_id).where(Objection.id == key)).scalar() == new["id"]
        assert notice_corrections.linked(connection, now["id"]) == ("", made.number)
        assert notice_corrections.linked(connection, new["id"]) == (FIRST, "")
    assert lines(book, made.number) == []
    assert notice_difference.of(book, made.number, TODAY).same


def test_what_a_correction_says_cannot_be_typed_over(book: Book) -> None:
    double_a_quantity(book)
    number = notice_corrections.correct(book, FIRST, **WHO).number
    publicity.change_words(book, number, {"basis": "现将名单更正。\n更正说明：没有什么。"}, actor="测试")
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    first, second = content.basis.split("\n")
    assert (first, second[:10]) == ("现将名单更正。", "更正说明：2025年")


def test_the_old_one_is_corrected_once(book: Book) -> None:
    with pytest.raises(UserError, match="没有公示"):
        notice_corrections.correct(book, "没有〔2025〕1号", **WHO)
    double_a_quantity(book)
    number = notice_corrections.correct(book, FIRST, **WHO).number
    with pytest.raises(UserError, match=f"更正公示{SECOND}已经拟好"):
        notice_corrections.correct(book, FIRST, **WHO)
    with pytest.raises(UserError, match="没有张贴，不用更正"):
        notice_corrections.correct(book, number, **WHO)
    publicity.post(book, number, TODAY, actor="测试")
    with pytest.raises(UserError, match="已更正，不能再更正"):
        notice_corrections.correct(book, FIRST, **WHO)
    third = notice_corrections.correct(book, number, **WHO)
    assert third.title.count("（更正）") == 1


def test_a_correction_without_difference_says_only_that_it_replaces(book: Book) -> None:
    number = notice_corrections.correct(book, FIRST, **WHO).number
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    assert content.basis.endswith(f"更正说明：2025年10月24日张贴的{FIRST}，内容有误。现予更正，以本公示为准。")


# How it ends


@pytest.mark.parametrize(("results", "sentence"), [
    ((), "公示期内未收到异议。"),
    (("不成立",), "公示期内收到异议 1 件，经核实维持原公示。"),
    (("成立", "不成立"), "公示期内收到异议 2 件，其中 1 件经核实成立，予以更正，其余 1 件经核实维持原公示。"),
    (("转上级处理",), "公示期内收到异议 1 件，已转上级处理。"),
])  # fmt: skip
def test_the_archive_takes_the_result_from_the_records(book: Book, results: tuple[str, ...], sentence: str) -> None:
    for result in results:
        answer(book, take(book, received_on="2025-10-28"), result)
    take_question = take(book, kind="咨询", received_on="2025-10-28")
    answer(book, take_question, "已解释")
    publicity.take_down(book, FIRST, TODAY, actor="测试")
    assert notice_endings.proposed(book, FIRST) == sentence
    publicity.archive(book, FIRST, "", TODAY, actor="测试")
    assert row_of(book)["result"] == sentence


def test_an_objection_after_the_last_day_is_told_apart(book: Book) -> None:
    answer(book, take(book), "不成立")
    assert notice_endings.proposed(book, FIRST) == "公示期内未收到异议，期满后收到 1 件，经核实维持原公示。"


def test_an_open_objection_keeps_it_out_of_the_archive_until_it_is_answered(book: Book) -> None:
    key = take(book)
    publicity.take_down(book, FIRST, TODAY, actor="测试")
    with pytest.raises(UserError, match="1 条异议没有答复"):
        publicity.archive(book, FIRST, "无异议", TODAY, actor="测试")
    answer(book, key, "不成立")
    publicity.archive(book, FIRST, "", TODAY, actor="测试")
    with pytest.raises(UserError, match="已经归档，不能重新受理"):
        objections.reopen(book, key, actor="测试")


# The one that tells its result


def follower(book: Book, today: dt.date = TODAY) -> str:
    return publicity.draft(book, "N4", actor="测试", today=today, project=ROSTER, follows=FIRST).number


def told(book: Book, number: str) -> str:
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    return content.basis.split("\n")[1]


def test_a_follower_tells_when_and_where_and_with_which_objections(book: Book) -> None:
    number = follower(book)
    place = row_of(book)["place"]
    assert told(book, number) == (
        f"公示情况：上述名单已于2025年10月24日至2025年11月3日在{place}公示（{FIRST}），公示期内未收到异议。")
    publicity.post(book, number, TODAY, actor="测试")
    assert row_of(book, number)["state"] == "公示中"


def test_a_follower_waits_for_the_answer(book: Book) -> None:
    number = follower(book)
    key = take(book, received_on="2025-10-28")
    assert told(book, number).endswith("公示期内收到异议1件，正在核实。")
    with pytest.raises(UserError, match="1 条异议没有答复"):
        publicity.post(book, number, TODAY, actor="测试")
    answer(book, key, "不成立")
    publicity.finalise(book, number, TODAY, actor="测试")
    assert told(book, number).endswith("公示期内收到异议1件，经核实维持原公示。")


def test_a_follower_waits_for_the_last_day_and_is_drafted_before(book: Book) -> None:
    number = follower(book)
    for on in (HUNG, dt.date(2025, 11, 3)):
        with pytest.raises(UserError, match="请等公示期满"):
            publicity.post(book, number, on, actor="测试")
    publicity.post(book, number, dt.date(2025, 11, 4), actor="测试")


def test_a_follower_of_a_withdrawn_notice_does_not_go_up(book: Book) -> None:
    number = follower(book)
    publicity.withdraw(book, FIRST, "写错", TODAY, actor="测试")
    with pytest.raises(UserError, match="那一份现在是已撤回"):
        publicity.finalise(book, number, TODAY, actor="测试")


def test_undoing_a_draft_of_a_correction_leaves_the_old_one_standing(book: Book) -> None:
    notice_corrections.correct(book, FIRST, **WHO)
    history.undo(book, history.entries(book, 1)[0].seq, actor="测试")
    assert row_of(book)["state"] == "公示中"
    notice_corrections.correct(book, FIRST, **WHO)
