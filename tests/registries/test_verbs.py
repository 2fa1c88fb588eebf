"""Every verb: declared whole, the only way to write, and one operation of the journal each time it is done.

To add a verb: one line in ``DOINGS`` that does it to the sample book.
"""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import inspect
import pkgutil
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import made_books
from tests.registries import (
    doings_bank,
    doings_boards,
    doings_dossier,
    doings_funds,
    doings_meetings,
    doings_notice_forms,
    doings_notice_life,
    doings_objections,
    doings_projects,
    doings_release,
    doings_rosters,
    doings_works,
)
from tests.unit.services.test_lists import dump
from villagebook import services
from villagebook.base.clock import FixedClock, SeededIds
from villagebook.models import (
    AttachmentLink,
    FundEntry,
    Household,
    Measure,
    Membership,
    Notice,
    Officer,
    Person,
    StatusPeriod,
    Visit,
)
from villagebook.services import (
    acknowledge,
    books,
    cases,
    checking,
    codes,
    demo,
    doubts,
    duplicates,
    fields,
    helped,
    history,
    household_head,
    household_years,
    households,
    lists,
    memberships,
    merging,
    money,
    moves,
    overrides,
    projects,
    publicity,
    sample,
    statuses,
    village,
)
from villagebook.services.verbs import Changed, Verb, all_verbs
from villagebook.store import Book, Undo

TODAY = made_books.TODAY
ACTOR = "测试"
DAY = dt.timedelta(days=1)
VERBS = all_verbs()
verbs = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.id)


def modules() -> Iterator[ModuleType]:
    """Every module of the services."""
    for found in pkgutil.walk_packages(services.__path__, services.__name__ + "."):
        yield importlib.import_module(found.name)


# --- declarations -----------------------------------------------------------------------------------------------------


@verbs
def test_it_is_declared_whole(verb: Verb) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", verb.id)
    assert re.search("[\u4e00-\u9fff]", verb.title)
    assert isinstance(verb.undo, Undo)
    assert bool(verb.counter) == (verb.undo is Undo.COUNTER)


def test_titles_are_told_apart() -> None:
    assert len({verb.title for verb in VERBS}) == len(VERBS)


def calls_of_work() -> Iterator[tuple[ModuleType, ast.FunctionDef, ast.Call]]:
    """Each place in the services that opens a work: module, function around it, the call."""
    for module in modules():
        tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "work":
                        yield module, function, node


def declared_in(module: ModuleType, call: ast.Call) -> Verb:
    """The verb a work is opened for: ``book.work(declaration(FUNCTION).id, actor, heading, Undo.KIND)``."""
    match call.args[0]:
        case ast.Attribute(
            value=ast.Call(func=ast.Name(id="declaration"), args=[ast.Name(id=name)]), attr="id"
        ):
            return getattr(module, name).__villagebook_verb__
    raise AssertionError(f"{module.__name__}: a work without a declared verb: {ast.unparse(call)}")


def test_every_work_is_opened_for_a_declared_verb_with_its_own_undo() -> None:
    found = list(calls_of_work())
    assert len(found) >= len(VERBS)
    for module, _, call in found:
        verb = declared_in(module, call)
        assert verb in VERBS
        assert ast.unparse(call.args[3]) == f"Undo.{verb.undo.name}", ast.unparse(call)


def test_every_public_function_that_writes_is_a_verb_of_its_own() -> None:
    for module, function, call in calls_of_work():
        if not function.name.startswith("_"):
            assert declared_in(module, call) is getattr(module, function.name).__villagebook_verb__, function.name


@verbs
def test_it_asks_who_does_it(verb: Verb) -> None:
    assert "actor" in inspect.signature(function_of(verb)).parameters


def function_of(verb: Verb) -> Callable[..., Any]:
    """The function marked with the verb."""
    for module in modules():
        for value in vars(module).values():
            if getattr(value, "__villagebook_verb__", None) is verb:
                return value  # type: ignore[no-any-return]
    raise LookupError(verb.id)


# --- each done once to the sample book --------------------------------------------------------------------------------

HANGING, DRAFT = "公示中", "草稿"


def a_notice(book: Book, state: str) -> str:
    """The number of the sample's first notice of the village in a state."""
    query = select(Notice.number).where(Notice.state == state, Notice.issuer.is_(None)).order_by(Notice.serial)
    with book.read() as connection:
        return str(connection.execute(query).scalars().first())




def key(book: Book, record: Any, *where: Any) -> uuid.UUID:
    """The first record's key."""
    with book.read() as connection:
        found = connection.execute(select(record.id).where(*where).order_by(record.id)).scalars().first()
    assert found is not None
    return found


def draft_entry(book: Book) -> dict[str, Any]:
    """A draft of the sample's entries that can be posted once it has a voucher."""
    with book.read() as connection:
        query = select(FundEntry.__table__).where(FundEntry.posted_at.is_(None), FundEntry.date.is_not(None))
        return dict(connection.execute(query.order_by(FundEntry.id)).mappings().first() or {})


def post_a_draft(book: Book) -> Any:
    report = money.post(book, None, keys=[draft_entry(book)["id"]], number=True, actor=ACTOR, today=TODAY, why="试")
    assert len(report.posted) == 1
    return report


def reverse_the_last(book: Book) -> Any:
    with book.read() as connection:
        voucher = connection.execute(
            select(FundEntry.voucher)
            .where(FundEntry.posted_at.is_not(None), FundEntry.kind == "到账")
            .order_by(FundEntry.date.desc(), FundEntry.voucher.desc())
        ).scalars().first()  # fmt: skip
    return money.reverse(book, voucher or "", TODAY, actor=ACTOR, why="试")


def write_sample_again(book: Book) -> Any:
    """Into a book of its own: the sample's keys are in the sample book already."""
    ids = SeededIds(1, FixedClock(dt.datetime(2025, 11, 5, tzinfo=dt.UTC)))
    return demo.write_sample(book, sample.build(ids, TODAY), actor=ACTOR)


DONE = {"actor": ACTOR, "today": TODAY}


def full_house(book: Book) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A household of the sample with three members or more: its key and theirs, the head first."""
    with book.read() as connection:
        many = select(Membership.household_id).where(Membership.through_on.is_(None)).group_by(
            Membership.household_id).having(func.count() > 2).order_by(Membership.household_id)  # fmt: skip
        home = connection.execute(many).scalars().first()
        rows = connection.execute(select(Membership.person_id, Membership.relation).where(
            Membership.household_id == home, Membership.through_on.is_(None))).all()  # fmt: skip
    assert home is not None
    return home, [row.person_id for row in sorted(rows, key=lambda row: row.relation != "户主")]


def come_back(book: Book) -> Any:
    home, people = full_house(book)
    memberships.leave(book, home, people[2], "失联", TODAY - DAY, **DONE)
    yield
    yield memberships.come_back(book, home, people[2], TODAY, **DONE)


def merge(book: Book) -> Any:
    home, _ = full_house(book)
    return moves.merge(book, key(book, Household, Household.id != home), home, TODAY, **DONE)


def on_full_house(verb: Callable[..., Any]) -> Callable[[Book], Any]:
    """Do it with (book, household, its people)."""
    return lambda book: verb(book, *full_house(book))


def two_people(book: Book) -> tuple[uuid.UUID, uuid.UUID]:
    """Two members of one household."""
    _, people = full_house(book)
    return people[1], people[2]


MOVES: dict[str, Callable[[Book], Any]] = {
    "membership.birth": on_full_house(lambda book, home, people: memberships.birth(
        book, home, memberships.NewPerson("林幼", "女"), "之女", TODAY, **DONE)),
    "membership.join": on_full_house(lambda book, home, people: memberships.join(
        book, home, memberships.NewPerson("林媳", "女"), "婚入", "之儿媳", TODAY, **DONE)),
    "membership.death": on_full_house(lambda book, home, people: memberships.death(
        book, home, people[0], TODAY, new_head=people[1], **DONE)),
    "membership.leave": on_full_house(lambda book, home, people: memberships.leave(
        book, home, people[2], "服刑", TODAY, **DONE)),
    "membership.come_back": come_back,
    "household.change_head": on_full_house(lambda book, home, people: moves.change_head(
        book, home, people[1], TODAY, **DONE)),
    "household.split": on_full_house(lambda book, home, people: moves.split(
        book, home, people[2:], people[2], TODAY, **DONE)),
    "household.merge": merge,
    "household.end": on_full_house(lambda book, home, people: moves.end_household(
        book, home, "整户迁出", TODAY, **DONE)),
    "status.begin": lambda book: statuses.begin(
        book, key(book, Household), "低保边缘户", TODAY, statuses.Grounds("民政所名单"), **DONE),
    "status.end": lambda book: statuses.end(
        book, key(book, StatusPeriod, StatusPeriod.through_on.is_(None)), TODAY, statuses.Grounds("退出"), **DONE),
    "status.correct": lambda book: statuses.correct(
        book, key(book, StatusPeriod), kind="低保边缘户", from_on=TODAY, through_on=None, actor=ACTOR),
    "codes.add": lambda book: codes.add(book, "road_kind", "石板路", "县里的表这样写", actor=ACTOR),
    "codes.retire": lambda book: codes.retire(book, "road_kind", "泥土路", actor=ACTOR),
    "codes.offer": lambda book: codes.offer(book, "house_grade", "A", actor=ACTOR),
}  # fmt: skip

def case_of(book: Book, household: int, kind: str = "监测对象识别") -> uuid.UUID:
    """A case of the sample by the number of its household: 6 and 25 are under way, 1 is closed."""
    home = households.key_of(book, f"350699101207{household:04d}")
    return next(line.key for line in cases.cases(book, TODAY, household=home) if line.kind == kind)


def problem_list() -> Path:
    """A problem list of one line."""
    path = Path(tempfile.mkdtemp()) / "疑点清单.csv"
    path.write_text("姓名,疑点内容\n林无此,重复享受\n", encoding="utf-8")
    return path


def answer_a_doubt(book: Book) -> Any:
    doubts.import_list(book, problem_list(), actor=ACTOR)
    yield
    yield doubts.answer(book, [doubts.lines(book)[0].id], "不是本村", actor=ACTOR, today=TODAY)


def accept_a_ruined_number(book: Book) -> Any:
    person, number = key(book, Person), "350699199008260022"
    with book.work("record.edit", ACTOR, "收进一个丢了末尾的号码", Undo.INVERSE) as work:
        work.write_rows(Person, updates=[(person, {"id_number": None, "extra": {"证件号码": "3.50699199008260E+17"}})])
        work.commit()
    yield
    yield lists.accept_ids(book, {("person.id_number", person): number}, actor=ACTOR)


#: Verb -> doing it once. A generator first prepares what the verb needs, yields, and then does it.
def acknowledge_a_finding(book: Book) -> Any:
    finding = checking.run(book, TODAY).findings[0]
    yield
    yield acknowledge.acknowledge(book, finding, "核实过", actor=ACTOR, today=TODAY)


def withdraw_a_word(book: Book) -> Any:
    acknowledge.acknowledge(book, checking.run(book, TODAY).findings[0], "核实过", actor=ACTOR, today=TODAY)
    (word,) = checking.acknowledgements(book, TODAY)
    yield
    yield acknowledge.withdraw(book, word.key, actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "village.edit": lambda book: books.edit_village(book, {"office_address": "新村部"}, actor=ACTOR),
    "demo.write": write_sample_again,
    "record.edit": lambda book: fields.edit(
        book, "household", key(book, Household), "road_kind", "沥青路", actor=ACTOR),
    "household.add": lambda book: households.add_household(book, head_name="林新", actor=ACTOR),
    "household.set_head": lambda book: household_head.set_head(book, key(book, Household), "林大", actor=ACTOR),
    "person.rename": lambda book: household_head.rename(book, key(book, Person), "林二", actor=ACTOR),
    "person.keep_former": lambda book: household_head.keep_former_name(book, key(book, Person), "林幺", actor=ACTOR),
    **MOVES,
    "finding.acknowledge": acknowledge_a_finding,
    "finding.unacknowledge": withdraw_a_word,
    "person.keep_apart": lambda book: duplicates.keep_apart(
        book, duplicates.pair_of(book, *two_people(book)), reason="堂兄弟", **DONE),
    "person.merge": lambda book: merging.merge_persons(book, *two_people(book), take=("name",), **DONE),
    "household.add_year": lambda book: household_years.add_year(book, key(book, Household), 2031, actor=ACTOR),
    "person.edit_year": lambda book: household_years.edit_person_year(
        book, key(book, Person), 2031, "education", "小学", actor=ACTOR),
    "officer.add": lambda book: village.add_officer(book, {"name": "林干"}, actor=ACTOR),
    "officer.edit": lambda book: village.edit_officer(book, key(book, Officer), {"post": "试任文书"}, actor=ACTOR),
    "officer.remove": lambda book: village.remove_officer(book, key(book, Officer), actor=ACTOR),
    "case.open": lambda book: cases.open_case(
        book, households.key_of(book, "3506991012070002"), "监测对象识别", lead_on=TODAY, actor=ACTOR),
    "case.step": lambda book: cases.do_step(book, case_of(book, 25), "visit", TODAY, actor=ACTOR),
    "case.collect": lambda book: cases.collect(
        book, case_of(book, 6), "visit", "监测对象申请及承诺授权查询书", actor=ACTOR),
    "case.take_back": lambda book: cases.take_back(book, case_of(book, 6), "visit", actor=ACTOR),
    "case.close": lambda book: cases.close(book, case_of(book, 6), TODAY, why="试", actor=ACTOR),
    "case.stop": lambda book: cases.stop(book, case_of(book, 6), TODAY, why="试", actor=ACTOR),
    "case.roll_back": lambda book: cases.roll_back(book, case_of(book, 1), TODAY, why="试", actor=ACTOR),
    "help.add_visit": lambda book: helped.add_visit(book, key(book, Household), on=TODAY, by="林干", **DONE),
    "help.add_measure": lambda book: helped.add_measure(book, key(book, Household), kind="社会帮扶", **DONE),
    "help.add_guarantee": lambda book: helped.add_guarantee(
        book, key(book, Household), {"stage": "当前"}, actor=ACTOR),
    "help.correct": lambda book: helped.correct(book, "visit", key(book, Visit), {"content": "改过"}, actor=ACTOR),
    "help.remove": lambda book: helped.remove(book, "measure", key(book, Measure), actor=ACTOR),
    "project.add": lambda book: projects.add(
        book, name="新路", year=2025, planned_fen=100, source="中央", actor=ACTOR),
    **doings_projects.DOINGS,
    **doings_rosters.DOINGS,
    "lists.import": lambda book: lists.import_files(book, made_books.CLEAN[:2], actor=ACTOR, today=TODAY),
    "doubts.import": lambda book: doubts.import_list(book, problem_list(), actor=ACTOR),
    "doubts.answer": answer_a_doubt,
    "lists.accept_ids": accept_a_ruined_number,
    **doings_funds.DOINGS,
    **doings_notice_life.DOINGS,
    **doings_notice_forms.DOINGS,
    "funds.post": post_a_draft,
    "funds.reverse": reverse_the_last,
    "funds.write": lambda book: money.write_entry(
        book, {"date": TODAY, "kind": "到账", "amount_fen": 1, "source": "中央"}, actor=ACTOR),
    "funds.discard": lambda book: money.discard(book, draft_entry(book)["id"], actor=ACTOR),
    "settings.set": lambda book: overrides.set_override(
        book, "notice.funds_use.days", "15天", actor=ACTOR, reason="县里规定"),
    "notice.draft": lambda book: publicity.draft(book, "N1", actor=ACTOR, today=TODAY),
    "notice.word": lambda book: publicity.change_words(book, a_notice(book, DRAFT), {"place": "下溪"}, actor=ACTOR),
    "notice.post": lambda book: publicity.post(book, a_notice(book, DRAFT), TODAY, actor=ACTOR),
    "notice.take_down": lambda book: publicity.take_down(book, a_notice(book, HANGING), TODAY, actor=ACTOR),
    "notice.withdraw": lambda book: publicity.withdraw(book, a_notice(book, HANGING), "写错", TODAY, actor=ACTOR),
    **doings_meetings.DOINGS,
    **doings_objections.DOINGS,
    **doings_works.DOINGS,
    **doings_bank.DOINGS,
    **doings_boards.DOINGS,
    **doings_dossier.DOINGS,
    **doings_release.DOINGS,
}  # fmt: skip
#: Undoing keeps these: what was taken in from where, and contents that records share.
KEPT = {"attachment", "attachment_link"}


@pytest.fixture
def the_book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample book; an empty book for the verb that writes it."""
    if request.node.callspec.params["verb"].id == "demo.write":
        opened = books.create(tmp_path / "b.vbook", name="上云村", code="350699101207", actor=ACTOR)
    else:
        opened = books.open_book(made_books.a_copy(made_books.sample(), tmp_path))
    with opened as book:
        yield book


def changed_of(result: Any) -> Changed:
    """What changed, out of what a verb returned: itself, its first part, or its ``changed``."""
    if isinstance(result, tuple):
        result = result[0]
    return result if isinstance(result, Changed) else result.changed


def test_each_verb_is_done_here() -> None:
    assert set(DOINGS) == set(VERBS.ids)


@verbs
def test_doing_it_is_one_operation_that_says_what_was_done_and_is_undone_as_said(verb: Verb, the_book: Book) -> None:
    """One book serves for doing and undoing: most of the time goes into opening and reading it."""
    doing = DOINGS[verb.id](the_book) if inspect.isgeneratorfunction(DOINGS[verb.id]) else None
    if doing is not None:
        next(doing)
    before, rows = history.entries(the_book), dump(the_book) | links(the_book)
    changed = changed_of(next(doing) if doing is not None else DOINGS[verb.id](the_book))
    added = history.entries(the_book)[: -len(before)]
    assert [(entry.verb, entry.actor, entry.undo) for entry in added] == [(verb.id, ACTOR, verb.undo)]
    assert changed.seq == added[0].seq
    assert changed.heading == added[0].heading
    assert re.search("[\u4e00-\u9fff]", added[0].heading)
    assert changed.families == set(added[0].tables)
    after = dump(the_book) | links(the_book)
    assert after != rows
    if verb.undo is Undo.INVERSE:
        is_undone_without_trace_in_the_records(the_book, changed, rows)
    elif verb.undo is Undo.COUNTER:
        is_not_undone_and_its_counter_verb_is_named(the_book, changed, verb, after)
    assert history.verify(the_book) == []


def is_undone_without_trace_in_the_records(book: Book, changed: Changed, before: dict[str, Any]) -> None:
    """What has an inverse leaves the records as they were; files and what was imported stay."""
    history.undo_last(book, actor=ACTOR)
    after = dump(book) | links(book)
    assert {t: rows for t, rows in after.items() if t not in KEPT} == {
        t: rows for t, rows in before.items() if t not in KEPT
    }
    assert history.entries(book, 1)[0].undoes == changed.seq


def is_not_undone_and_its_counter_verb_is_named(book: Book, changed: Changed, verb: Verb, done: dict[str, Any]) -> None:
    """What left the office stays."""
    with pytest.raises(books.UserError, match=re.escape(verb.counter)):
        history.undo(book, changed.seq or 0, actor=ACTOR)
    assert dump(book) | links(book) == done


def links(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Which files belong to which records; a dump leaves them out."""
    with book.read() as connection:
        rows = connection.execute(select(AttachmentLink.__table__).order_by(AttachmentLink.id))
        return {"attachment_link": [tuple(map(repr, row)) for row in rows]}
