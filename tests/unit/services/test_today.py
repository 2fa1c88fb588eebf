"""What is due, by weight and date, and the village's figures."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.services.conftest import CLEAN, FAULTY, TODAY, take
from villagebook.models import Measure
from villagebook.services import books, cases, households, money, project_list, publicity, tables
from villagebook.services.today import LATE, MONTH, PRESSED, WEEK, Task, badges, today
from villagebook.services.today import TODAY as DUE
from villagebook.store import Book, Undo

DAY = dt.timedelta(days=1)


def tasks(book: Book, on: dt.date = TODAY, icon: str = "megaphone") -> list[Task]:
    """The tasks of one kind, in their order."""
    return [task for task in today(book, on).tasks if task.icon == icon]


@pytest.fixture
def hanging(imported: Book) -> tuple[Book, dt.date]:
    """A book with one notice on the wall, and its last day."""
    number = publicity.draft(imported, "N1", actor="测试", today=TODAY).number
    return imported, publicity.post(imported, number, TODAY, actor="测试").through_on


def test_an_empty_book_has_nothing_to_do(book: Book) -> None:
    found = today(book, TODAY)
    assert found.tasks == ()
    assert badges(book, TODAY) == {}
    assert (found.figures.households, found.figures.people) == (0, 0)


@pytest.mark.parametrize(
    ("after_last_day", "group", "when"),
    [(-10, MONTH, "还有 10 天"), (-7, WEEK, "还有 7 天"), (-1, WEEK, "还有 1 天"), (0, DUE, "今天"),
     (1, LATE, "过期 1 天"), (30, LATE, "过期 30 天")],
)  # fmt: skip
def test_a_notice_is_due_by_its_last_day(
    hanging: tuple[Book, dt.date], after_last_day: int, group: str, when: str
) -> None:
    book, last = hanging
    (task,) = tasks(book, last + after_last_day * DAY)
    assert task.group == group
    assert when in task.when
    assert (task.page, task.key, task.due) == ("notices", "清溪公示〔2025〕1号", last)
    assert task.title.startswith("摘下公示：清溪村2025年项目库入库公示")


def test_a_notice_taken_down_or_withdrawn_is_done(hanging: tuple[Book, dt.date]) -> None:
    book, last = hanging
    publicity.take_down(book, "清溪公示〔2025〕1号", last, actor="测试")
    assert tasks(book, last + DAY) == []


def test_a_draft_waits_to_be_posted(imported: Book) -> None:
    publicity.draft(imported, "N1", actor="测试", today=TODAY)
    (task,) = tasks(imported)
    assert (task.group, task.due, task.verb) == (MONTH, None, "去张贴")


def test_entries_wait_to_be_posted_with_their_sum(imported: Book) -> None:
    (task,) = tasks(imported, icon="coins")
    assert task.title == "入账：184 笔草稿"
    money.post(imported, None, actor="测试", today=TODAY)
    assert tasks(imported, icon="coins") == []


def test_people_without_household_and_rows_refused_wait(book: Book) -> None:
    take(book, *FAULTY)
    assert [task.title for task in tasks(book, icon="users")] == ["归户：1 人没有归到户"]
    assert [task.title for task in tasks(book, icon="import")] == ["补收：1 行没有收进来"]


@pytest.mark.parametrize(
    ("after_lead", "group", "when"), [(0, WEEK, "还有 2 天"), (2, DUE, "今天"), (3, LATE, "过期 1 天")]
)
def test_a_lead_is_due_in_two_days_and_leads_to_its_case(
    imported: Book, after_lead: int, group: str, when: str
) -> None:
    household = households.key_of(imported, "3506991012030001")
    _, case = cases.open_case(imported, household, "监测对象识别", actor="测试", lead_on=TODAY, target="突发严重困难户")
    (task,) = tasks(imported, TODAY + after_lead * DAY, icon="radar")
    assert (task.group, task.page, task.key) == (group, "households", f"case:{case}")
    assert when in task.when
    assert task.title.startswith("入户核实：")


def test_papers_a_step_lacks_wait_until_they_are_there(imported: Book) -> None:
    household = households.key_of(imported, "3506991012030001")
    _, case = cases.open_case(imported, household, "监测对象识别", actor="测试", lead_on=TODAY, target="突发严重困难户")
    cases.do_step(imported, case, "visit", TODAY, actor="测试", papers=["防止返贫动态监测排查表"])
    (step,), (papers,) = tasks(imported, icon="radar"), tasks(imported, icon="circle-dashed")
    assert (step.group, papers.group, papers.due) == (WEEK, MONTH, None)
    assert "监测对象申请及承诺授权查询书" in papers.detail
    cases.collect(imported, case, "visit", "监测对象申请及承诺授权查询书", actor="测试")
    assert tasks(imported, icon="circle-dashed") == []
    cases.stop(imported, case, TODAY, actor="测试", why="试")
    assert tasks(imported, icon="radar") == []


def test_a_late_case_marks_the_page_of_households(imported: Book) -> None:
    household = households.key_of(imported, "3506991012030001")
    cases.open_case(imported, household, "监测对象识别", actor="测试", lead_on=TODAY, target="突发严重困难户")
    assert "households" not in badges(imported, TODAY)
    assert badges(imported, TODAY + 3 * DAY)["households"] == (1, "late")


@pytest.mark.parametrize(
    ("after", "group", "when"),
    [(20, MONTH, "还有 10 天"), (25, WEEK, "还有 5 天"), (30, DUE, "今天"), (31, LATE, "过期 1 天")],
)
def test_the_first_measure_is_due_a_month_after_identification(
    imported: Book, after: int, group: str, when: str
) -> None:
    household = households.key_of(imported, "3506991012030001")
    _, case = cases.open_case(imported, household, "监测对象识别", actor="测试", lead_on=TODAY, target="突发严重困难户")
    cases.close(imported, case, TODAY, actor="测试", why="试")
    (task,) = tasks(imported, TODAY + after * DAY, icon="heart-handshake")
    assert (task.group, task.due, task.key) == (group, TODAY + 30 * DAY, f"case:{case}")
    assert when in task.when


def test_a_measure_since_identification_is_enough(imported: Book) -> None:
    household = households.key_of(imported, "3506991012030001")
    _, case = cases.open_case(imported, household, "监测对象识别", actor="测试", lead_on=TODAY, target="突发严重困难户")
    cases.close(imported, case, TODAY, actor="测试", why="试")
    with imported.work("test.make", "测试", "措施", Undo.INVERSE) as work:
        row = {"id": work.new_id(), "village_id": imported.village_id, "household_id": household, "kind": "健康帮扶"}
        work.write_rows(Measure, inserts=[{**row, "from_on": TODAY + DAY}])
        work.commit()
    assert tasks(imported, TODAY + 40 * DAY, icon="heart-handshake") == []


def test_the_most_pressing_comes_first(hanging: tuple[Book, dt.date]) -> None:
    book, last = hanging
    publicity.draft(book, "N1", actor="测试", today=TODAY)
    found = today(book, last + DAY).tasks
    order = [LATE, DUE, WEEK, MONTH]
    assert [order.index(task.group) for task in found] == sorted(order.index(task.group) for task in found)
    assert found[0].group == LATE


def test_badges_count_what_is_late_and_what_is_pressing(hanging: tuple[Book, dt.date]) -> None:
    book, last = hanging
    late = {"projects": (1, "late")}  # one line for all projects that are late
    assert badges(book, last - DAY) == {**late, "today": (1, "late")}
    assert badges(book, last) == {**late, "today": (2, "late")}
    assert badges(book, last + DAY) == {**late, "notices": (1, "late"), "today": (2, "late")}


def test_projects_that_are_late_are_pressed_for_in_one_line(imported: Book) -> None:
    (task,) = [one for one in today(imported, TODAY).tasks if one.title.startswith("催办项目") and one.group == LATE]
    late = [line for line in project_list.lines(imported, TODAY) if line.late and line.stage in PRESSED]
    assert task.title == f"催办项目：{len(late)} 个过了日子"
    assert task.page == "projects"
    first = min(late, key=lambda line: (line.due, line.code))
    assert task.detail.startswith(f"{first.name} {first.next} ")
    assert task.when == f"过期 {(TODAY - first.due).days} 天"  # type: ignore[operator]


def test_figures_agree_with_the_ledgers(sample: Book) -> None:
    figures = today(sample, TODAY).figures
    about = books.info(sample)
    assert (figures.households, figures.people) == (about.households, about.people)
    totals = tables.totals(sample, "fund-balances", tables.scope(sample, TODAY))
    for name in ("planned", "received", "spent", "reimbursed", "balance"):
        assert figures.money[name] == totals[f"{name}_fen"], name
    assert sum(count for _, count in figures.stages) == about.projects
    assert sum(count for _, count in figures.notices) == about.notices - 2  # one is withdrawn, one corrected
    assert (figures.poor_households, figures.monitored_households) == (24, 4)


def test_the_backup_light_tells_of_the_newest_backup(book: Book) -> None:
    assert not today(book, TODAY).backup_ok
    take(book, CLEAN[0])  # makes one before
    assert today(book, TODAY).backup_ok
