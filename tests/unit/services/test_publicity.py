"""The life of a notice: drafted, posted, taken down, withdrawn; what is on the wall never changes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.services.conftest import TODAY, take
from tests.waiting_cases import wait_for
from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.models import Distribution, DistributionPart, Household, Notice, Project, RosterLine, StatusPeriod
from villagebook.notices import NOTICE_KINDS, case_waiting
from villagebook.services import books, fields, history, money, overrides, paper, publicity
from villagebook.services.cases import Aid
from villagebook.services.publicity import Posted
from villagebook.store import Book

ROSTER, ROAD = "35069920250008", "35069920250001"
MONITORED = "3506991012030021"
FIRST = "清溪公示〔2025〕1号"
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def posted_money(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imported book with all entries posted, closed."""
    path = made_books.a_copy(made_books.imported(), tmp_path_factory.mktemp("money"))
    with books.open_book(path) as book:
        money.post(book, None, actor="测试", today=TODAY)
    return path


@pytest.fixture
def book(posted_money: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of it, open."""
    shutil.copytree(posted_money, tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as opened:
        yield opened


def draft(book: Book, kind: str = "N4", **options: Any) -> str:
    """Draft a notice, N4 of the chickens unless said; return its number."""
    options = {"today": TODAY, **({"project": ROSTER} if kind == "N4" else {}), **options}
    return publicity.draft(book, kind, actor="测试", **options).number


def share_out(book: Book) -> None:
    """Plan how an income of the village is shared out."""
    with book.work("x", "测试", "方案") as work:
        plan = {"id": work.new_id(), "village_id": book.village_id, "code": "F2025", "year": 2025}
        work.write_rows(Distribution, [{**plan, "income_fen": 100_000}])
        part = {"distribution_id": plan["id"], "use": "公益岗位工资", "planned_fen": 60_000, "position": 1}
        work.write_rows(DistributionPart, [{"village_id": book.village_id, **part}])
        work.commit()


def one_waits(book: Book, kind: Any) -> None:
    """Let a case wait for this kind of notice."""
    procedure, _ = case_waiting.step_of(kind)
    home, about = MONITORED, {}
    if procedure.id == "poverty-exit":
        with book.work("x", "测试", "身份") as work:
            poor = {"id": work.new_id(), "village_id": book.village_id, "household_id": key(book, Household, code=home)}
            work.write_rows(StatusPeriod, [{**poor, "kind": "未脱贫户", "from_on": dt.date(2015, 12, 31)}])
            work.commit()
    if procedure.assists:
        about = {"aid": Aid(1, "A类", 41_000)}
    wait_for(book, home, kind.id, TODAY, target="" if procedure.ends else procedure.begins[0], **about)


def post(book: Book, number: str, on: dt.date = TODAY, **options: Any) -> Posted:
    """Post a draft."""
    return publicity.post(book, number, on, actor="测试", **options)


def row(book: Book, number: str) -> dict[str, Any]:
    """The notice as stored."""
    with book.read() as connection:
        return dict(connection.execute(select(Notice.__table__).where(Notice.number == number)).mappings().one())


def numbers(book: Book) -> list[str]:
    """All numbers, in order."""
    with book.read() as connection:
        return list(connection.execute(select(Notice.number).order_by(Notice.year, Notice.serial)).scalars())


def key(book: Book, record: Any, **wanted: Any) -> uuid.UUID:
    """The key of the first record with these values."""
    with book.read() as connection:
        return connection.execute(select(record.id).filter_by(**wanted)).scalars().first()


def text(pdf: bytes) -> str:
    """All text of a PDF without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


# --- drafting ---------------------------------------------------------------------------------------------------------


def test_a_draft_has_number_title_period_and_place(book: Book) -> None:
    number = draft(book)
    assert number == FIRST
    stored = row(book, number)
    assert (stored["state"], stored["heading"]) == ("草稿", "清溪村2025年庭院养鸡到户项目受益户公示")
    assert (stored["from_on"], stored["through_on"]) == (TODAY, TODAY + dt.timedelta(days=10))
    assert (stored["content"], stored["sha256"], stored["pdf_id"], stored["posted_at"]) == (None, None, None, None)


def test_numbers_count_up_within_a_year_and_begin_anew_in_the_next(book: Book) -> None:
    drafted = [draft(book), draft(book), draft(book, today=dt.date(2026, 1, 5))]
    assert drafted == [FIRST, "清溪公示〔2025〕2号", "清溪公示〔2026〕1号"]


def test_the_number_of_a_draft_taken_back_is_never_given_again(book: Book) -> None:
    draft(book)
    history.undo_last(book, actor="测试")
    assert draft(book) == "清溪公示〔2025〕2号"
    history.undo_last(book, actor="测试")
    history.redo_last(book, actor="测试")
    assert numbers(book) == ["清溪公示〔2025〕2号"]
    assert draft(book) == "清溪公示〔2025〕3号"


def test_a_draft_follows_the_book_until_it_is_posted(book: Book) -> None:
    number = draft(book)
    line = key(book, RosterLine, project_code=ROSTER, head_name="蓝松芳")
    fields.edit(book, "roster_line", line, "amount_fen", "1234.56", actor="测试")
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    assert 123456 in content.tables[0].rows[0]
    assert "1,234.56" in text(publicity.render(book, number, today=TODAY).data)


def test_words_of_a_draft_may_be_changed_but_nothing_else(book: Book) -> None:
    number = draft(book)
    words = {"basis": "根据村民代表大会决议，公示如下。", "place": "下溪公示栏"}
    publicity.change_words(book, number, words, actor="测试")
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    assert {"basis": content.basis, "place": content.place} == words
    publicity.change_words(book, number, {"basis": ""}, actor="测试")
    again = publicity.view(book, number, TODAY).content
    assert again is not None
    assert again.basis.startswith("根据示乡振")


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("cows", {}, "没有“cows”这种公示"),
        ("N4", {"project": None}, "要选一个项目"),
        ("N4", {"project": "35069920259999"}, "没有项目编号"),
        ("N4", {"project": ROAD}, "没有到户花名册"),
        ("N8", {}, "没有等着监测对象识别公示"),
        ("N8", {"households": ("3506991012030007",)}, "没有登记监测对象识别"),
        ("N8", {"households": ("999",)}, "999"),
        ("N1", {"year": 2019}, "没有2019年的项目"),
    ],
)
def test_what_cannot_be_drafted_is_said_and_nothing_is_written(
    book: Book, kind: str, options: dict[str, Any], says: str
) -> None:
    head = history.head(book)
    with pytest.raises(UserError, match=says):
        draft(book, kind, **options)
    assert (numbers(book), history.head(book)) == ([], head)


def test_money_that_is_not_posted_is_told_in_the_notice_of_its_use(book: Book) -> None:
    money.write_entry(
        book, {"date": TODAY, "project_code": ROAD, "kind": "支出", "source": "中央", "amount_fen": 5, "memo": "补"},
        actor="测试")  # fmt: skip
    content = publicity.view(book, draft(book, "N6", project=ROAD), TODAY).content
    assert content is not None
    assert any("1 笔资金尚未入账" in sentence for sentence in content.sentences)


def test_a_notice_of_money_without_any_posted_is_refused(imported: Book) -> None:
    with pytest.raises(UserError, match="草稿待入账"):
        draft(imported, "N6", project=ROAD)


# --- posting ----------------------------------------------------------------------------------------------------------


OF_ROAD = {"project": ROAD}
#: What a kind is about, by its number; those about cases take the case that waits. Others are posted in the sample.
ABOUT: dict[str, dict[str, Any]] = {
    "N1": {}, "N3": OF_ROAD, "N4": {"project": ROSTER}, "N5": OF_ROAD, "N6": {"year": 2025}, "N7": {"year": 2025},
}  # fmt: skip


@pytest.mark.parametrize(
    "kind", [kind for kind in NOTICE_KINDS if kind.steps or kind.number in ABOUT], ids=lambda kind: kind.id
)
def test_posting_freezes_content_hash_and_pdf(book: Book, kind: Any) -> None:
    if kind.number == "N7":
        share_out(book)
    if kind.steps:
        one_waits(book, kind)
    number = draft(book, kind.id, **ABOUT.get(kind.number, {}))
    posted = post(book, number)
    stored = row(book, number)
    content = NoticeContent.from_json(stored["content"])
    assert (stored["state"], stored["as_of"], stored["days"]) == ("公示中", TODAY, (posted.through_on - TODAY).days)
    assert stored["sha256"] == posted.sha256 == content.sha256
    assert posted.code == posted.sha256[:8].upper()
    pdf = publicity.frozen_pdf(book, number)
    assert pdf is not None
    assert number in text(pdf)
    assert posted.code in text(pdf)
    assert re.fullmatch("[0-9a-f]{12}", stored["chain_head"])
    assert history.verify(book, stored["chain_head"]) == []


def test_what_is_posted_stays_as_it_was_whatever_the_book_says_later(book: Book) -> None:
    number = draft(book)
    post(book, number)
    pdf, stored = publicity.frozen_pdf(book, number), row(book, number)
    line = key(book, RosterLine, project_code=ROSTER, head_name="蓝松芳")
    fields.edit(book, "roster_line", line, "amount_fen", "9999", actor="测试")
    fields.edit(book, "project", key(book, Project, code=ROSTER), "name", "别的项目", actor="测试")
    books.edit_village(book, {"committee": "别的村委会", "board_place": "别处"}, actor="测试")
    take(book, "户信息_带错.xlsx", "项目资金_带错.xlsx")
    assert publicity.frozen_pdf(book, number) == pdf
    assert row(book, number) == stored
    drawn = text(publicity.render(book, number, today=TODAY).data)
    assert "9,999.00" not in drawn
    assert "别" not in drawn
    assert stored["heading"] in drawn


def test_a_reprint_is_the_posted_file_itself(book: Book, tmp_path: Path) -> None:
    number = draft(book)
    post(book, number)
    report = paper.print_notice(book, number, tmp_path / "再印.pdf", today=TOMORROW)
    assert (tmp_path / "再印.pdf").read_bytes() == publicity.frozen_pdf(book, number)
    assert "原件" in report.line


def test_another_size_is_set_anew_from_the_frozen_content_and_says_so(book: Book, tmp_path: Path) -> None:
    number = draft(book)
    post(book, number)
    report = paper.print_notice(book, number, tmp_path / "大.pdf", today=TOMORROW, paper="a3")
    assert (tmp_path / "大.pdf").read_bytes() != publicity.frozen_pdf(book, number)
    assert "不是张贴时的原件" in report.line
    assert row(book, number)["sha256"][:8].upper() in text((tmp_path / "大.pdf").read_bytes())


def test_a_shorter_time_than_the_rule_is_refused_and_a_longer_one_allowed(book: Book) -> None:
    number = draft(book)
    with pytest.raises(UserError, match="不能少于10天") as caught:
        post(book, number, days=9)
    assert "9天" in str(caught.value)
    assert row(book, number)["state"] == "草稿"
    posted = post(book, number, days=15)
    assert posted.through_on == TODAY + dt.timedelta(days=15)
    stored = row(book, number)
    assert (stored["through_on"], stored["days"]) == (posted.through_on, 15)
    assert "15天" in text(publicity.frozen_pdf(book, number) or b"")


def test_exactly_the_days_of_the_rule_are_allowed(book: Book) -> None:
    assert post(book, draft(book), days=10).through_on == TODAY + dt.timedelta(days=10)


def test_the_villages_own_rule_decides_how_long(book: Book) -> None:
    overrides.set_override(book, "notice.household_beneficiaries.days", "7天", actor="测试", reason="县里规定7天")
    assert post(book, draft(book)).through_on == TODAY + dt.timedelta(days=7)


def test_it_is_posted_once(book: Book) -> None:
    number = draft(book)
    post(book, number)
    with pytest.raises(UserError, match="现在是公示中，不能张贴"):
        post(book, number, TOMORROW)


def test_an_unknown_number_is_refused_in_words(book: Book) -> None:
    for do in (
        lambda: post(book, "没有〔2025〕1号"),
        lambda: publicity.take_down(book, "没有〔2025〕1号", TODAY, actor="测试"),
        lambda: publicity.withdraw(book, "没有〔2025〕1号", "错", TODAY, actor="测试"),
        lambda: publicity.view(book, "没有〔2025〕1号", TODAY),
    ):
        with pytest.raises(UserError, match="没有公示"):
            do()


def test_a_name_no_face_has_is_refused_and_named(book: Book) -> None:
    line = key(book, RosterLine, project_code=ROSTER, head_name="蓝松芳")
    fields.edit(book, "roster_line", line, "head_name", "林\U0002ebf0", actor="测试")
    number = draft(book)
    with pytest.raises(UserError, match="缺字") as caught:
        post(book, number)
    assert "U+2EBF0" in str(caught.value)
    assert row(book, number)["state"] == "草稿"


@pytest.mark.parametrize(
    "planted",
    [
        "350699196205240019", "350699 19620524 0019", "350699\n196205240019", "３５０６９９１９６２０５２４００１９",
        "3506991962****0019", "350699199001010018", "6221842669392527388", "6221 8426 6939 2527 388",
        "17694083008", "176-9408-3008", "13800138000", "因病", "因 病", "重度残疾", "丧失劳动力", "糖尿病",
    ],
)  # fmt: skip
def test_something_private_in_free_text_keeps_it_off_the_wall(book: Book, planted: str) -> None:
    """Stored numbers, in any writing; numbers of anybody by their shape; words of illness."""
    number = draft(book)
    publicity.change_words(book, number, {"sentences": f"说明：{planted}。"}, actor="测试")
    with pytest.raises(UserError, match="第 1 页") as caught:
        post(book, number)
    assert caught.value.id == "notice.leak"
    assert number in str(caught.value)
    assert row(book, number)["state"] == "草稿"
    assert book.files.missing() == []


@pytest.mark.parametrize(
    "harmless",
    ["0596-3000000", "35069920250008", "防治因病虫害减产", "示乡振〔2025〕10号", "2025年3月11日", "12,980.00"],
)
def test_what_an_office_says_every_day_does_not_stop_it(book: Book, harmless: str) -> None:
    number = draft(book)
    publicity.change_words(book, number, {"sentences": f"说明：{harmless}。"}, actor="测试")
    assert post(book, number).hits == ()


def test_a_reason_lets_it_pass_and_stays_with_what_was_found(book: Book) -> None:
    number = draft(book)
    publicity.change_words(book, number, {"sentences": "联系17694083008"}, actor="测试")
    posted = post(book, number, override_why="本人书面同意")
    assert [hit.page for hit in posted.hits] == [1]
    assert row(book, number)["override_why"] == "本人书面同意"
    assert "17694083008" not in str(posted.hits[0])


def test_what_the_scan_would_find_can_be_asked_before(book: Book) -> None:
    number = draft(book)
    assert publicity.leaks(book, number, today=TODAY) == ()
    publicity.change_words(book, number, {"sentences": "因病"}, actor="测试")
    assert [hit.kind for hit in publicity.leaks(book, number, today=TODAY)] == ["word"]


# --- on the wall and off it -------------------------------------------------------------------------------------------


def test_a_notice_waits_to_be_taken_down_after_its_last_day(book: Book) -> None:
    number = draft(book)
    last = post(book, number).through_on
    assert publicity.view(book, number, last).state == "公示中"
    assert publicity.view(book, number, last).days_left == 0
    assert publicity.view(book, number, last + dt.timedelta(days=1)).state == "期满"
    assert row(book, number)["state"] == "公示中"


def test_taking_down_is_recorded_with_day_and_result(book: Book) -> None:
    number = draft(book)
    last = post(book, number).through_on
    publicity.take_down(book, number, last, actor="测试", result="无异议")
    stored = row(book, number)
    assert (stored["state"], stored["taken_down_on"], stored["result"]) == ("归档", last, "无异议")
    assert publicity.view(book, number, last + dt.timedelta(days=9)).state == "归档"


def test_it_is_neither_taken_down_nor_withdrawn_before_it_went_up(book: Book) -> None:
    number = draft(book)
    post(book, number)
    yesterday = TODAY - dt.timedelta(days=1)
    with pytest.raises(UserError, match="请改日期"):
        publicity.take_down(book, number, yesterday, actor="测试")
    with pytest.raises(UserError, match="请改日期"):
        publicity.withdraw(book, number, "错", yesterday, actor="测试")
    assert row(book, number)["state"] == "公示中"


def test_taking_down_can_be_undone(book: Book) -> None:
    number = draft(book)
    post(book, number)
    before = row(book, number)
    publicity.take_down(book, number, TOMORROW, actor="测试")
    history.undo_last(book, actor="测试")
    assert row(book, number) == before


@pytest.mark.parametrize("why", ["", "  ", "\n"])
def test_withdrawing_wants_a_reason(book: Book, why: str) -> None:
    number = draft(book)
    post(book, number)
    with pytest.raises(UserError, match="没有写原因"):
        publicity.withdraw(book, number, why, TODAY, actor="测试")
    assert row(book, number)["state"] == "公示中"


@pytest.mark.parametrize("taken_down", [False, True])
def test_withdrawing_keeps_sheet_and_trace(book: Book, taken_down: bool) -> None:
    number = draft(book)
    post(book, number)
    if taken_down:
        publicity.take_down(book, number, TOMORROW, actor="测试")
    pdf, before = publicity.frozen_pdf(book, number), row(book, number)
    publicity.withdraw(book, number, " 一户写错 ", TOMORROW, actor="测试")
    after = row(book, number)
    assert (after["state"], after["withdrawn_on"], after["withdrawn_why"]) == ("已撤回", TOMORROW, "一户写错")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"state", "withdrawn_on", "withdrawn_why"}
    assert publicity.frozen_pdf(book, number) == pdf
    assert draft(book) == "清溪公示〔2025〕2号"


def test_each_state_allows_only_what_follows(book: Book) -> None:
    number = draft(book)
    for refused in ("take_down", "withdraw"):
        with pytest.raises(UserError, match="现在是草稿"):
            _do(book, refused, number)
    post(book, number)
    for refused in ("post", "change_words"):
        with pytest.raises(UserError, match="现在是公示中"):
            _do(book, refused, number)
    _do(book, "take_down", number)
    for refused in ("post", "change_words", "take_down"):
        with pytest.raises(UserError, match="现在是已摘下"):
            _do(book, refused, number)
    _do(book, "withdraw", number)
    for refused in ("post", "change_words", "take_down", "withdraw"):
        with pytest.raises(UserError, match="现在是已撤回"):
            _do(book, refused, number)


def _do(book: Book, what: str, number: str) -> None:
    match what:
        case "post":
            post(book, number)
        case "change_words":
            publicity.change_words(book, number, {"basis": "x"}, actor="测试")
        case "take_down":
            publicity.take_down(book, number, TOMORROW, actor="测试")
        case "withdraw":
            publicity.withdraw(book, number, "写错", TOMORROW, actor="测试")


def test_posting_is_taken_back_by_withdrawing_and_not_by_undo(book: Book) -> None:
    number = draft(book)
    seq = post(book, number).changed.seq
    assert seq is not None
    with pytest.raises(UserError, match="撤回"):
        history.undo(book, seq, actor="测试")
    assert row(book, number)["state"] == "公示中"


def test_ctrl_z_passes_over_what_is_posted(book: Book) -> None:
    """Neither the posting nor the drafting is taken back, but what was done before."""
    home = key(book, Household, code="3506991012030007")
    fields.edit(book, "household", home, "road_kind", "泥土路", actor="测试")
    number = draft(book)
    post(book, number)
    stored = row(book, number)
    assert history.undo_last(book, actor="测试").heading == "撤销：改入户路类型 钟柏芳"
    assert row(book, number) == stored


def test_undoing_the_draft_of_a_posted_notice_names_the_obstacle(book: Book) -> None:
    number = draft(book)
    seq = history.entries(book, 1)[0].seq
    post(book, number)
    before = row(book, number)
    result = history.undo(book, seq, actor="测试")
    assert result.done is None
    assert {conflict.code for conflict in result.conflicts} == {number}
    assert row(book, number) == before


def test_a_posted_notice_cannot_be_edited_as_a_record(book: Book) -> None:
    number = draft(book)
    post(book, number)
    with pytest.raises(UserError, match="撤回"):
        fields.edit(book, "notice", row(book, number)["id"], "heading", "别的", actor="测试")
