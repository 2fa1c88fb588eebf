"""What a spreadsheet program makes of an exported workbook: it opens it, saves it, and every value is still there."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from tests import made_books
from tests.unit.exporting.columns import MADE_AT, PEOPLE, row
from villagebook.exporting.locked import lock_xlsx
from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import write_xlsx
from villagebook.services import books, lists, tables

SOFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]

NAMES = ("林秀兰", "=1+1", "+86", "@x", "-5", "'=1", "00123", "a_x0041_b", "𠮷田", " 两边 ", "一\n二")


def converted(source, kind, folder):
    """The file as LibreOffice saves it; ``kind`` is its ending, with a filter after a colon."""
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
         "--outdir", folder / "out", source],
        check=True, capture_output=True, timeout=120)
    return folder / "out" / f"{source.stem}.{kind.split(':')[0]}"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    path = tmp_path_factory.mktemp("exported") / "people.xlsx"
    rows = [row(serial=n, name=name, id_number="350699195803040020", phone="013800138000", born=dt.date(1958, 3, 4),
                net_fen=-123456789, land=Decimal("0.6")) for n, name in enumerate(NAMES, 1)]
    write_xlsx(path, ExportTable("人口台账", PEOPLE, rows, row(net_fen=-123456789 * len(NAMES))), made_at=MADE_AT)
    return path


def test_a_workbook_opened_and_saved_elsewhere_keeps_every_value(exported, tmp_path):
    page = openpyxl.load_workbook(converted(exported, "xlsx", tmp_path)).worksheets[0]
    assert page.title == "人口台账"
    for cells, name in zip(page.iter_rows(min_row=3, max_row=2 + len(NAMES)), NAMES, strict=True):
        _, named, number, phone, born, net, land = cells
        assert (named.value, named.data_type) == (name, "s")
        assert (number.value, number.data_type, number.number_format) == ("350699195803040020", "s", "@")
        assert (phone.value, born.value, net.value, land.value) == (
            "013800138000", dt.datetime(1958, 3, 4), -1234567.89, 0.6)


def test_the_sheet_shows_money_days_and_ids_as_people_write_them(exported, tmp_path):
    # Separator, quotation mark, UTF-8, first line, no column formats, no language, no quotes, contents as shown.
    shown = converted(exported, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", tmp_path)
    with shown.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[1] == ["序号", "姓名", "证件号码", "联系电话", "出生日期", "纯收入（元）", "耕地面积（亩）"]
    assert lines[2] == ["1", "林秀兰", "350699195803040020", "013800138000", "1958-03-04", "-1,234,567.89", "0.6"]
    assert lines[-1][:2] == ["合计", ""]
    assert lines[-1][5] == "-13,580,246.79"


# Every ledger: opened without repair, its totals recalculated there

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def test_totals_recalculated_there_equal_ours_in_every_ledger(tmp_path):
    """The results that we wrote are spoilt first, so that only what is calculated there can be right."""
    (tmp_path / "profile" / "user").mkdir(parents=True)
    (tmp_path / "profile" / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    written = {}
    with books.open_book(made_books.sample(), read_only=True) as book:
        for ledger in tables.all_ledgers():
            found = tables.listed(book, ledger.id, tables.scope(book, made_books.TODAY))
            if found.totals and found.rows:
                path = tables.export(book, ledger.id, tmp_path / f"{ledger.id}.xlsx", on=made_books.TODAY)
                spoil_results(path)
                written[path] = found
    assert len(written) > 8
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", tmp_path / "out", *written],
        check=True, capture_output=True, timeout=300)
    for path, found in written.items():
        page = openpyxl.load_workbook(tmp_path / "out" / path.name, data_only=True).worksheets[0]
        # Below the totals there is the line for signatures.
        shown = [cell.value for cell in page[page.max_row - 1]]
        for value, column in zip(shown, found.columns, strict=True):
            if column.total:
                ours = found.totals[column.id]
                assert Decimal(repr(value)) == (Decimal(ours) / 100 if column.kind == "money" else ours), column.id


def spoil_results(path):
    """Replace the result of every formula in a workbook by a wrong one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet], many = re.subn(rb"</f><v>[^<]*</v>", b"</f><v>-1</v>", parts[sheet])
    assert many
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


# A password

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Save(source, target, word)
Dim how(1) As New com.sun.star.beans.PropertyValue
how(0).Name = "Password"
how(0).Value = word
how(1).Name = "Hidden"
how(1).Value = True
book = StarDesktop.loadComponentFromURL(source, "_blank", 0, how())
Dim kind(0) As New com.sun.star.beans.PropertyValue
kind(0).Name = "FilterName"
kind(0).Value = "Calc MS Excel 2007 XML"
book.storeToURL(target, kind())
book.close(True)
End Sub
</script:module>"""


def test_a_workbook_with_a_password_opens_there_with_it_and_not_without(exported, tmp_path):
    converted(exported, "xlsx", tmp_path)  # makes the profile
    (tmp_path / "profile/user/basic/Standard/Module1.xba").write_text(MACRO, encoding="utf-8")
    locked, opened = tmp_path / "locked.xlsx", tmp_path / "opened.xlsx"
    shutil.copyfile(exported, locked)
    lock_xlsx(locked, "abc12345")
    assert not converted_anyhow(locked, tmp_path).exists()
    macro = f"macro:///Standard.Module1.Save({locked.as_uri()},{opened.as_uri()},abc12345)"
    subprocess.run([SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", macro],
                   check=True, capture_output=True, timeout=120)
    page = openpyxl.load_workbook(opened).worksheets[0]
    assert [page.cell(row, 2).value for row in range(3, 3 + len(NAMES))] == list(NAMES)


def converted_anyhow(source, folder):
    """Where LibreOffice would have saved a file that it may not be able to open."""
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "csv",
         "--outdir", folder / "anyhow", source],
        check=False, capture_output=True, timeout=120)
    return folder / "anyhow" / f"{source.stem}.csv"


# A ledger goes out, is edited there, and comes back


def edited(source, folder, edits):
    """The file after somebody changed cells in LibreOffice: opened, cells replaced, saved again as xlsx.

    ``edits`` maps what a cell shows to what is typed over it; only the first cell that shows it is changed.
    """
    flat = converted(source, "fods", folder)
    text = flat.read_text(encoding="utf-8")
    for old, new in edits.items():
        shown = f"<text:p>{old}</text:p>"
        before, found, after = text.partition(shown)
        assert found, old
        start = before.rindex("<table:table-cell")
        # What is typed into a text cell stays text; the number a cell may hold besides goes with it.
        opening = re.sub(r' (office|calcext):(value|value-type|date-value)="[^"]*"', "", before[start:])
        opening = opening.replace("<table:table-cell", '<table:table-cell office:value-type="string"', 1)
        text = f"{before[:start]}{opening}<text:p>{new}</text:p>{after}"
    flat.write_text(text, encoding="utf-8")
    return converted(flat, "xlsx", folder / "again")


@pytest.fixture
def book(tmp_path):
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("ledger", "edits"),
    [
        ("households", {"农村信用社": "邮政储蓄", "17694083008": "13900001111"}),
        ("people", {"群众": "中共党员"}),
    ],
)
def test_exactly_the_cells_edited_elsewhere_change(book, tmp_path, ledger, edits):
    exported = tmp_path / f"{ledger}.xlsx"
    tables.export(book, ledger, exported, on=made_books.TODAY)
    unchanged = lists.import_files(
        book, [converted(exported, "xlsx", tmp_path / "same")], actor="测试", today=made_books.TODAY)
    assert (unchanged.count("new"), unchanged.count("changed")) == (0, 0)
    report = lists.import_files(
        book, [edited(exported, tmp_path, edits)], actor="测试", today=made_books.TODAY)
    changes = [(change.old, change.new) for row in report.rows for change in row.changes if not change.field.volatile]
    assert sorted(changes) == sorted(edits.items())
    assert report.count("refused") == 0
