"""A project from idea to archive by verbs; what is missing on the way; leaving the way and coming back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from villagebook.base.errors import UserError
from villagebook.lifecycle.stages import STAGES
from villagebook.models import Meeting
from villagebook.services import (
    books,
    fields,
    history,
    project_life,
    project_moves,
    project_sources,
    projects,
    publicity,
    tables,
)
from villagebook.store import Book, Undo

ACTOR = "测试"
TODAY = dt.date(2025, 12, 20)
SAY = {"actor": ACTOR, "today": TODAY}
D = dt.date


@pytest.fixture
def road(book: Book) -> uuid.UUID:
    """A new project of 2025, with what an entry of the library must say; a village whose notices can be hung."""
    books.edit_village(book, {"office_phone": "0599-5550101", "board_place": "村部门口"}, actor=ACTOR)
    _, key = projects.add(
        book, name="村道硬化", year=2025, category="乡村建设行动", mode="公益设施", content="硬化1.2公里",
        planned_fen=120_000_00, source="中央", actor=ACTOR)  # fmt: skip
    texts = {
        "nature": "新建", "place": "下溪", "planned_start": "2025-07", "planned_finish": "2025-09",
        "unit_in_charge": "清溪村村民委员会", "covers_households": "12", "goal": "户户通路",
        "participation": "投工投劳", "link": "优先用脱贫户务工",
    }  # fmt: skip
    for name, text in texts.items():
        fields.edit(book, "project", key, name, text, actor=ACTOR)
    return key


def a_meeting(book: Book, on: dt.date) -> uuid.UUID:
    with book.work("record.edit", ACTOR, "记会议", Undo.INVERSE) as work:
        key = work.new_id()
        work.write_rows(Meeting, inserts=[
            {"id": key, "village_id": book.village_id, "kind": "村民代表大会", "held_on": on}])  # fmt: skip
        work.commit()
    return key


def life(book: Book, key: uuid.UUID, on: dt.date = TODAY) -> project_life.LifeView:
    return project_life.view(book, key, on)


def stage_in_ledger(book: Book, on: dt.date) -> str:
    (row,) = tables.listed(book, "projects", tables.scope(book, on)).rows
    return str(row["stage"])


def hang(book: Book, code: str, kind: str, on: dt.date) -> None:
    """Draft, post and take down a notice."""
    drafted = publicity.draft(book, kind, project=code, actor=ACTOR, today=on)
    posted = publicity.post(book, drafted.number, on, actor=ACTOR)
    publicity.take_down(book, drafted.number, posted.through_on + dt.timedelta(1), actor=ACTOR)


def test_a_project_walks_from_idea_to_archive(book: Book, road: uuid.UUID) -> None:
    """Every stage by its verb, in order; ledger and page say the same on the way."""
    code = projects.view(book, road, TODAY).code
    meeting = a_meeting(book, D(2025, 1, 10))
    walk = {
        "plan": lambda: project_moves.reach(book, road, "plan", meeting=meeting, **SAY),
        "library_notice": lambda: project_moves.reach(
            book, road, "library_notice", D(2025, 1, 22), from_on=D(2025, 1, 11), **SAY),
        "granted": lambda: project_moves.reach(
            book, road, "granted", D(2025, 6, 1), texts={"approval_number": "示乡振〔2025〕9号"}, **SAY),
        "start_notice": lambda: hang(book, code, "project-start", D(2025, 6, 3)),
        "paid": lambda: project_moves.reach(book, road, "paid", D(2025, 10, 30), **SAY),
        "completion_notice": lambda: hang(book, code, "project-completion", D(2025, 10, 8)),
        "archived": lambda: project_moves.reach(
            book, road, "archived", D(2025, 12, 1), texts={"archive_number": "2025-XM-01"}, **SAY),
    }
    days = {
        "declared": D(2025, 1, 25), "reviewed": D(2025, 2, 10), "argued": D(2025, 3, 1), "approved": D(2025, 3, 12),
        "started": D(2025, 7, 1), "finished": D(2025, 9, 20), "preliminary": D(2025, 9, 25), "accepted": D(2025, 10, 6),
        "claimed": D(2025, 10, 20), "claim_signed": D(2025, 10, 22), "handed": D(2025, 11, 5),
    }  # fmt: skip
    for stage in (one for one in STAGES if one.fits("公益设施")):
        coming = life(book, road).next
        assert coming is not None
        assert coming.id == stage.id, "no stage is left out and none comes twice"
        if stage.id in walk:
            walk[stage.id]()
        else:
            project_moves.reach(book, road, stage.id, days[stage.id], **SAY)
        assert stage_in_ledger(book, TODAY) == life(book, road).word
    found = life(book, road)
    assert (found.word, found.next, found.waits_for) == ("已归档", None, "")
    assert [line.state for line in found.stages] == ["done"] * len(found.stages)
    assert not any(line.wrong for line in found.stages)
    lacking = {one.do for one in found.missing if not one.do.startswith("dossier:")}
    assert lacking == {"notice:fund-use"}
    assert {phase.state for phase in found.phases} == {"done"}
    assert history.verify(book) == []


def test_on_the_way_it_says_what_is_missing_and_whom_it_waits_for(book: Book, road: uuid.UUID) -> None:
    assert "没有写是哪次会议决定的" in [one.text for one in life(book, road).missing]
    project_moves.reach(book, road, "plan", meeting=a_meeting(book, D(2025, 1, 10)), **SAY)
    project_moves.reach(book, road, "library_notice", D(2025, 1, 22), from_on=D(2025, 1, 11), **SAY)
    fields.edit(book, "project", road, "goal", "", actor=ACTOR)
    found = life(book, road)
    assert (found.next and found.next.id, found.waits_for) == ("declared", "村")
    assert "没有写绩效目标" in [one.text for one in found.missing]
    project_moves.reach(book, road, "declared", D(2025, 1, 25), **SAY)
    assert life(book, road).waits_for == "乡镇"
    assert life(book, road, D(2025, 1, 15)).waits_for == "公示期满"


def test_papers_are_missing_once_their_stage_is_reached(book: Book, road: uuid.UUID) -> None:
    assert not [one for one in life(book, road).missing if one.do.startswith("dossier:")]
    project_moves.reach(book, road, "granted", D(2025, 6, 1), **SAY)
    lacking = [one.do for one in life(book, road).missing]
    assert "dossier:grant" in lacking
    assert "stage:declared" in lacking


def test_what_the_verb_needs_is_asked_for(book: Book, road: uuid.UUID) -> None:
    for stage, given, wrong in (
        ("plan", {}, "project.no_meeting"),
        ("granted", {}, "project.no_day"),
        ("start_notice", {"on": D(2025, 6, 1)}, "project.no_day"),
        ("granted", {"on": TODAY + dt.timedelta(1)}, "project.future"),
        ("roster_notice", {"on": D(2025, 6, 1), "from_on": D(2025, 5, 1)}, "project.not_its_stage"),
        ("nothing", {"on": D(2025, 6, 1)}, "project.stage"),
    ):
        with pytest.raises(UserError) as refused:
            project_moves.reach(book, road, stage, **given, **SAY)
        assert refused.value.id == wrong
    assert len(history.entries(book)) == len([e for e in history.entries(book) if e.verb != "project.reach"])


def test_days_out_of_order_need_a_reason_which_stays(book: Book, road: uuid.UUID) -> None:
    project_moves.reach(book, road, "granted", D(2025, 6, 1), **SAY)
    with pytest.raises(UserError, match="开工日期（2025年5月1日）早于下达日期（2025年6月1日）") as refused:
        project_moves.reach(book, road, "started", D(2025, 5, 1), **SAY)
    assert refused.value.id == "project.order"
    project_moves.reach(book, road, "started", D(2025, 5, 1), why="应急抢修，先行施工", **SAY)
    view = projects.view(book, road, TODAY)
    assert "应急抢修" in view.row["note"]
    line = next(one for one in view.life.stages if one.id == "started")
    assert line.wrong == ("开工日期（2025年5月1日）早于下达日期（2025年6月1日）",)
    # What was wrong before does not stand in the way of the next step.
    project_moves.reach(book, road, "finished", D(2025, 7, 1), **SAY)


def test_a_project_that_did_not_pass_is_declared_anew(book: Book, road: uuid.UUID) -> None:
    project_moves.reach(book, road, "declared", D(2025, 1, 25), **SAY)
    project_moves.reach(book, road, "reviewed", D(2025, 2, 10), **SAY)
    project_moves.set_aside(book, road, "未通过", D(2025, 2, 20), "用地没有落实", **SAY)
    assert stage_in_ledger(book, D(2025, 2, 19)) == "已审核"
    assert stage_in_ledger(book, TODAY) == "未通过"
    with pytest.raises(UserError, match="先重新申报"):
        project_moves.reach(book, road, "argued", D(2025, 3, 1), **SAY)
    with pytest.raises(UserError, match="早于未通过的日期"):
        project_moves.take_up(book, road, D(2025, 2, 1), "用地落实了", **SAY)
    project_moves.take_up(book, road, D(2025, 4, 2), "用地落实了", **SAY)
    row = projects.view(book, road, TODAY).row
    assert (row["side_state"], row["declared_on"], row["township_reviewed_on"]) == (None, None, None)
    assert row["note"] == (
        "2025年2月20日未通过，用地没有落实（原申报日期2025年1月25日、乡镇审核日期2025年2月10日）；"
        "2025年4月2日重新申报，用地落实了。"
    )


@pytest.mark.parametrize(
    ("state", "reached", "wrong"),
    [
        ("未通过", "approved", "project.too_late"),
        ("出库", "declared", "project.too_early"),
        ("出库", "granted", "project.too_late"),
        ("终止", "approved", "project.too_early"),
        ("终止", "paid", "project.too_late"),
        ("作废", "granted", "project.side"),
    ],
)
def test_a_state_beside_the_stages_has_its_time(
    book: Book, road: uuid.UUID, state: str, reached: str, wrong: str
) -> None:
    project_moves.reach(book, road, reached, D(2025, 6, 1), **SAY)
    with pytest.raises(UserError) as refused:
        project_moves.set_aside(book, road, state, D(2025, 7, 1), "试", **SAY)
    assert refused.value.id == wrong


@pytest.mark.parametrize(("state", "reached"), [("调整", "granted"), ("出库", "approved"), ("终止", "started")])
def test_a_state_beside_the_stages_begins_and_ends_with_a_reason(
    book: Book, road: uuid.UUID, state: str, reached: str
) -> None:
    project_moves.reach(book, road, reached, D(2025, 6, 1), **SAY)
    with pytest.raises(UserError, match="没有写为什么"):
        project_moves.set_aside(book, road, state, D(2025, 7, 1), " ", **SAY)
    before = stage_in_ledger(book, TODAY)
    project_moves.set_aside(book, road, state, D(2025, 7, 1), "县里文件", **SAY)
    with pytest.raises(UserError, match="项目已经"):
        project_moves.set_aside(book, road, state, D(2025, 7, 2), "再来", **SAY)
    assert stage_in_ledger(book, TODAY) == state
    project_moves.take_up(book, road, D(2025, 8, 1), "县里新文件", **SAY)
    assert stage_in_ledger(book, TODAY) == before
    with pytest.raises(UserError, match="不用恢复"):
        project_moves.take_up(book, road, D(2025, 8, 1), "再来", **SAY)


def test_sources_add_up_to_the_total(book: Book, road: uuid.UUID) -> None:
    _, key = project_sources.add(
        book, road, {"source": "县", "planned_fen": "30000", "document": "示财农〔2025〕5号"}, actor=ACTOR)
    again = {"source": "县", "planned_fen": "1", "document": "示财农〔2025〕5号"}
    with pytest.raises(UserError, match="已经有“县”"):
        project_sources.add(book, road, again, actor=ACTOR)
    for texts, words in (({"source": "县"}, "没有写计划金额"), ({"planned_fen": "5"}, "没有选资金来源"),
                         ({"source": "省", "planned_fen": "0"}, "应当大于 0")):  # fmt: skip
        with pytest.raises(UserError, match=words):
            project_sources.add(book, road, texts, actor=ACTOR)
    project_sources.total(book, road, actor=ACTOR)
    view = projects.view(book, road, TODAY)
    assert view.row["planned_fen"] == 150_000_00
    assert [(line.source, line.planned_fen) for line in view.plan] == [("中央", 120_000_00), ("县", 30_000_00)]
    project_sources.change(book, key, {"planned_fen": "20000", "programme": "县级配套"}, actor=ACTOR)
    line = projects.view(book, road, TODAY).plan[1]
    assert (line.programme, line.document, line.planned_fen) == ("县级配套", "示财农〔2025〕5号", 20_000_00)
    project_sources.remove(book, key, actor=ACTOR)
    assert [line.source for line in projects.view(book, road, TODAY).plan] == ["中央"]
