"""Files are read by what they are; whatever is wrong with one is said in one line."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.importing.lists import VILLAGE, write_xlsx
from villagebook.base.errors import UserError
from villagebook.importing import read_file

HTML = "<html><table><tr><td>户编号</td><td>户主姓名</td></tr><tr><td>1</td><td>张三</td></tr></table></html>"


def test_cells_keep_their_native_kind(tmp_path: Path) -> None:
    day, moment = dt.date(2025, 3, 5), dt.datetime(2025, 3, 5, 8, 30)
    path = write_xlsx(tmp_path / "a.xlsx", [["x", 1, 2.5, True, day, moment, None, "y"]])
    (sheet,) = read_file(path).sheets
    assert sheet.rows == (("x", 1.0, 2.5, True, day, moment, None, "y"),)


def test_formulas_that_nothing_has_calculated_are_known_by_their_place(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append([1])
    sheet = workbook.create_sheet("收入<1>&")
    sheet["B3"], sheet["C4"], sheet["D4"] = "户编号", 5, "=C4+1"
    workbook.save(tmp_path / "a.xlsx")
    plain, formulas = read_file(tmp_path / "a.xlsx").sheets
    assert plain.uncalculated == frozenset()
    assert (formulas.name, formulas.first_row, formulas.uncalculated) == ("收入<1>&", 3, frozenset({(1, 3)}))


@pytest.mark.parametrize("cell", [b"<v>6</v></c>", b"<v></v></c>"])
def test_a_formula_with_its_value_or_its_empty_text_is_calculated(tmp_path: Path, cell: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["x", 1, "=B1+5"]])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b'<c r="C1"'), sheet.rindex(b"</c>") + 4
    kind = b' t="str"' if b"6" not in cell else b""
    changed = sheet[:start] + b'<c r="C1"' + kind + b"><f>B1+5</f>" + cell + sheet[end:]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, changed if name == "xl/worksheets/sheet1.xml" else data)
    (read,) = read_file(path).sheets
    assert read.uncalculated == frozenset()


def test_workbook_names_its_file_and_bytes() -> None:
    path = VILLAGE / "户信息_干净.xlsx"
    book = read_file(path)
    assert book.file_name == "户信息_干净.xlsx"
    assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert book.data == path.read_bytes()
    assert book.media_type.endswith("spreadsheetml.sheet")


def test_rows_keep_the_numbers_people_see(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C5"] = "户编号"
    book.active["D6"] = "x"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_file(tmp_path / "a.xlsx").sheets
    assert sheet.number(0) == 5
    assert sheet.rows == ((None, None, "户编号", None), (None, None, None, "x"))


def test_merged_ranges_and_hidden_tabs_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["标题", None])
    book.active.merge_cells("A1:B1")
    other = book.create_sheet("旧")
    other["B2"] = "x"
    other["B3"] = "y"
    other.merge_cells("B2:C2")
    other.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, second = read_file(tmp_path / "a.xlsx").sheets
    assert (first.hidden, second.hidden) == (False, True)
    assert [(a.top, a.left, a.bottom, a.right) for a in first.merged] == [(0, 0, 0, 1)]
    assert [(a.top, a.left, a.bottom, a.right) for a in second.merged] == [(0, 1, 0, 2)]


def test_hidden_rows_are_rows_like_any_other(tmp_path: Path) -> None:
    """What a filter hides on the screen is still in the list."""
    book = openpyxl.Workbook()
    for row in (["户编号", "户主姓名"], ["H1", "甲一"], ["H2", "乙一"]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.auto_filter.ref = "A1:B3"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_file(tmp_path / "a.xlsx").sheets
    assert sheet.rows == (("户编号", "户主姓名"), ("H1", "甲一"), ("H2", "乙一"))


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.csv", "list.dat"])
def test_name_does_not_decide_what_a_file_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((VILLAGE / "户信息_干净.xlsx").read_bytes())
    assert len(read_file(path).sheets[0].rows) == 27
    path.write_text(HTML, encoding="gb18030")
    assert read_file(path).sheets[0].rows[1] == ("1", "张三")


def test_old_workbook_is_read() -> None:
    (sheet,) = read_file(VILLAGE / "全村花名册.xls").sheets
    assert sheet.name == "花名册"
    assert len(sheet.rows) == 549
    assert sheet.rows[2][:4] == (1, "上溪", "雷小", "雷小")


def test_empty_sheets_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("有").append(["a"])
    book.save(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in read_file(tmp_path / "a.xlsx").sheets] == ["有"]


def _raises(id: str, path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_file(path)
    assert caught.value.id == id
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    _raises("import.no-file", tmp_path / "没有.xlsx")


def test_folder(tmp_path: Path) -> None:
    _raises("import.not-a-file", tmp_path)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b",,,\n,,\n"])
def test_empty_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    _raises("import.empty", tmp_path / "a.csv")


def test_workbook_without_cells(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    _raises("import.empty", tmp_path / "a.xlsx")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n...", b"abc\0\0\0", b"\x81\x20\xff\xff"])
def test_file_of_another_kind(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    _raises("import.not-a-workbook", tmp_path / "a.xlsx")


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("word/document.xml", "<x/>")
    _raises("import.not-a-workbook", tmp_path / "a.docx")


@pytest.mark.parametrize("cut", [4, 100, 5000])
def test_cut_off_workbook(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.xlsx").write_bytes((VILLAGE / "户信息_干净.xlsx").read_bytes()[:cut])
    _raises("import.damaged", tmp_path / "a.xlsx")
    (tmp_path / "a.xls").write_bytes((VILLAGE / "全村花名册.xls").read_bytes()[:cut])
    _raises("import.damaged", tmp_path / "a.xls")


def test_new_workbook_with_a_password(tmp_path: Path) -> None:
    """Such a file is an old-format package whose directory names the stream EncryptedPackage."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    (tmp_path / "a.xlsx").write_bytes(data)
    _raises("import.password", tmp_path / "a.xlsx")


def test_old_workbook_with_a_password(tmp_path: Path) -> None:
    """The record behind the begin-of-file record is turned into FILEPASS."""
    data = bytearray((VILLAGE / "全村花名册.xls").read_bytes())
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second = begin + 4 + struct.unpack_from("<H", data, begin + 2)[0]
    data[second : second + 2] = b"\x2f\x00"
    (tmp_path / "a.xls").write_bytes(bytes(data))
    _raises("import.password", tmp_path / "a.xls")


def test_sheet_with_a_stray_cell_in_the_farthest_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    _raises("import.too-large", tmp_path / "a.xlsx")


def test_package_that_would_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("villagebook.importing.package.MAX_UNPACKED", 1000)
    _raises("import.too-large", VILLAGE / "户信息_干净.xlsx")


def test_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("villagebook.importing.reading.MAX_BYTES", 10)
    _raises("import.too-large", VILLAGE / "户信息_干净.xlsx")


_OUTCOMES = {"read", "import.damaged", "import.not-a-workbook", "import.empty", "import.password",
             "import.too-large"}


def _outcome(path: Path) -> str:
    try:
        return "read" if read_file(path).sheets else "nothing"
    except UserError as error:
        return error.id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<table>", b"\xff\xfe"]))
@example(b"[if x]><td>", b"<![")
def test_any_bytes_are_a_workbook_or_a_clear_error(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(start + data)
    assert _outcome(path) in _OUTCOMES


@pytest.mark.parametrize("name", ["全村花名册.xls", "户信息_干净.xlsx"])
def test_damaged_copies_are_a_workbook_or_a_clear_error(tmp_path: Path, name: str) -> None:
    source = (VILLAGE / name).read_bytes()
    chance = random.Random(2)
    for _ in range(30):
        data = bytearray(source)
        for _ in range(chance.choice([1, 5, 60])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / "a").write_bytes(bytes(data[: chance.choice([len(data), chance.randrange(1, len(data))])]))
        assert _outcome(tmp_path / "a") in _OUTCOMES


def test_damage_inside_a_package_is_not_read_as_data(tmp_path: Path) -> None:
    """One byte of a packed sheet is changed: the packer's checksum must be looked at."""
    data = bytearray((VILLAGE / "户信息_干净.xlsx").read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        about = next(m for m in package.infolist() if m.filename.startswith("xl/worksheets/"))
    data[about.header_offset + 60 + about.compress_size // 2] ^= 0xFF
    (tmp_path / "a.xlsx").write_bytes(bytes(data))
    _raises("import.damaged", tmp_path / "a.xlsx")
