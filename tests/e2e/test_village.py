"""The main job from end to end: a village's lists go in, and the same figures come out everywhere, to the fen."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.conftest import CLEAN, FAULTY, VILLAGE, Ran, Run, program
from tests.e2e.reading import lines_of, readers, table_of
from tests.e2e.rearranging import rearranged

KEY = json.loads((VILLAGE / "answer_key.json").read_text(encoding="utf-8"))
MONEY = json.loads((VILLAGE / "answer_key_money.json").read_text(encoding="utf-8"))
FIGURES = ("planned_fen", "received_fen", "spent_fen", "reimbursed_fen", "balance_fen")
LEDGERS = ("households", "people", "projects", "fund-balances")
#: What each ledger's first column is called.
FIRST = {"households": "户编号", "people": "人口编号", "projects": "项目编号", "fund-balances": "项目编号"}

Listed = Mapping[str, Any]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with b.vbook, made and filled by the command line, and its ledgers exported; tests only read it."""
    folder = tmp_path_factory.mktemp("清溪")
    made = program(folder, "new", "b.vbook", "--village", "清溪村", "--code", "350699101203")
    assert made.status == 0, made.err
    (folder / "import.json").write_text(program(folder, "import", "b.vbook", *CLEAN, "--json").out, encoding="utf-8")
    for ledger in LEDGERS:
        (folder / f"{ledger}.json").write_text(program(folder, "list", "b.vbook", ledger, "--json").out, "utf-8")
        for ending in ("xlsx", "csv", "pdf"):
            exported = program(folder, "export", "b.vbook", ledger, "-o", f"{ledger}.{ending}")
            assert exported.status == 0, exported.err
    return folder


@pytest.fixture
def book(village: Path, tmp_path: Path) -> Run:
    """The program in a folder with a copy of the village's book as b.vbook."""
    shutil.copytree(village / "b.vbook", tmp_path / "b.vbook")
    return lambda *words: program(tmp_path, *words)


def listed(village: Path, ledger: str) -> Listed:
    """What ``list LEDGER --json`` said."""
    return json.loads((village / f"{ledger}.json").read_text(encoding="utf-8"))


def source_rows(name: str, heading_row: int = 3) -> list[dict[str, Any]]:
    """The rows of one of the lists that went in, by heading, read by openpyxl alone."""
    sheet = openpyxl.load_workbook(VILLAGE / name).worksheets[0]
    headings = [cell.value for cell in sheet[heading_row]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(heading_row + 1, values_only=True)]


def summed(rows: list[dict[str, Any]], project: str = "project") -> dict[str, dict[str, int]]:
    """Figures by project, summed over sources."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        figures = found.setdefault(row[project], dict.fromkeys(FIGURES, 0))
        for name in FIGURES:
            figures[name] += row[name]
    return found


def expected_figures() -> dict[str, dict[str, int]]:
    """The figures of the answer key by project."""
    return {code: {name: project[name] for name in FIGURES} for code, project in MONEY["projects"].items()}


# --- in ---------------------------------------------------------------------------------------------------------------


def test_every_row_of_the_clean_lists_is_new(village: Path) -> None:
    taken = json.loads((village / "import.json").read_text(encoding="utf-8"))
    assert (taken["new"], taken["changed"], taken["unchanged"], taken["refused"]) == (331, 0, 0, 0)
    assert len(taken["rows"]) == 331
    assert taken["findings"] == []


def test_households_and_their_incomes_are_those_of_the_list(village: Path) -> None:
    found = listed(village, "households")
    expected = {
        row["户编号"]: (row["户主姓名"], row["纯收入"] * 100, row["人均纯收入"] * 100, row["家庭人口数"])
        for row in source_rows("户信息_干净.xlsx")
    }
    assert {
        row["code"]: (row["head"], row["net_income_fen"], row["per_capita_fen"], row["members"])
        for row in found["rows"]
    } == expected
    assert len(found["rows"]) == KEY["summary"]["households"]
    assert found["totals"]["net_income_fen"] == KEY["summary"]["net_income_total"] * 100
    assert found["totals"]["members"] == KEY["summary"]["people"]


def test_people_are_those_of_the_list(village: Path) -> None:
    found = listed(village, "people")
    expected = {
        row["人口编号"]: (row["户编号"], row["姓名"], row["性别"], row["证件号码"], row["与户主关系"])
        for row in source_rows("人信息_干净.xlsx")
    }
    assert {
        row["code"]: (row["household"], row["name"], row["sex"], row["id_number"], row["relation"])
        for row in found["rows"]
    } == expected
    assert len(found["rows"]) == KEY["summary"]["people"]


def test_projects_and_their_plans_are_those_of_the_answer_key(village: Path) -> None:
    assert {row["code"]: (row["name"], row["planned_fen"]) for row in listed(village, "projects")["rows"]} == {
        code: (project["name"], project["planned_fen"]) for code, project in MONEY["projects"].items()
    }


def test_money_summed_over_sources_equals_the_answer_key_to_the_fen(village: Path) -> None:
    found = listed(village, "fund-balances")
    assert summed(found["rows"]) == expected_figures()
    assert {name: found["totals"][name] for name in FIGURES} == MONEY["totals"]


def test_every_source_balances(village: Path) -> None:
    """结余 = 到账 − 支出 − 收回 and 未到账 = 指标 − 到账, in every row and in the totals."""
    found = listed(village, "fund-balances")
    for row in (*found["rows"], found["totals"]):
        assert row["balance_fen"] == row["received_fen"] - row["spent_fen"] - row["returned_fen"]
        assert row["outstanding_fen"] == row["granted_fen"] - row["received_fen"]


def test_the_ledger_of_projects_agrees_with_that_of_balances(village: Path) -> None:
    by_project = summed(listed(village, "fund-balances")["rows"])
    for row in listed(village, "projects")["rows"]:
        for name in ("planned_fen", "received_fen", "spent_fen", "balance_fen"):
            assert row[name] == by_project[row["code"]][name], (row["code"], name)


def test_clean_lists_have_no_fault(book: Run) -> None:
    ran = book("check", "b.vbook", "--json")
    assert ran.status == 0
    assert [f for f in ran.json["findings"] if f["severity"] == "error"] == []


# --- out: the same rows in every dress --------------------------------------------------------------------------------


def headings(found: Listed) -> dict[str, str]:
    """Heading with unit -> column id."""
    return {
        column["heading"] + (f"（{column['unit']}）" if column["unit"] else ""): column["id"]
        for column in found["columns"]
    }


def native(column: str, value: Any) -> Any:
    """A cell's value as ``list --json`` has it: money in fen, quantities as text, dates ISO."""
    if value is None:
        return None
    if column.endswith("_fen"):
        return int((Decimal(repr(value)) * 100).to_integral_exact())
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value


def plain(value: Any) -> Any:
    """What a value of ``list --json`` may be read back as from a sheet: a quantity as a number."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) and len(value) < 12:
        return Decimal(value)
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, numbers by value."""
    numbers = (int, float, Decimal)
    if isinstance(plain(one), numbers) and isinstance(plain(other), numbers):
        return Decimal(str(plain(one))) == Decimal(str(plain(other)))
    return (one or None) == (other or None)


def assert_workbook_shows(workbook: Path, found: Listed, ledger: str) -> None:
    """Every row, value and total of ``list --json`` is in the workbook."""
    columns = headings(found)
    rows, totals, _ = table_of(workbook, FIRST[ledger], list(columns))
    assert len(rows) == len(found["rows"])
    for cells, row in zip(rows, found["rows"], strict=True):
        for heading, column in columns.items():
            assert same(native(column, cells[heading].value), row[column]), (heading, row)
    for heading, column in columns.items():
        if column in found["totals"]:
            assert same(native(column, totals[heading].value), found["totals"][column]), heading


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_workbook_shows_what_the_list_says(village: Path, ledger: str) -> None:
    assert_workbook_shows(village / f"{ledger}.xlsx", listed(village, ledger), ledger)


def test_the_workbook_of_balances_equals_the_answer_key(village: Path) -> None:
    columns = headings(listed(village, "fund-balances"))
    rows, totals, _ = table_of(village / "fund-balances.xlsx", "项目编号", list(columns))
    read = [{columns[h]: native(columns[h], c.value) for h, c in row.items()} for row in rows]
    assert summed(read) == expected_figures()
    assert {columns[h]: native(columns[h], c.value) for h, c in totals.items()}.items() >= MONEY["totals"].items()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same(village: Path, tmp_path: Path) -> None:
    """Opened and saved by another spreadsheet program, all four ledgers in one run of it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", tmp_path / "out", *(village / f"{ledger}.xlsx" for ledger in LEDGERS)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for ledger in LEDGERS:
        assert_workbook_shows(tmp_path / "out" / f"{ledger}.xlsx", listed(village, ledger), ledger)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_csv_shows_what_the_list_says(village: Path, ledger: str) -> None:
    found = listed(village, ledger)
    columns = headings(found)
    lines = lines_of(village / f"{ledger}.csv")
    assert len(lines) == len(found["rows"])
    for line, row in zip(lines, found["rows"], strict=True):
        for heading, column in columns.items():
            text = line[heading].removeprefix("'") or None
            value = int(Decimal(text) * 100) if text and column.endswith("_fen") else text
            assert same(value, row[column]), (heading, row)


_AMOUNT = re.compile(r"(?<![\d.])[-−]?\d{1,3}(?:,\d{3})*\.\d\d(?![\d.])")


def amounts_of(text: str, key: re.Pattern[str]) -> list[tuple[str, list[int]]]:
    """(code, amounts in fen) of every line that begins with a code, bands of one row put together in order."""
    found: dict[tuple[str, int], list[int]] = {}
    for page in text.split("\f"):
        band = re.search(r"左起第\s*(\d+)\s*幅", page)
        seen: dict[str, int] = {}
        for line in page.splitlines():
            if match := key.match(line.strip()):
                code = match[0].strip()
                amounts = [int(re.sub(r"[,.]", "", a).replace("−", "-")) for a in _AMOUNT.findall(line)]
                if band:  # a row is found once in each band, under its code
                    found.setdefault((code, 0), []).extend(amounts)
                else:
                    seen[code] = seen.get(code, 0) + 1
                    found[code, len(found)] = amounts
    return [(code, amounts) for (code, _), amounts in found.items()]


@readers
def test_the_pdf_of_balances_equals_the_answer_key(village: Path, text_of: Callable[[Path], str]) -> None:
    money = [c["id"] for c in listed(village, "fund-balances")["columns"] if c["unit"] == "元"]
    text = text_of(village / "fund-balances.pdf")
    rows = [
        {"project": code, **dict(zip(money, amounts[: len(money)], strict=True))}  # behind them stand ratios
        for code, amounts in amounts_of(text, re.compile(r"\d{14}\s"))
    ]
    assert summed(rows) == expected_figures()
    totals = dict(zip(money, amounts_of(text, re.compile("合计"))[0][1], strict=True))
    assert totals.items() >= MONEY["totals"].items()


@readers
def test_the_pdf_of_projects_equals_the_answer_key(village: Path, text_of: Callable[[Path], str]) -> None:
    found = dict(amounts_of(text_of(village / "projects.pdf"), re.compile(r"\d{14}\s")))
    names = ("planned_fen", "received_fen", "spent_fen", "balance_fen")
    assert found == {code: [project[name] for name in names] for code, project in MONEY["projects"].items()}


@readers
def test_the_pdf_of_households_shows_incomes_and_their_total(village: Path, text_of: Callable[[Path], str]) -> None:
    text = text_of(village / "households.pdf")
    found = {code: amounts[:2] for code, amounts in amounts_of(text, re.compile(r"\d{16}\s"))}
    assert found == {
        row["code"]: [row["net_income_fen"], row["per_capita_fen"]] for row in listed(village, "households")["rows"]
    }
    assert amounts_of(text, re.compile("合计"))[0][1][0] == KEY["summary"]["net_income_total"] * 100


@readers
def test_the_pdf_of_people_shows_everybody(village: Path, text_of: Callable[[Path], str]) -> None:
    lines = text_of(village / "people.pdf").splitlines()
    for row in listed(village, "people")["rows"]:
        assert any(row["code"] in line and row["name"] in line and row["id_number"] in line for line in lines), row


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_workbook_is_laid_out_for_people(village: Path, ledger: str) -> None:
    """Numbers of persons are texts, money is a number with a format, headings stay in sight, sums stand below."""
    found = listed(village, ledger)
    rows, totals, about = table_of(village / f"{ledger}.xlsx", FIRST[ledger], list(headings(found)))
    assert about["frozen"] == f"C{about['header'] + 1}"
    for heading, column in headings(found).items():
        cells = [row[heading] for row in rows if row[heading].value is not None]
        if column.endswith("_fen"):
            assert all(cell.data_type == "n" and cell.number_format.startswith("#,##0.00") for cell in cells), heading
        elif column in ("code", "household", "project", "id_number", "phone", "card"):
            assert all(cell.data_type == "s" and cell.number_format == "@" for cell in cells), heading
    wanted = {heading for heading, column in headings(found).items() if column in found["totals"]}
    assert {heading for heading, cell in totals.items() if cell.value not in (None, "合计")} == wanted


# --- again ------------------------------------------------------------------------------------------------------------


def operations(run: Run) -> tuple[int, str]:
    """How many operations the journal has, and its head."""
    journal = run("journal", "b.vbook", "--json").json
    return len(journal["operations"]), journal["head"]


def assert_nothing_new(run: Run, *files: str | Path) -> None:
    """Importing the files says that nothing changed, and the journal gains no operation."""
    before = operations(run)
    ran = run("import", "b.vbook", *files, "--json")
    assert ran.status == 0, ran.err
    assert (ran.json["new"], ran.json["changed"], ran.json["refused"]) == (0, 0, 0)
    assert ran.json["unchanged"] == 331
    assert operations(run) == before


def test_the_same_lists_again_change_nothing(book: Run) -> None:
    assert_nothing_new(book, *CLEAN)
    assert_nothing_new(book, *reversed(CLEAN))


@pytest.mark.parametrize("seed", range(2))
def test_rows_shuffled_and_columns_reordered_change_nothing(book: Run, tmp_path: Path, seed: int) -> None:
    assert_nothing_new(book, *(rearranged(Path(path), tmp_path / "乱", random.Random(seed)) for path in CLEAN))


# --- faulty lists -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran]:
    """What import and check said of the faulty lists."""
    folder = tmp_path_factory.mktemp("带错")
    program(folder, "new", "b.vbook", "--village", "清溪村", "--code", "350699101203")
    return program(folder, "import", "b.vbook", *FAULTY, "--json"), program(folder, "check", "b.vbook", "--json")


def test_faulty_lists_are_taken_without_a_traceback(faulty: tuple[Ran, Ran]) -> None:
    for ran in faulty:
        assert ran.status == 1  # a row was refused, and errors were found
        assert ran.err == ""
    taken = faulty[0].json
    assert sum(taken[outcome] for outcome in ("new", "changed", "unchanged", "refused")) == len(taken["rows"]) == 334


def fault_id(fault: Mapping[str, str]) -> str:
    """The fault's own name, for the test's id."""
    return fault["fault"]


#: Faults of the answer keys that are told at the import, not by a check: the row is not taken.
REFUSED = {"row-twice-in-file"}
#: No fault at all: blanks inside a number are folded.
HARMLESS = {"id-with-spaces-harmless"}
#: What ``check`` must find.
FAULTS = [fault for fault in (*KEY["faults"], *MONEY["faults"]) if fault["fault"] not in REFUSED | HARMLESS]


@pytest.mark.parametrize("fault", FAULTS, ids=fault_id)
def test_every_planted_fault_is_found_at_its_record(faulty: tuple[Ran, Ran], fault: Mapping[str, str]) -> None:
    findings = [f for f in faulty[1].json["findings"] if f["subject"] == fault["record"]]
    if "field" in fault:
        findings = [f for f in findings if f["field"] == fault["field"]]
    if "household" in fault:
        findings = [f for f in findings if fault["household"] in f["message"]]
    serious = [f for f in findings if f["severity"] in ("error", "warning")]
    assert serious, fault
    assert all(f["message"] and f["source"] for f in serious)


def test_each_number_standing_twice_is_told_at_both_persons(faulty: tuple[Ran, Ran]) -> None:
    fault = next(f for f in KEY["faults"] if f["fault"] == "id-twice")
    messages = {f["subject"]: f["message"] for f in faulty[1].json["findings"] if f["id"] == "people.id-twice"}
    assert messages.keys() == {fault["record"], fault["other"]}
    assert fault["other"] in messages[fault["record"]]


def test_a_row_standing_twice_is_refused_with_the_reason(faulty: tuple[Ran, Ran]) -> None:
    fault = next(f for f in KEY["faults"] if f["fault"] == "row-twice-in-file")
    refused = [row for row in faulty[0].json["rows"] if row["outcome"] == "refused"]
    assert [(row["code"], row["reason"]) for row in refused] == [(fault["record"], "与第10行重复")]


def test_blanks_inside_a_number_are_no_fault(faulty: tuple[Ran, Ran]) -> None:
    fault = next(f for f in KEY["faults"] if f["fault"] == "id-with-spaces-harmless")
    assert [f for f in faulty[1].json["findings"] if f["subject"] == fault["record"]] == []


def test_the_import_tells_of_every_ruined_number(faulty: tuple[Ran, Ran]) -> None:
    ruined = {f["record"] for f in KEY["faults"] if "ruined" in f["fault"]}
    assert {f["subject"] for f in faulty[0].json["findings"]} == ruined


def test_nothing_but_the_planted_is_called_an_error(faulty: tuple[Ran, Ran]) -> None:
    """Findings that follow from a planted fault are errors too; they speak of the same records."""
    known = {f["record"] for f in FAULTS} | {f["other"] for f in FAULTS if "other" in f}
    errors = {f["subject"] for f in faulty[1].json["findings"] if f["severity"] == "error"}
    assert errors <= known
