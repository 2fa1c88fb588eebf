"""The village's boards, what hangs where on a day, the plan on paper, and several notices in one PDF."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from villagebook.base.errors import UserError
from villagebook.models import Notice, Person, Project
from villagebook.services import (
    board_paper,
    board_plan,
    boards,
    books,
    history,
    notice_batch,
    notice_difference,
    notice_life,
    notice_received,
    publicity,
)
from villagebook.services.notice_batch import Choice
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample book without boards, to be written in."""
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as opened:
        for panel in boards.panels(opened, TODAY):
            assert panel.key is not None
            boards.retire(opened, panel.key, TODAY - dt.timedelta(days=900), actor=ACTOR)
        yield opened


def hanging(book: Book, on: dt.date) -> set[str]:
    """Numbers of all that is on the wall, asked apart from the plan."""
    with book.read() as connection:
        rows = connection.execute(select(Notice.__table__)).mappings().all()
    ends = ("taken_down_on", "withdrawn_on", "corrected_on")
    return {
        row["number"] for row in rows
        if row["posted_at"] and (row["hung_on"] or row["from_on"]) <= on
        and all(row[end] is None or row[end] > on for end in ends)
    }  # fmt: skip


def placed_at(wall: board_plan.Wall, number: str) -> list[str]:
    """Names of the boards a notice hangs on, one a sheet."""
    return [wall.boards[p.board].name for one in wall.hung if one.number == number for p in one.places]


# --- the inventory ----------------------------------------------------------------------------------------------------


def test_a_village_without_boards_is_planned_on_the_usual_one_and_told_so(bare: Book) -> None:
    wall = board_plan.wall(bare, TODAY)
    assert wall.assumed
    assert [(one.name, one.width, one.height) for one in wall.boards] == [("村部公示栏", 240, 120)]
    assert "还没有登记公示栏" in wall.plan(0).notes[0]
    assert wall.hung


def test_a_board_needs_a_name_and_a_size_of_boards(bare: Book) -> None:
    with pytest.raises(UserError, match="名称"):
        boards.add(bare, {"name": " "}, actor=ACTOR)
    with pytest.raises(UserError, match="宽不能空着"):
        boards.add(bare, {"name": "村部公示栏", "width": ""}, actor=ACTOR)
    for width in ("20", "30000"):
        with pytest.raises(UserError, match="公示栏的宽"):
            boards.add(bare, {"name": "村部公示栏", "width": width}, actor=ACTOR)
    boards.add(bare, {"name": "下溪公示栏"}, actor=ACTOR)
    with pytest.raises(UserError, match="已经有公示栏"):
        boards.add(bare, {"name": "下溪公示栏"}, actor=ACTOR)
    (panel,) = boards.panels(bare, TODAY)
    assert (panel.width, panel.height, panel.headings) == (240, 120, ("项目", "资金", "名单", "监督"))


def test_a_retired_board_is_kept_but_not_planned(bare: Book) -> None:
    _, key = boards.add(bare, {"name": "下溪公示栏"}, actor=ACTOR)
    boards.retire(bare, key, TODAY, actor=ACTOR)
    assert [one.name for one in boards.panels(bare, TODAY)] == []
    assert [one.name for one in boards.panels(bare, TODAY - dt.timedelta(days=1))] == ["下溪公示栏"]
    assert "下溪公示栏" in [one.name for one in boards.panels(bare, TODAY, retired=True)]
    assert board_plan.wall(bare, TODAY).assumed


@pytest.mark.parametrize(("typed", "headings"), [
    ("项目、资金", ("项目", "资金")), ("项目 资金,名单", ("项目", "资金", "名单")), ("无", ()),
    ("", ("项目", "资金", "名单", "监督")), ("项目、项目", ("项目",)),
])  # fmt: skip
def test_headings_are_typed_in_any_way(typed: str, headings: tuple[str, ...]) -> None:
    assert boards.split(typed) == headings


# --- what hangs where -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 30, 100, 200, 340, 600])
def test_each_notice_on_the_wall_is_on_a_board_once_or_told(told: Book, days: int) -> None:
    on = TODAY - dt.timedelta(days=days)
    wall = board_plan.wall(told, on)
    placed = [one.number for one in wall.hung]
    others = [one.number for one in (*wall.no_room, *wall.elsewhere)]
    assert sorted(placed + others) == sorted(hanging(told, on))
    for one in wall.hung:
        assert len(one.places) == one.pages


def test_a_notice_keeps_its_place_from_day_to_day_while_it_hangs(told: Book) -> None:
    before: dict[str, object] = {}
    moved = []
    for back in range(60, -1, -5):
        wall = board_plan.wall(told, TODAY - dt.timedelta(days=back))
        now = {one.number: one.places for one in wall.hung}
        moved += [number for number in now if number in before and before[number] != now[number]]
        before = dict(now)
    assert before
    assert moved == []


def test_what_finds_no_room_is_told_with_a_way_out_that_works(bare: Book) -> None:
    boards.add(bare, {"name": "村部公示栏", "place": "村部", "width": "100", "height": "45"}, actor=ACTOR)
    wall = board_plan.wall(bare, TODAY)
    assert wall.no_room
    assert not wall.assumed
    assert all("没有空位；" in one.line for one in wall.no_room)
    boards.add(bare, {"name": "下溪公示栏", "place": "下溪"}, actor=ACTOR)
    wall = board_plan.wall(bare, TODAY)
    first = wall.no_room[0]
    assert "下溪公示栏还放得下" in first.line
    boards.hang_on(bare, first.number, boards.key_of(bare, "下溪公示栏"), TODAY, actor=ACTOR)
    wall = board_plan.wall(bare, TODAY)
    assert set(placed_at(wall, first.number)) == {"下溪公示栏"}


def test_a_notice_moved_hangs_on_the_new_board_from_that_day_and_undo_takes_it_back(bare: Book) -> None:
    boards.add(bare, {"name": "村部公示栏", "place": "村部"}, actor=ACTOR)
    _, other = boards.add(bare, {"name": "下溪公示栏", "place": "下溪"}, actor=ACTOR)
    number = next(one.number for one in board_plan.wall(bare, TODAY).hung if one.up < TODAY)
    changed = boards.hang_on(bare, number, other, TODAY, actor=ACTOR)
    assert changed.families == {"notice", "notice_event"}
    assert set(placed_at(board_plan.wall(bare, TODAY), number)) == {"下溪公示栏"}
    yesterday = board_plan.wall(bare, TODAY - dt.timedelta(days=1))
    assert set(placed_at(yesterday, number)) == {"村部公示栏"}
    assert changed.seq is not None
    history.undo(bare, changed.seq, actor=ACTOR)
    assert set(placed_at(board_plan.wall(bare, TODAY), number)) == {"村部公示栏"}


def test_a_draft_is_on_no_board_and_a_finished_one_cannot_be_hung(bare: Book) -> None:
    with bare.read() as connection:
        done = connection.execute(select(Notice.number).where(Notice.taken_down_on.is_not(None))).scalars().first()
        draft = connection.execute(select(Notice.number).where(Notice.state == "草稿")).scalars().first()
    assert draft not in {one.number for one in board_plan.wall(bare, TODAY).hung}
    with pytest.raises(UserError, match="不在墙上"):
        boards.hang_on(bare, done or "", None, TODAY, actor=ACTOR)


@pytest.mark.parametrize(("title", "heading"), [
    ("云岭镇2025年第三季度低保对象公示", "名单"), ("示范县2025年衔接资金安排公告", "资金"),
    ("水渠工程中标公示", "项目"), ("关于秋冬森林防火的通告", "监督"),
])  # fmt: skip
def test_a_notice_from_above_hangs_under_the_heading_its_title_means(title: str, heading: str) -> None:
    assert board_plan.heading_of(title) == heading


def test_a_notice_from_above_is_on_the_plan_even_without_its_sheet(bare: Book, tmp_path: Path) -> None:
    received = notice_received.receive(
        bare, "云岭镇2025年低保对象公示", actor=ACTOR, issuer="乡镇", from_on=TODAY,
        through_on=TODAY + dt.timedelta(days=7))  # fmt: skip
    waiting = board_plan.wall(bare, TODAY, waiting=True)
    assert received.number not in {one.number for one in board_plan.wall(bare, TODAY).hung}
    assert waiting.until(next(one for one in waiting.hung if one.number == received.number)) == "待张贴"
    notice_life.hang(bare, received.number, TODAY, actor=ACTOR)
    (hung,) = [one for one in board_plan.wall(bare, TODAY).hung if one.number == received.number]
    assert (hung.heading, hung.paper, hung.pages) == ("名单", "A4", 1)
    made = board_paper.print_board(bare, tmp_path / "b.pdf", on=TODAY, sheets=True)
    assert made.notices == len(board_plan.wall(bare, TODAY).hung)
    with pytest.raises(UserError, match="不是本村拟的"):
        notice_difference.of(bare, received.number, TODAY)


def test_a_title_is_shortened_at_its_sense_breaks() -> None:
    parts = ("上云村", "2026年", "油茶种植", "到户项目", "受益户公示")
    assert board_plan.short_phrases(parts, "上云村") == ("2026年", "油茶种植", "受益户公示")
    assert board_plan.short_phrases(("上云村", "2026年", "大坪水渠", "项目竣工", "公告"), "上云村") == (
        "2026年", "大坪水渠", "项目竣工公告")  # fmt: skip
    assert board_plan.short_phrases(("关于防汛的通告",), "上云村") == ("关于防汛的通告",)


# --- on paper ---------------------------------------------------------------------------------------------------------


def texts(pdf: bytes) -> list[str]:
    """What each page says."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return found


def test_a_number_of_a_person_on_the_plan_is_told_before_it_hangs(bare: Book, tmp_path: Path) -> None:
    assert "不要上墙" not in board_paper.print_board(bare, tmp_path / "b.pdf", on=TODAY).line
    with bare.read() as connection:
        number = connection.execute(select(Person.id_number).where(Person.id_number.is_not(None))).scalars().first()
    boards.add(bare, {"name": f"栏{number}"}, actor=ACTOR)
    for sheets in (False, True):
        line = board_paper.print_board(bare, tmp_path / "b.pdf", on=TODAY, sheets=sheets).line
        assert "不要上墙，有" in line
        assert str(number) not in line.split("不要上墙")[1]


def test_the_plan_says_every_notice_its_place_and_when_it_comes_down(bare: Book, tmp_path: Path) -> None:
    made = board_paper.print_board(bare, tmp_path / "b.pdf", on=TODAY)
    wall = board_plan.wall(bare, TODAY)
    said = "".join(texts((tmp_path / "b.pdf").read_bytes())).replace("\r\n", "")
    assert made.pages == 1
    assert "240厘米×120厘米" in said
    assert "比例1:10" in said.replace(" ", "")
    for _, hung, _, place in wall.sheets(0):
        assert hung.number in said
        assert f"{place.x:.1f}" in said
        assert wall.down(hung) in said


def test_equal_walls_give_equal_plans(bare: Book) -> None:
    wall = board_plan.wall(bare, TODAY)
    first = board_paper.board_bytes(bare, wall, None, sheets=True, today=TODAY)
    assert first == board_paper.board_bytes(bare, board_plan.wall(bare, TODAY), None, sheets=True, today=TODAY)


def test_the_sheets_follow_the_plan_in_its_order(told: Book, tmp_path: Path) -> None:
    first = board_plan.wall(told, TODAY).boards[0].name
    board_paper.print_board(told, tmp_path / "b.pdf", on=TODAY, sheets=True, panel=first)
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    titles = [one.get_title().split(" ")[0] for one in document.get_toc()]
    document.close()
    numbers = dict.fromkeys(one.number for _, one, _, _ in board_plan.wall(told, TODAY).sheets(0))
    assert titles == ["公示栏布置图", *numbers]


def test_an_unknown_board_is_refused_with_the_names(told: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有公示栏“南门”"):
        board_paper.print_board(told, tmp_path / "b.pdf", on=TODAY, panel="南门")
    assert not (tmp_path / "b.pdf").exists()


# --- several notices in one PDF ---------------------------------------------------------------------------------------


def raw_streams(pdf: bytes) -> list[bytes]:
    """All streams of a PDF as they are stored, packed as they are."""
    heads = re.finditer(rb"\d+ 0 obj\s*(<<(?:(?!endobj).)*?>>)\s*stream\r?\n", pdf, re.DOTALL)
    lengths = ((one.end(), re.search(rb"/Length (\d+)", one[1])) for one in heads)
    return [pdf[at : at + int(length[1])] for at, length in lengths if length]


def contents(pdf: bytes) -> list[bytes]:
    """The stored content stream of each page, in order."""
    objects = {int(number): body for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL)}
    (kids,) = (body for body in objects.values() if b"/Kids" in body)
    pages = re.findall(rb"(\d+) 0 R", re.search(rb"/Kids ?\[(.*?)\]", kids, re.DOTALL)[1])  # type: ignore[index]
    out: list[bytes] = []
    for page in pages:
        found = re.search(rb"/Contents ?\[? ?(\d+) 0 R", objects[int(page)])
        assert found
        out += raw_streams(b"1 0 obj" + objects[int(found[1])])
    return out


def pixels(pdf: bytes) -> list[bytes]:
    """Each page as drawn at 40 dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.render(scale=40 / 72).to_pil().tobytes() for page in document]
    document.close()
    return found


def test_posted_notices_of_a_state_are_taken_over_byte_for_byte(told: Book, tmp_path: Path) -> None:
    hang = notice_batch.chosen(told, Choice(state="公示中"), TODAY)
    numbers = tuple(number for number in hang if not number.startswith("上级"))
    made = notice_batch.print_notices(told, Choice(numbers), tmp_path / "all.pdf", today=TODAY)
    whole = (tmp_path / "all.pdf").read_bytes()
    frozen = [publicity.frozen_pdf(told, number) or b"" for number in numbers]
    assert made.notices == len(numbers) >= 3
    assert contents(whole) == [page for pdf in frozen for page in contents(pdf)]
    stored = set(raw_streams(whole))
    for pdf in frozen:
        assert set(raw_streams(pdf)) <= stored  # faces, layers and codes too
    assert pixels(whole) == [page for pdf in frozen for page in pixels(pdf)]


def test_a_sheet_from_above_is_taken_over_as_it_looks(told: Book, tmp_path: Path) -> None:
    (number,) = [one for one in notice_batch.chosen(told, Choice(state="公示中"), TODAY) if one.startswith("上级")][:1]
    notice_batch.print_notices(told, Choice((number,)), tmp_path / "one.pdf", today=TODAY)
    assert pixels((tmp_path / "one.pdf").read_bytes()) == pixels(publicity.frozen_pdf(told, number) or b"")


def test_drafts_are_drawn_and_say_so(told: Book, tmp_path: Path) -> None:
    notice_batch.print_notices(told, Choice(state="草稿"), tmp_path / "drafts.pdf", today=TODAY)
    said = texts((tmp_path / "drafts.pdf").read_bytes())
    assert said
    assert all("草稿" in page for page in said)


def test_the_contents_say_on_which_page_each_begins(told: Book, tmp_path: Path) -> None:
    choice = Choice(year=2024)
    made = notice_batch.print_notices(told, choice, tmp_path / "year.pdf", today=TODAY, contents=True)
    pages = texts((tmp_path / "year.pdf").read_bytes())
    document = pypdfium2.PdfDocument(tmp_path / "year.pdf")
    starts = {one.get_title().split(" ")[0]: one.get_dest().get_index() for one in document.get_toc()}
    document.close()
    assert len(pages) == made.pages
    assert next(iter(starts)) == "目录"
    assert list(starts)[1:] == notice_batch.chosen(told, choice, TODAY)
    for number, page in list(starts.items())[1:]:
        assert number in pages[page].replace("\r\n", "")
    assert f"{starts[list(starts)[-1]] + 1}" in pages[0]


def test_a_stage_chooses_its_kinds_and_a_project_its_own(told: Book) -> None:
    completed = notice_batch.chosen(told, Choice(stage="竣工公告"), TODAY)
    with told.read() as connection:
        rows = {row["number"]: row for row in connection.execute(select(Notice.__table__)).mappings()}
        project = connection.execute(select(Project.code).where(
            Project.id == rows[completed[0]]["project_id"])).scalar()  # fmt: skip
    assert {rows[number]["kind"] for number in completed} >= {"project-completion"}
    of_project = notice_batch.chosen(told, Choice(project=project or ""), TODAY)
    assert completed[0] in of_project
    assert {rows[number]["project_id"] for number in of_project} == {rows[completed[0]]["project_id"]}
    serials = [(rows[number]["year"], rows[number]["serial"]) for number in completed]
    assert serials == sorted(serials)


@pytest.mark.parametrize(("choice", "said"), [
    (Choice(), "没有说印哪些公示"), (Choice(numbers=("无此号",)), "没有公示“无此号”"),
    (Choice(year=1990), "没有这样的公示"),
    (Choice(stage="吃饭"), "没有要公示的阶段“吃饭”"), (Choice(project="X"), "没有项目编号“X”"),
])  # fmt: skip
def test_a_choice_of_nothing_is_refused_in_words(told: Book, choice: Choice, said: str) -> None:
    with pytest.raises(UserError, match=said):
        notice_batch.chosen(told, choice, TODAY)
