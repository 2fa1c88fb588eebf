"""What the officer decides about a list: columns, cells, rows, years; and what is remembered of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_lists_dirty import import_, rows_of, written
from villagebook.base.errors import UserError
from villagebook.models import (
    HeadingMap,
    Household,
    HouseholdYear,
    ImportFile,
    ImportRow,
    Membership,
    Person,
    StatusPeriod,
)  # fmt: skip
from villagebook.services import books, fields, history, lists
from villagebook.services.lists import Decisions, heading_fields
from villagebook.store import Book

HEADINGS = ("户编号", "户主姓名", "户联系电话", "银行卡号", "年度", "人均纯收入")
OLD = ("H350001", "甲一", "13900000001", None, 2024, 9000)
NEW = ("H350001", "甲一", "13900000002", "6222000011112222", 2025, 9500)


@pytest.fixture
def known(book: Book, tmp_path: Path) -> Book:
    """A book with one household of 2024."""
    import_(book, written(tmp_path / "户信息.xlsx", [HEADINGS, OLD]))
    return book


def household(book: Book) -> dict[str, Any]:
    """The only household."""
    (row,) = rows_of(book, Household)
    return row


def decided(book: Book, tmp_path: Path, decisions: Decisions, row: tuple[Any, ...] = NEW) -> lists.ImportReport:
    """Import a row of 户信息 with decisions; the sheet is called Sheet, the row is 2."""
    return import_(book, written(tmp_path / "新.xlsx", [HEADINGS, row]), decisions=decisions)


PLACE = ("新.xlsx", "Sheet")


@pytest.mark.parametrize(
    ("decisions", "phone", "card"),
    [
        (Decisions(), "13900000002", "6222000011112222"),
        (Decisions(cells={(*PLACE, 2, "household.phone"): "keep"}), "13900000001", "6222000011112222"),
        (Decisions(fields={(*PLACE, "household.phone"): "keep"}), "13900000001", "6222000011112222"),
        (Decisions(fields={("*", "*", "household.card"): "keep"}), "13900000002", None),
        (Decisions(rows={(*PLACE, 2): "keep"}), "13900000001", None),
        (Decisions(rows={(*PLACE, 2): "fill"}), "13900000001", "6222000011112222"),
        (Decisions(fields={(*PLACE, "household.card"): "fill"}), "13900000002", "6222000011112222"),
        (Decisions(rows={(*PLACE, 2): "leave out"}), "13900000001", None),
        (
            Decisions(rows={(*PLACE, 2): "keep"}, cells={(*PLACE, 2, "household.phone"): "take"}),
            "13900000002",
            None,
        ),
    ],
    ids=["none", "cell", "column", "column anywhere", "row keep", "row fill", "column fill", "out", "cell over row"],
)
def test_each_decision_is_obeyed(
    known: Book, tmp_path: Path, decisions: Decisions, phone: str, card: str | None
) -> None:
    decided(known, tmp_path, decisions)
    assert (household(known)["phone"], household(known)["card"]) == (phone, card)
    assert not household(known)["extra"]


def test_a_kept_cell_is_told_with_both_values_and_the_reason_and_kept_as_it_came(known: Book, tmp_path: Path) -> None:
    report = decided(known, tmp_path, Decisions(cells={(*PLACE, 2, "household.phone"): "keep"}))
    ((kept,),) = (row.kept for row in report.rows)
    assert (kept.field.label, kept.old, kept.new) == ("户联系电话", "13900000001", "13900000002")
    assert kept.why == "按您的决定，保留书里的"
    (taken,) = [row for row in rows_of(known, ImportRow) if row["cells"]]
    assert taken["cells"]["户联系电话"] == "13900000002"


def test_a_row_left_out_is_told_so_and_makes_no_operation(known: Book, tmp_path: Path) -> None:
    report = decided(known, tmp_path, Decisions(rows={(*PLACE, 2): "leave out"}))
    assert [(row.outcome, row.reason) for row in report.rows] == [("refused", "按您的决定，这一行没有收")]
    assert report.changed.seq is None


def test_a_list_with_only_kept_cells_changes_nothing(known: Book, tmp_path: Path) -> None:
    row = ("H350001", "甲一", "13900000002", None, 2024, 9000)
    report = decided(known, tmp_path, Decisions(fields={("*", "*", "household.phone"): "keep"}), row)
    assert (report.rows[0].outcome, report.changed.seq) == ("unchanged", None)


def test_an_older_list_adds_its_year_and_fills_blanks_but_does_not_overwrite(known: Book, tmp_path: Path) -> None:
    row = ("H350001", "甲一", "13900000009", "6222000011112222", 2023, 8000)
    report = decided(known, tmp_path, Decisions(), row)
    assert (household(known)["phone"], household(known)["card"]) == ("13900000001", "6222000011112222")
    incomes = {row["year"]: row["per_capita_fen"] for row in rows_of(known, HouseholdYear)}
    assert incomes == {2024: 900000, 2023: 800000}
    assert [change.why for change in report.rows[0].kept] == ["这是 2023 年的表，书里已有 2024 年的，没有覆盖"]


def test_the_officer_may_take_from_an_older_list_all_the_same(known: Book, tmp_path: Path) -> None:
    row = ("H350001", "甲一", "13900000009", None, 2023, 8000)
    decided(known, tmp_path, Decisions(cells={(*PLACE, 2, "household.phone"): "take"}), row)
    assert household(known)["phone"] == "13900000009"


def test_an_older_list_taken_again_is_unchanged(known: Book, tmp_path: Path) -> None:
    row = ("H350001", "甲一", "13900000009", None, 2023, 8000)
    decided(known, tmp_path, Decisions(), row)
    assert decided(known, tmp_path, Decisions(), row).counts["unchanged"] == 1


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(UserError, match="maybe"):
        Decisions(rows={(*PLACE, 2): "maybe"})


def test_decisions_survive_json_and_are_kept_with_the_file(known: Book, tmp_path: Path) -> None:
    decisions = Decisions(
        columns={PLACE: {"银行卡号": ""}}, kinds={PLACE: "households"}, cells={(*PLACE, 2, "household.phone"): "keep"},
        rows={(*PLACE, 2): "fill"}, fields={(*PLACE, "household.card"): "keep"}, who={(*PLACE, 2): "new"},
        ids={(*PLACE, 2, "household.card"): "6222000011112222"},
    )  # fmt: skip
    assert Decisions.from_json(decisions.to_json()) == decisions
    assert Decisions.from_json(None) == Decisions()
    only = Decisions(cells={(*PLACE, 2, "household.phone"): "keep"}, rows={("别的.xlsx", "Sheet", 2): "keep"})
    decided(known, tmp_path, only)
    (file,) = [row for row in rows_of(known, ImportFile) if row["file_name"] == "新.xlsx"]
    assert Decisions.from_json(file["decisions"]) == only.of_file("新.xlsx")


# --- columns ----------------------------------------------------------------------------------------------------------

ODD = ("户编号", "户主姓名", "年度", "手机长号", "卡")
ODD_ROW = ("H350001", "甲一", 2025, "13900000002", "6222000011112222")


def columns(report: lists.ImportReport) -> dict[str, tuple[str, str]]:
    """Heading -> (value id, how)."""
    return {column.heading: (column.id, column.how) for column in report.sheets[0].columns}


def test_a_correction_is_obeyed_remembered_and_said_the_next_time(known: Book, tmp_path: Path) -> None:
    one = written(tmp_path / "县里.xlsx", [ODD, ODD_ROW])
    assert columns(import_(known, one, dry_run=True))["卡"] == ("", "")
    chosen = Decisions(columns={("县里.xlsx", "Sheet"): {"卡": "household.card"}})
    assert columns(import_(known, one, decisions=chosen, dry_run=True))["卡"] == ("household.card", "chosen")
    assert rows_of(known, HeadingMap) == []
    report = import_(known, one, decisions=chosen)
    assert household(known)["card"] == "6222000011112222"
    assert history.entries(known, 1)[0].tables["heading_map"] == 1
    other = written(tmp_path / "又一份.xlsx", [ODD[::-1], ("6222000011119999", *ODD_ROW[:-1][::-1])])
    again = import_(known, other)
    assert columns(again)["卡"] == ("household.card", "remembered")
    assert [c.why for c in again.sheets[0].columns if c.heading == "卡"] == ["按上次的对应"]
    assert household(known)["card"] == "6222000011119999"
    history.undo(known, again.changed.seq or 0, actor="测试")
    history.undo(known, report.changed.seq or 0, actor="测试")
    assert rows_of(known, HeadingMap) == []


def test_a_column_said_to_stay_outside_stays_outside_and_erases_nothing(known: Book, tmp_path: Path) -> None:
    import_(known, written(tmp_path / "一.xlsx", [ODD, ODD_ROW]))
    assert household(known)["extra"] == {"卡": "6222000011112222"}
    outside = Decisions(columns={("二.xlsx", "Sheet"): {"卡": "", "手机长号": ""}})
    row = (*ODD_ROW[:3], "13900000077", "6222000000000000")
    report = import_(known, written(tmp_path / "二.xlsx", [ODD, row]), decisions=outside)
    assert household(known)["extra"] == {"卡": "6222000011112222"}
    assert household(known)["phone"] == "13900000002"
    assert [c.heading for c in report.sheets[0].columns if c.outside] == ["手机长号", "卡"]


def test_corrections_alone_are_remembered_by_an_operation_of_their_own(known: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "一.xlsx", [HEADINGS, OLD])
    report = import_(known, path, decisions=Decisions(columns={("一.xlsx", "Sheet"): {"银行卡号": ""}}))
    assert report.counts["unchanged"] == 1
    assert history.entries(known, 1)[0].seq == report.changed.seq
    assert import_(known, path).changed.seq is None


@pytest.mark.parametrize(("heading", "id"), [("没有的", "household.card"), ("卡", "fund_entry.memo")])
def test_a_correction_that_means_nothing_is_refused(known: Book, tmp_path: Path, heading: str, id: str) -> None:
    path = written(tmp_path / "一.xlsx", [ODD, ODD_ROW])
    with pytest.raises(UserError):
        import_(known, path, decisions=Decisions(columns={("一.xlsx", "Sheet"): {heading: id}}))


def test_saying_what_a_sheet_is_and_what_its_headings_mean_takes_it_in(book: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "怪.xlsx", [("农户", "号数"), ("甲一", "H350001")])
    with pytest.raises(UserError):
        import_(book, path)
    said = Decisions(
        kinds={("怪.xlsx", "Sheet"): "households"},
        columns={("怪.xlsx", "Sheet"): {"农户": "household.head_name", "号数": "household.code"}},
    )
    assert import_(book, path, decisions=said).counts["new"] == 1
    assert (household(book)["code"], household(book)["head_name"]) == ("H350001", "甲一")
    assert import_(book, path).counts["unchanged"] == 1


def test_a_file_of_unknown_headings_does_not_stop_the_others(book: Book, tmp_path: Path) -> None:
    diary = written(tmp_path / "日记.xlsx", [("天气", "心情"), ("晴", "好")])
    report = import_(book, diary, written(tmp_path / "户信息.xlsx", [HEADINGS, OLD]))
    assert report.counts["new"] == 1
    assert [(one.file, one.headings) for one in report.unknown_sheets] == [("日记.xlsx", ("天气", "心情"))]


def test_two_files_of_one_name_are_told_apart(book: Book, tmp_path: Path) -> None:
    for folder, row in (("一", OLD), ("二", ("H350002", "乙二", None, None, 2024, 8000))):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder / "户信息.xlsx", [HEADINGS, row])
    out = Decisions(rows={("户信息(2).xlsx", "Sheet", 2): "leave out"})
    report = import_(book, *(tmp_path / folder / "户信息.xlsx" for folder in "一二"), decisions=out)
    assert [(row.file, row.outcome) for row in report.rows] == [("户信息.xlsx", "new"), ("户信息(2).xlsx", "refused")]


def test_a_sheet_may_be_left_out(book: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "户信息.xlsx", [HEADINGS, OLD], [HEADINGS, ("H350002", "乙二", None, None, 2024, 8000)])
    report = import_(book, path, decisions=Decisions(kinds={("户信息.xlsx", "Sheet1"): ""}))
    assert [(one.sheet, one.reason) for one in report.unknown_sheets] == [("Sheet1", "按您的决定，没有收")]
    assert [row["code"] for row in rows_of(book, Household)] == ["H350001"]


def test_what_headings_may_mean_is_listed_with_the_record(book: Book) -> None:
    known = heading_fields("people")
    assert ("person.id_number", "证件号码", "人") in [(id, label, title[:1]) for id, label, title in known]
    assert len({id for id, _, _ in known}) == len(known)
    assert not any(id.endswith((".id", ".pinyin", ".import_row_id")) for id, _, _ in known)


def test_files_are_read_once_for_any_number_of_reports(book: Book, tmp_path: Path) -> None:
    path = written(tmp_path / "户信息.xlsx", [HEADINGS, OLD])
    prepared = lists.prepare(book, [path], actor="测试", today=TODAY)
    path.unlink()
    assert prepared.report().counts["new"] == 1
    assert prepared.report(Decisions(rows={("户信息.xlsx", "Sheet", 2): "leave out"})).counts["refused"] == 1
    assert prepared.commit().counts["new"] == 1
    assert prepared.report().counts["unchanged"] == 1


# --- property: an empty cell never erases -----------------------------------------------------------------------------

PEOPLE = ("户编号", "人口编号", "姓名", "证件号码", "与户主关系", "民族", "健康状况", "年度", "备用")
MEMBERS = [
    ("H350001", f"H35000100{n}", name, None, "户主" if n == 1 else "之子", "汉族", "健康", 2025, "x")
    for n, name in enumerate(("甲一", "乙二", "丙三"), 1)
]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), mode=st.sampled_from(["take", "keep", "fill"]))
def test_an_empty_cell_never_erases(tmp_path_factory: pytest.TempPathFactory, seed: int, mode: str) -> None:
    chance, folder = random.Random(seed), tmp_path_factory.mktemp("空")
    with books.create(folder / "b.vbook", name="清溪村", code="350699101203", actor="测试") as book:
        import_(book, written(folder / "户信息.xlsx", [HEADINGS, NEW]))
        import_(book, written(folder / "人信息.xlsx", [PEOPLE, *MEMBERS]))
        before = {record: rows_of(book, record) for record in (Household, Person)}
        rows = [[cell if at < 3 or chance.random() < 0.5 else None for at, cell in enumerate(row)] for row in MEMBERS]
        chosen = Decisions(rows={("空.xlsx", "Sheet", n): mode for n in (2, 3, 4)})
        report = import_(book, written(folder / "空.xlsx", [PEOPLE, *rows]), decisions=chosen, kind="people")
        assert report.counts["unchanged"] == 3
        assert {record: rows_of(book, record) for record in (Household, Person)} == before


# --- what has an end in the book --------------------------------------------------------------------------------------

CLASSED = ("户编号", "户主姓名", "年度", "户类型", "家庭人口数")


def test_an_older_list_does_not_give_a_household_its_former_class_again(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "新.xlsx", [CLASSED, ("H350001", "甲一", 2025, "脱贫户", 3)]))
    older = written(tmp_path / "旧.xlsx", [CLASSED, ("H350001", "甲一", 2023, "边缘易致贫户", 3)])
    report = import_(book, older)
    assert [row["kind"] for row in rows_of(book, StatusPeriod)] == ["脱贫户"]
    (kept,) = report.rows[0].kept
    assert (kept.old, kept.new) == ("脱贫户", "边缘易致贫户")
    import_(book, older, decisions=Decisions(cells={("旧.xlsx", "Sheet", 2, "status_period.kind"): "take"}))
    assert sorted(row["kind"] for row in rows_of(book, StatusPeriod)) == ["脱贫户", "边缘易致贫户"]


def test_a_person_who_has_left_is_not_put_back_by_a_list_that_still_names_them(book: Book, tmp_path: Path) -> None:
    headings = PEOPLE[:6]
    path = written(tmp_path / "人信息.xlsx", [headings, *(row[:6] for row in MEMBERS)])
    import_(book, written(tmp_path / "户信息.xlsx", [HEADINGS, NEW]), path)
    gone = next(row for row in rows_of(book, Membership) if row["relation"] == "之子")
    fields.edit(book, "membership", gone["id"], "through_on", "2025-06-01", actor="测试")
    report = import_(book, path)
    assert len(rows_of(book, Membership)) == 3
    assert [finding.id for finding in report.findings] == ["import.has-left"]
    assert report.changed.seq is None


def test_lists_of_one_import_that_contradict_each_other_are_said(book: Book, tmp_path: Path) -> None:
    headings = ("户编号", "户主姓名", "家庭住址", "银行卡号", "年度")
    code = "3506991012030001"
    one = written(tmp_path / "一.xlsx", [headings, (code, "甲一", "上溪1号", "6222000000000001", 2025)])
    two = written(tmp_path / "二.xlsx", [headings, (code, "甲一", "上溪2号", "6222000000000002", 2025)])
    report = import_(book, one, two, dry_run=True)
    assert [(f.id, f.subject, f.field) for f in report.findings] == [
        ("import.contradiction", code, "家庭住址"), ("import.contradiction", code, "银行卡号"),
    ]  # fmt: skip
    said = "同一次导入的 一.xlsx Sheet 第 2 行写的是“上溪1号”，这里写的是“上溪2号”，按这里的收了"
    assert report.findings[0].message == said
    assert "6222" not in report.findings[1].message
    later = written(tmp_path / "三.xlsx", [headings, (code, "甲一", "上溪2号", None, 2026)])
    assert not import_(book, one, later, dry_run=True).findings
    assert not import_(book, one, one, dry_run=True).findings
