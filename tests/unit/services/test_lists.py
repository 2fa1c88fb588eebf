"""Taking lists in: figures as in the answer keys, nothing lost, nothing taken twice, everything can be undone."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from tests.unit.services.conftest import CLEAN, FAULTY, TODAY, VILLAGE, files, take
from villagebook.base.errors import UserError
from villagebook.importing import drafts, read_file, recognise
from villagebook.models import (
    HISTORY_TABLES,
    JOURNAL_TABLES,
    RECORDS,
    Household,
    Membership,
    Person,
    StatusPeriod,
    fields_of,
)
from villagebook.models.types import tidy
from villagebook.services import books, fields, history, lists, tables
from villagebook.services.lists.feedback import as_plain, write_refused
from villagebook.store import Book, journal

KEY = json.loads((VILLAGE / "answer_key.json").read_text(encoding="utf-8"))
MONEY_KEY = json.loads((VILLAGE / "answer_key_money.json").read_text(encoding="utf-8"))


def dump(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but journal and import history, rows sorted."""
    with book.read() as connection:
        return {
            record.__tablename__: sorted(tuple(map(repr, row)) for row in connection.execute(select(record.__table__)))
            for record in RECORDS
            if record.__tablename__ not in (*JOURNAL_TABLES, *HISTORY_TABLES)
        }


def test_clean_lists_give_the_households_people_and_incomes_of_the_answer_key(clean: Book) -> None:
    about = books.info(clean)
    households = tables.listed(clean, "households", tables.scope(clean, TODAY))
    assert about.households == KEY["summary"]["households"]
    assert about.people == KEY["summary"]["people"]
    assert households.totals["net_income_fen"] == KEY["summary"]["net_income_total"] * 100


def test_the_whole_village_is_there_after_the_roll(clean: Book) -> None:
    take(clean, "全村花名册.xls")
    about = books.info(clean)
    assert (about.households, about.people) == (KEY["summary"]["village_households"], KEY["summary"]["village_people"])


def test_project_figures_equal_the_answer_key_to_the_fen(clean: Book) -> None:
    scope = tables.scope(clean, TODAY)
    projects = {row["code"]: row for row in tables.listed(clean, "projects", scope).rows}
    figures: dict[str, Counter[str]] = {code: Counter() for code in projects}
    for row in tables.listed(clean, "fund-balances", scope).rows:
        for name in ("received_fen", "spent_fen", "reimbursed_fen", "balance_fen"):
            figures[row["project"]][name] += row[name]
    for code, expected in MONEY_KEY["projects"].items():
        found = {"name": projects[code]["name"], "planned_fen": projects[code]["planned_fen"], **figures[code]}
        assert {name: found.get(name, 0) for name in expected} == expected


def test_order_of_the_files_does_not_matter(book: Book, tmp_path: Path) -> None:
    for name in reversed(CLEAN):
        take(book, name)
    with books.create(tmp_path / "other.vbook", name="清溪村", code="350699101203", actor="测试") as other:
        take(other, *CLEAN)
        for ledger in ("households", "people", "projects", "funds", "fund-balances", "rosters"):
            one, two = (tables.as_json(tables.listed(b, ledger, tables.scope(b, TODAY))) for b in (book, other))
            assert Counter(map(str, one["rows"])) == Counter(map(str, two["rows"])), ledger


def test_second_import_changes_nothing_and_makes_no_operation(clean: Book) -> None:
    before = journal.head(clean)
    report = take(clean, *CLEAN)
    assert report.counts == {"new": 0, "changed": 0, "unchanged": len(report.rows), "refused": 0}
    assert report.changed.seq is None
    assert journal.head(clean) == before


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_and_reordered_columns_change_nothing(clean: Book, tmp_path: Path, seed: int) -> None:
    before = journal.head(clean)
    shuffled = [
        _shuffled(path, tmp_path, random.Random(seed)) for path in files("户信息_干净.xlsx", "人信息_干净.xlsx")
    ]
    report = lists.import_files(clean, shuffled, actor="测试", today=TODAY)
    assert report.counts["unchanged"] == len(report.rows) == 24 + 84
    assert journal.head(clean) == before


def test_shuffled_entries_and_rosters_change_nothing(clean: Book, tmp_path: Path) -> None:
    source = openpyxl.load_workbook(VILLAGE / "项目资金_干净.xlsx")
    for name, first, last in (("项目台账", 4, 15), ("资金流水", 2, 185), ("花名册0008", 4, 11)):
        _shuffle_rows(source[name], first, last, random.Random(name))
    source.save(tmp_path / "乱序.xlsx")
    report = lists.import_files(clean, [tmp_path / "乱序.xlsx"], actor="测试", today=TODAY)
    assert report.counts["unchanged"] == len(report.rows)


def test_faulty_lists_are_taken_without_a_traceback_and_said_clearly(book: Book) -> None:
    report = take(book, *FAULTY)
    assert sum(report.counts.values()) == len(report.rows) == 24 + 86 + 12 + 184 + 28
    refused = [(row.code, row.reason) for row in report.rows if row.outcome == "refused"]
    assert refused == [("350699101203000205", "与第10行重复")]


def test_a_ruined_number_is_never_stored_as_a_number(book: Book) -> None:
    take(book, *FAULTY)
    with book.read() as connection:
        person = (
            connection.execute(select(Person.__table__).where(Person.code == "350699101203000303")).mappings().one()
        )
        household = (
            connection.execute(select(Household.__table__).where(Household.code == "3506991012030018")).mappings().one()
        )
    assert person["id_number"] is None
    assert person["extra"]["证件号码"].startswith("3.50699")
    assert household["card"] is None
    assert "银行卡号" in household["extra"]


def test_a_mended_number_leaves_the_unread_cells(book: Book) -> None:
    take(book, *FAULTY)
    take(book, "人信息_干净.xlsx")
    with book.read() as connection:
        person = (
            connection.execute(select(Person.__table__).where(Person.code == "350699101203000303")).mappings().one()
        )
    assert person["id_number"] == "350699201706300028"
    assert not person["extra"]


def test_an_empty_cell_never_erases(clean: Book, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(VILLAGE / "户信息_干净.xlsx")
    sheet = workbook.active
    column = next(c.column for c in sheet[3] if c.value == "银行卡号")
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, column).value = None
    workbook.save(tmp_path / "空.xlsx")
    report = lists.import_files(clean, [tmp_path / "空.xlsx"], actor="测试", today=TODAY)
    assert report.count("changed") == 0
    with clean.read() as connection:
        assert all(connection.execute(select(Household.card)).scalars())


def test_trial_run_says_what_the_import_then_does_and_writes_nothing(book: Book) -> None:
    before = journal.head(book)
    trial = take(book, *FAULTY, dry_run=True)
    assert journal.head(book) == before
    real = take(book, *FAULTY)
    assert [(r.code, r.outcome, r.reason) for r in trial.rows] == [(r.code, r.outcome, r.reason) for r in real.rows]


def test_a_changed_cell_is_told_with_old_and_new_value(clean: Book) -> None:
    report = take(clean, "户信息_带错.xlsx", dry_run=True)
    changes = {(row.code, c.field.label): (c.old, c.new) for row in report.rows for c in row.changes}
    assert changes["3506991012030014", "家庭人口数"] == (4, 5)
    assert changes["3506991012030004", "人均纯收入"] == (1430000, 2145000)
    # Four cells differ; the fifth row brings a ruined card number, kept beside the good one.
    assert report.count("changed") == 5


ROLL_AND_PHONES = ("户信息_干净.xlsx", "人信息_干净.xlsx", "全村花名册.xls", "电话变更_GBK.csv")


@pytest.mark.parametrize(
    ("names", "least"),
    [(CLEAN, 5000), (FAULTY, 5000), (ROLL_AND_PHONES, 7000)],
    ids=["clean", "faulty", "roll and phones"],
)
def test_every_cell_is_found_again(book: Book, names: tuple[str, ...], least: int) -> None:
    """Cells in = cells in a field, in ``extra``, or in a refused row's report; 序号 is none.

    A new phone takes the place of the roll's, so the list of phones comes after the others were looked at.
    """
    later = [name for name in names if name.startswith("电话")]
    report = take(book, *(name for name in names if name not in later))
    stored = _stored_texts(book)
    reports = [report, *(take(book, name) for name in later)]
    for id, texts in _stored_texts(book).items():
        stored.setdefault(id, set()).update(texts)
    refused = {(r.sheet, r.row): r for one in reports for r in one.rows if r.outcome == "refused"}
    lost: list[str] = []
    counted = 0
    for path in files(*names):
        for sheet in read_file(path).sheets:
            table = recognise(sheet)
            assert table is not None, sheet.name
            for draft in drafts(table):
                if (draft.sheet, draft.row) in refused:
                    continue
                ids = {column.heading: (column.id or "").split("#")[0] for column in table.columns}
                ids |= {"收入（元）": "fund_entry.amount_fen", "支出（元）": "fund_entry.amount_fen"}
                phones = stored.get("household.phone", set()) | stored.get("person.phone", set())
                numbering = {column.heading for column in table.columns if column.counts_rows}
                for heading, text in draft.cells.items():
                    if heading in numbering:  # told in the report, and belongs to no record
                        continue
                    counted += 1
                    places = stored.get(ids.get(heading, ""), set()) | stored.get(heading, set())
                    places |= phones if "电话" in heading else set()
                    # A disability certificate's number begins with the resident's own.
                    places |= {number[:18] for number in places if len(number) in (20, 22)}
                    if not _variants(text) & places:
                        lost.append(f"{draft.sheet} {draft.row} {heading}={text}")
    assert counted > least
    assert lost == []


def _stored_texts(book: Book) -> dict[str, set[str]]:
    """Field id -> texts stored in it; heading -> texts stored under it in any ``extra``."""
    found: dict[str, set[str]] = {}
    with book.read() as connection:
        for record in RECORDS:
            infos = fields_of(record)
            for row in connection.execute(select(record.__table__)).mappings():
                for info in infos:
                    value = row[info.name]
                    if info.name == "extra":
                        for heading, text in (value or {}).items():
                            found.setdefault(heading, set()).add(str(text))
                    elif value is not None:
                        found.setdefault(info.id, set()).add(_canonical(info.kind, value))
    return found


def _canonical(kind: str, value: Any) -> str:
    if kind == "money":
        return str(tidy(Decimal(value) / 100))
    if isinstance(value, Decimal):
        return str(tidy(value))
    return str(value)


def _variants(text: str) -> set[str]:
    """The forms in which a cell's text may stand in a field: folded, as a date, as a number."""
    from villagebook.base.days import parse_day, parse_month
    from villagebook.base.text import fold_code

    forms = {text, text.strip(), fold_code(text), fold_code(text).lstrip("'")}
    for read in (parse_day, parse_month):
        try:
            forms.add(str(read(text)))
        except ValueError:
            continue
    try:
        forms.add(str(tidy(Decimal(fold_code(text)))))
        forms.add(str(tidy(Decimal(fold_code(text)) * 10000)))
    except ArithmeticError:
        pass
    return forms


def test_undo_of_an_import_leaves_the_book_as_it_was_also_after_a_restart(book: Book) -> None:
    take(book, *CLEAN)
    before = dump(book)
    seq = take(book, *FAULTY).changed.seq
    assert dump(book) != before
    folder = book.folder
    book.close()
    with books.open_book(folder) as again:
        result = history.undo(again, seq or 0, actor="测试")
        assert result.conflicts == ()
        assert dump(again) == before
        assert history.verify(again) == []


def test_undo_with_one_later_edit_names_the_conflict_and_changes_nothing(book: Book) -> None:
    seq = take(book, *CLEAN).changed.seq
    with book.read() as connection:
        key = connection.execute(select(Household.id).where(Household.code == "3506991012030007")).scalar_one()
    fields.edit(book, "household", key, "road_kind", "泥土路", actor="测试")
    before = dump(book)
    result = history.undo(book, seq or 0, actor="测试")
    assert result.done is None
    assert [(c.code, c.field) for c in result.conflicts] == [("3506991012030007", "入户路类型")]
    assert dump(book) == before


def test_posted_entries_are_never_changed_by_a_list(clean: Book, tmp_path: Path) -> None:
    from villagebook.services import money

    money.post(clean, ["记-0001"], actor="测试", today=TODAY)
    workbook = openpyxl.load_workbook(VILLAGE / "项目资金_干净.xlsx")
    workbook["资金流水"]["I2"] = 700000
    workbook.save(tmp_path / "改过.xlsx")
    report = lists.import_files(clean, [tmp_path / "改过.xlsx"], actor="测试", today=TODAY)
    refused = [row for row in report.rows if row.outcome == "refused"]
    assert [row.code for row in refused] == ["记-0001"]
    assert "已经入账" in refused[0].reason


def test_new_phones_change_only_phones(clean: Book) -> None:
    take(clean, "全村花名册.xls")
    report = take(clean, "电话变更_GBK.csv")
    assert report.counts == {"new": 0, "changed": 30, "unchanged": 0, "refused": 0}
    assert {c.field.id for row in report.rows for c in row.changes} == {"household.phone"}


def test_refused_rows_come_back_as_the_users_own_sheet_with_a_reason(book: Book, tmp_path: Path) -> None:
    report = take(book, "户信息_带错.xlsx", "人信息_带错.xlsx")
    written = write_refused(report, files("户信息_带错.xlsx", "人信息_带错.xlsx"), tmp_path / "没收.xlsx")
    sheet = openpyxl.load_workbook(next(p for p in written if "人信息" in p.name)).active
    headings = [cell.value for cell in sheet[3]]
    assert headings[:3] == ["省", "市", "县"]
    assert headings[-1] == "没收原因"
    assert "与第10行重复" in str(sheet.cell(88, len(headings)).value)


def test_report_for_machines_counts_every_row(book: Book) -> None:
    plain = as_plain(take(book, *FAULTY))
    counts = Counter(row["outcome"] for row in plain["rows"])
    assert {k: counts.get(k, 0) for k in ("new", "changed", "unchanged", "refused")} == {
        k: plain[k] for k in ("new", "changed", "unchanged", "refused")
    }
    assert {f["id"] for f in plain["findings"]} == {"import.ruined-number"}


def test_an_unknown_kind_is_refused_in_words(book: Book) -> None:
    with pytest.raises(UserError) as caught:
        take(book, CLEAN[0], kind="cows")
    assert caught.value.id == "import.kind"


def test_wrong_headings_are_refused_in_words_and_change_nothing(book: Book, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["天气", "心情"])
    workbook.active.append(["晴", "好"])
    workbook.save(tmp_path / "日记.xlsx")
    before = journal.head(book)
    with pytest.raises(UserError) as caught:
        lists.import_files(book, [tmp_path / "日记.xlsx"], actor="测试", today=TODAY)
    assert caught.value.id == "import.unknown_headings"
    assert journal.head(book) == before


def _shuffled(path: Path, folder: Path, chance: random.Random) -> Path:
    """The same list with its rows and columns in another order."""
    rows = [list(row) for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    head, body = rows[2], rows[3:]
    chance.shuffle(body)
    order = list(range(len(head)))
    chance.shuffle(order)
    workbook = openpyxl.Workbook()
    for row in rows[:2]:
        workbook.active.append(row)
    for row in (head, *body):
        workbook.active.append([row[i] for i in order])
    target = folder / f"乱{path.name}"
    workbook.save(target)
    return target


def _shuffle_rows(sheet: Any, first: int, last: int, chance: random.Random) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=last)]
    chance.shuffle(rows)
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def test_today_is_only_used_where_the_list_names_no_year(book: Book) -> None:
    lists.import_files(book, files("户信息_干净.xlsx"), actor="测试", today=dt.date(2031, 1, 1))
    years = {row["year"] for row in tables.listed(book, "income", tables.scope(book, dt.date(2031, 1, 1))).rows}
    assert years == {2025}


def test_two_lists_with_two_phones_settle_and_come_again_unchanged(book: Book) -> None:
    names = (*CLEAN, "全村花名册.xls", "电话变更_GBK.csv")
    take(book, *names)
    before = journal.head(book)
    report = take(book, *names)
    assert report.counts["unchanged"] == len(report.rows)
    assert journal.head(book) == before


def test_new_phones_of_persons_by_name_and_number(clean: Book, tmp_path: Path) -> None:
    (tmp_path / "电话.csv").write_text(
        "姓名,证件号码,联系电话\n卢和,350699196010170022,13900001234\n", encoding="utf-8"
    )
    report = lists.import_files(clean, [tmp_path / "电话.csv"], actor="测试", today=TODAY, kind="phones")
    assert report.counts["changed"] == 1
    with clean.read() as connection:
        assert connection.execute(select(Person.phone).where(Person.name == "卢和")).scalar_one() == "13900001234"


def test_the_report_says_what_each_heading_was_taken_for(book: Book, tmp_path: Path) -> None:
    (tmp_path / "户.csv").write_text(
        "序号,户编号,户主姓名,村民小组,家庭人口数,采集员\n1,3506991012030001,许玉美,1组,2,小林\n", encoding="utf-8"
    )
    report = lists.import_files(book, [tmp_path / "户.csv"], actor="测试", today=TODAY, dry_run=True)
    (sheet,) = report.sheets
    assert (sheet.title, sheet.heading_rows, sheet.data_rows, sheet.last_row) == ("户信息", (1, 1), 1, 2)
    assert [(c.heading, c.field) for c in sheet.columns if not c.numbering] == [
        ("户编号", "户编号"),
        ("户主姓名", "户主姓名"),
        ("村民小组", "村民小组"),
        ("家庭人口数", "家庭人口数"),
        ("采集员", ""),
    ]
    assert sheet.unknown == ("采集员",)
    assert sheet.columns[-1].samples == ("小林",)


LIFTED_2022 = (
    "序号", "县(市、区、旗)", "乡(镇)", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数",
    "与户主关系", "民族", "户类型", "人均纯收入", "户联系电话", "首次识别时间",
)  # fmt: skip


def test_a_list_of_households_and_persons_in_one_makes_both(book: Book, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    place = ("示范县", "云岭镇", "清溪村", "上溪")
    workbook.active.append(LIFTED_2022)
    home, told = "3506991012031001", ("脱贫户", 12000, "13900000001", "201512")
    people = (("01", "蓝丽建", "350699198001010037", "户主"), ("02", "蓝小明", "350699201001010031", "之子"))
    for number, (end, name, id_number, relation) in enumerate(people, start=1):
        workbook.active.append((number, *place, home, home + end, name, id_number, 2, relation, "畲族", *told))
    path = tmp_path / "已脱贫人口.xlsx"
    workbook.save(path)
    report = lists.import_files(book, [path], actor="测试", today=TODAY)
    assert report.counts == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    with book.read() as connection:
        (household,) = connection.execute(select(Household.__table__)).mappings()
        kinds = list(connection.execute(select(StatusPeriod.kind)).scalars())
        homes = set(connection.execute(select(Membership.household_id)).scalars())
    assert (household["code"], household["head_name"], household["phone"]) == (home, "蓝丽建", "13900000001")
    assert kinds == ["脱贫户"]
    assert homes == {household["id"]}
    again = lists.import_files(book, [path], actor="测试", today=TODAY)
    assert (again.count("new"), again.count("changed")) == (0, 0)
