"""Two records of one person made one: chosen field by field, followed everywhere, taken back exactly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select

from tests import made_books
from tests.unit.services import merged_people as twice
from tests.unit.services.merged_people import ACTOR, TODAY, Twice, written_twice
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.checks.facts import Facts
from villagebook.documents.handbook import HandbookValues
from villagebook.ledgers import Scope
from villagebook.models import Measure, PersonYear, WorkRecord
from villagebook.services import (
    books,
    checking,
    comparing,
    helped,
    history,
    household_head,
    household_steps,
    household_years,
    households,
    lists,
    merging,
    tables,
)
from villagebook.services.doubts.finding import Finder
from villagebook.services.handbook_values import chosen, handbook_values
from villagebook.services.search import search
from villagebook.store import Book, Undo


def merge(book: Book, both: Twice, *take: str) -> int:
    """Merge the second record into the first; return the operation's number."""
    changed = merging.merge_persons(book, both.keep, both.other, take=take, today=TODAY, actor=ACTOR)
    assert changed.seq is not None
    return changed.seq


def member_names(book: Book, both: Twice, on: dt.date = TODAY) -> list[str]:
    view = households.view(book, both.home, on)
    return [str(member.value("name")) for member in view.members if member.here]


def listed(book: Book, ledger: str) -> list[dict[str, object]]:
    return [dict(row) for row in tables.listed(book, ledger, tables.scope(book, TODAY)).rows]


# What is stored


def test_blanks_are_filled_and_what_is_said_twice_stays_as_the_kept_says(sample: Book) -> None:
    both = written_twice(sample, former_name="王小铉")
    before = twice.row(sample, both.keep)
    merge(sample, both)
    kept, other = twice.row(sample, both.keep), twice.row(sample, both.other)
    assert (kept["name"], kept["code"], kept["former_name"]) == (before["name"], before["code"], "王小铉")
    assert (other["name"], other["code"], other["merged_into"]) == ("王铉", "9907", both.keep)


def test_what_is_chosen_is_taken_from_the_other_and_sorted_by_it(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both, "name")
    kept = twice.row(sample, both.keep)
    assert (kept["name"], kept["pinyin"]) == ("王铉", "wangxuan")


def test_cells_under_unknown_headings_come_along(sample: Book) -> None:
    both = written_twice(sample, extra={"健康码": "绿"})
    merge(sample, both)
    assert twice.row(sample, both.keep)["extra"]["健康码"] == "绿"


def test_nothing_is_repointed_and_the_second_place_in_the_household_ends(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both)
    (membership,) = twice.memberships(sample, both.other)
    assert membership["person_id"] == both.other
    assert membership["through_on"] == TODAY - dt.timedelta(days=1)
    assert twice.memberships(sample, both.keep)[0]["through_on"] is None


def test_of_two_households_the_kept_ones_stands_unless_the_others_is_chosen(sample: Book) -> None:
    both = written_twice(sample, home=twice.OTHER_HOME)
    seq = merge(sample, both)
    assert [m["through_on"] is None for m in twice.memberships(sample, both.other)] == [False]
    history.take_back(sample, seq, actor=ACTOR)
    merge(sample, both, "household")
    assert [m["through_on"] is None for m in twice.memberships(sample, both.other)] == [True]
    assert [m["through_on"] is None for m in twice.memberships(sample, both.keep)] == [False]
    assert both.keep in [m.person_id for m in households.view(sample, both.other_home, TODAY).members if m.here]


def test_the_household_is_called_by_the_name_the_head_now_has(sample: Book) -> None:
    both = written_twice(sample)
    head = next(m for m in households.view(sample, both.home, TODAY).members if m.relation == "户主").person_id
    merging.merge_persons(sample, both.other, head, take=("name",), today=TODAY, actor=ACTOR)
    merging_name = twice.row(sample, both.other)["name"]
    assert merging_name == households.view(sample, both.home, TODAY).head == "王长庚"
    household_head.rename(sample, both.other, "王长赓", actor=ACTOR)
    assert next(r["head"] for r in listed(sample, "households") if r["code"] == twice.HOME) == "王长赓"


def test_a_person_is_not_merged_with_himself_nor_twice(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both)
    with pytest.raises(UserError, match="已经是同一个人"):
        merge(sample, both)
    with pytest.raises(ValueError, match="no choices"):
        merging.merge_persons(sample, both.keep, both.home, take=("merged_into",), today=TODAY, actor=ACTOR)


# What follows


def test_the_window_shows_him_once_with_the_years_of_both(sample: Book) -> None:
    both = written_twice(sample)
    assert sorted(member_names(sample, both)).count("王铉") == 1
    merge(sample, both)
    assert "王铉" not in member_names(sample, both)
    later = households.view(sample, both.home, dt.date(2032, 1, 1))
    member = next(m for m in later.members if m.person_id == both.keep)
    assert (member.year, member.value("education")) == (2031, "大专")


def test_ledgers_show_him_once_and_count_him_once(sample: Book) -> None:
    both = written_twice(sample)
    people, homes = listed(sample, "people"), listed(sample, "households")
    merge(sample, both)
    after = listed(sample, "people")
    assert len(after) == len(people) - 1
    assert [r["_id"] for r in after if r["name"] in ("王铉", "王𬭎")] == [both.keep]
    count = {r["code"]: r["members"] for r in listed(sample, "households")}
    assert count[twice.HOME] == next(r["members"] for r in homes if r["code"] == twice.HOME) - 1  # type: ignore[operator]
    assert books.info(sample).people == len([r for r in after if r["household"]])


def test_the_head_of_a_household_is_the_person_kept(sample: Book) -> None:
    both = written_twice(sample)
    head = next(m for m in households.view(sample, both.home, TODAY).members if m.relation == "户主").person_id
    merging.merge_persons(sample, both.other, head, take=("name",), today=TODAY, actor=ACTOR)
    for ledger in ("households", "income", "statuses"):
        heads = {r["head"] for r in listed(sample, ledger) if twice.HOME in (r.get("code"), r.get("household"))}
        assert heads == {"王长庚"}, ledger


def test_search_finds_him_by_what_only_the_other_had(sample: Book) -> None:
    both = written_twice(sample, phone="13905991234")
    merge(sample, both)
    for typed in ("王铉", "9907", "13905991234"):
        (hit,) = [hit for hit in search(sample, typed) if hit.kind == "person"]
        assert (hit.title, hit.key) == ("王𬭎", both.home), typed


def test_the_handbook_prints_him_once(sample: Book) -> None:
    both = written_twice(sample)

    def names() -> str:
        with sample.read() as connection:
            keys = chosen(connection, sample.village_id, [twice.HOME], TODAY)
            (values,) = handbook_values(connection, sample.village_id, keys, TODAY)
        assert isinstance(values, HandbookValues)
        return repr(values.pages)

    assert "王铉" in names()
    merge(sample, both)
    assert "王铉" not in names()
    assert "王𬭎" in names()


def test_checks_see_one_person(sample: Book) -> None:
    both = written_twice(sample)
    twice_there = [f for f in checking.run(sample, TODAY).findings if f.record == ("person", str(both.other))]
    assert twice_there  # somebody without a number
    merge(sample, both)
    assert not [f for f in checking.run(sample, TODAY).findings if f.record == ("person", str(both.other))]


def test_what_was_changed_at_both_is_shown_as_one_history(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both)
    headings = {step.heading for step in household_steps.steps(sample, both.home)}
    assert {"写两遍", "合并 王铉（9907） 到 " + _called(sample, both)} <= headings


def _called(book: Book, both: Twice) -> str:
    row = twice.row(book, both.keep)
    return f"{row['name']}（{row['code']}）" if row["code"] else row["name"]


def test_renaming_him_renames_the_household_he_heads(sample: Book) -> None:
    both = written_twice(sample)
    head = next(m for m in households.view(sample, both.home, TODAY).members if m.relation == "户主").person_id
    merging.merge_persons(sample, both.other, head, take=("name",), today=TODAY, actor=ACTOR)
    household_head.rename(sample, both.other, "王大根", actor=ACTOR)
    assert households.view(sample, both.home, TODAY).head == "王大根"


# Chains and lists


def test_merges_make_chains_and_the_last_one_stands(sample: Book) -> None:
    both = written_twice(sample)
    third = written_twice(sample, name="王铉铉", code="9908")
    fourth = written_twice(sample, name="王玄", code="9909")
    fifth = written_twice(sample, name="王弦", code="9910")
    before = dump(sample)
    seqs = [
        merging.merge_persons(sample, keep, other, today=TODAY, actor=ACTOR).seq
        for keep, other in (
            (both.other, third.other), (fourth.other, both.other), (fifth.other, both.other), (both.keep, both.other)
        )
    ]  # fmt: skip
    assert [r["_id"] for r in listed(sample, "people") if str(r["name"])[:1] == "王" and r["code"] in (
        "9907", "9908", "9909", "9910", twice.row(sample, both.keep)["code"])] == [both.keep]
    assert merging.find_person(sample, "9908") == both.keep
    assert twice.row(sample, third.other)["merged_into"] is not None
    for seq in reversed(seqs):
        assert seq is not None
        history.take_back(sample, seq, actor=ACTOR)
    assert dump(sample) == before


def people_list(path: Path, rows: list[dict[str, str]]) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    headings = ["户编号", "人口编号", "姓名", "性别", "证件号码", "与户主关系", "政治面貌", "年度"]
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    workbook.save(path)
    return path


def test_a_list_that_still_has_the_other_finds_the_person_kept(sample: Book, tmp_path: Path) -> None:
    both = written_twice(sample)
    merge(sample, both)
    before = dump(sample)
    other = {"户编号": twice.HOME, "人口编号": "9907", "姓名": "王铉", "与户主关系": "之子", "年度": "2031"}
    path = people_list(tmp_path / "人信息.xlsx", [{**other, "政治面貌": "中共党员"}])
    report = lists.import_files(sample, [path], actor=ACTOR, today=TODAY)
    assert (report.count("new"), report.count("refused")) == (0, 0)
    kept = twice.row(sample, both.keep)
    assert kept["politics"] == "中共党员"
    assert (kept["name"], kept["code"]) == ("王𬭎", next(
        r[2] for r in before["person"] if both.keep.hex in r[0].replace("-", "")).strip("'") or kept["code"])
    assert len(dump(sample)["person"]) == len(before["person"])
    assert len(dump(sample)["membership"]) == len(before["membership"])
    again = lists.import_files(sample, [path], actor=ACTOR, today=TODAY)
    assert (again.count("new"), again.count("changed")) == (0, 0)


# Exactly back


CHOICES = [info.name for info in merging.choosable()] + [merging.HOME, merging.RELATION]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    take=st.sets(st.sampled_from(CHOICES)),
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6),
    home=st.sampled_from([twice.HOME, twice.OTHER_HOME]),
    swap=st.booleans(),
)
def test_merging_and_undoing_leaves_the_same_book(
    tmp_path_factory: pytest.TempPathFactory, take: set[str], name: str, home: str, swap: bool
) -> None:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("book"))) as book:
        both = written_twice(book, home=home, name=name)
        before = dump(book)
        keep, other = (both.other, both.keep) if swap else (both.keep, both.other)
        changed = merging.merge_persons(book, keep, other, take=take, today=TODAY, actor=ACTOR)
        assert changed.seq is not None
        assert dump(book) != before
        history.take_back(book, changed.seq, actor=ACTOR)
        assert dump(book) == before
        assert history.verify(book) == []


# Side by side


def test_side_by_side_only_what_one_of_them_has_is_shown_numbers_masked(sample: Book) -> None:
    both = written_twice(sample, id_number="350699199905050012")
    shown = merging.compare(sample, both.keep, both.other)
    rows = {row.name: row for row in shown.rows}
    assert rows["id_number"].other_masked == "3506******0012"
    assert rows["name"].differs
    assert "former_name" not in rows
    assert shown.choices[0] == "code" or "name" in shown.choices


def test_the_fuller_record_is_proposed_to_be_kept(sample: Book) -> None:
    both = written_twice(sample)
    for pair in ((both.keep, both.other), (both.other, both.keep)):
        assert merging.compare(sample, *pair, propose=True).keep == both.keep


def test_two_households_are_a_choice(sample: Book) -> None:
    both = written_twice(sample, home=twice.OTHER_HOME)
    home = next(row for row in merging.compare(sample, both.keep, both.other).rows if row.name == merging.HOME)
    assert home.differs
    assert home.kept.startswith("王长庚户")


def test_persons_are_found_by_code_number_or_only_name(sample: Book) -> None:
    both = written_twice(sample)
    assert merging.find_person(sample, "9907") == merging.find_person(sample, "王铉") == both.other
    with pytest.raises(UserError, match="没有“张三”这个人"):
        merging.find_person(sample, "张三")


def test_choices_are_called_by_their_headings() -> None:
    assert merging.choices_called(["姓名", "所在户", "身份证号"]) == {"name", "household", "id_number"}
    with pytest.raises(UserError, match="没有“血型”这个栏目"):
        merging.choices_called(["血型"])


# What others read


def test_help_work_and_years_of_the_other_are_his(sample: Book) -> None:
    both = written_twice(sample, home=twice.OTHER_HOME)
    with sample.work("test.add", ACTOR, "加", Undo.INVERSE) as work:
        work.write_rows(Measure, inserts=[{"person_id": both.other, "kind": "就业帮扶", "year": 2025, "item": "培训"}])
        work.write_rows(WorkRecord, inserts=[{"person_id": both.other, "worked": "是", "year": 2025, "city": "厦门市"}])
        work.commit()
    merge(sample, both)
    help_of = helped.view(sample, both.home, TODAY)
    assert "王铉" not in help_of.people.values()
    assert "厦门市" in {one.values["city"] for one in help_of.work}
    (row,) = [r for r in listed(sample, "measures") if r["item"] == "培训"]
    assert row["person"] == "王𬭎"
    with sample.read() as connection:
        facts = Facts(connection, Scope(sample.village_id, TODAY), ())
        assert [m.item for m in facts.measures_of_person[both.keep] if m.item == "培训"] == ["培训"]
        assert any(one.person_id == both.other for one in facts.work[both.keep])


def test_a_year_that_the_other_brought_is_changed_where_it_stands(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both)
    household_years.edit_person_year(sample, both.keep, 2031, "work_place", "厦门市", actor=ACTOR)
    with sample.read() as connection:
        query = select(PersonYear.person_id, PersonYear.education, PersonYear.work_place).where(PersonYear.year == 2031)
        assert [tuple(row) for row in connection.execute(query)] == [(both.other, "大专", "厦门市")]


def test_a_problem_list_that_names_the_other_means_him(sample: Book) -> None:
    both = written_twice(sample)
    merge(sample, both)
    with sample.read() as connection:
        found = Finder(connection, sample.village_id).find({"person_code": "9907", "name": "王铉"})
    assert (found.person, found.household) == (both.keep, both.home)


def test_compared_with_a_list_he_stands_in_the_book_once(sample: Book, tmp_path: Path) -> None:
    both = written_twice(sample)
    merge(sample, both)
    rows = [{"户编号": twice.HOME, "姓名": "王𬭎", "证件号码": str(twice.row(sample, both.keep)["id_number"])}]
    found = comparing.compare([people_list(tmp_path / "名单.xlsx", rows)], sample, on=TODAY)
    assert not [line for line in found.differences if "王铉" in line.who]
