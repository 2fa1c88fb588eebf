"""Plain text lists in the encodings and with the separators that offices meet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.base.errors import UserError
from villagebook.importing import read_file
from villagebook.importing.delimited import decode, read_rows

ROWS = (("户主姓名", "证件号码", "备注"), ("王𬭎", "'350699199008260022", "住,楼上"), ("李四", None, "两\n行"))


def _written(separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(ROWS)
    return text.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_dialect_gives_the_same_rows(tmp_path: Path, encoding: str, separator: str) -> None:
    (tmp_path / "a.csv").write_bytes(_written(separator).encode(encoding))
    (sheet,) = read_file(tmp_path / "a.csv").sheets
    assert sheet.rows == ROWS
    assert sheet.name == "a"


def test_separator_inside_quotes_does_not_count() -> None:
    assert read_rows('甲;乙\n"1,2,3";x\n"4,5,6";y\n', "a") == (("甲", "乙"), ("1,2,3", "x"), ("4,5,6", "y"))


def test_number_as_old_tools_protect_it_stays_text() -> None:
    assert read_rows('户编号,a\n"=""3506991012030001""",1\n', "a")[1] == ('="3506991012030001"', "1")


@pytest.mark.parametrize(
    ("written", "read"),
    [("'=1+1", "=1+1"), ("'+86", "+86"), ("'-5", "-5"), ("'@x", "@x"), ("''=1", "'=1"), ("'350699", "'350699"),
     ("'\t", None)],
)
def test_an_apostrophe_that_guards_a_formula_is_taken_away(written: str, read: str | None) -> None:
    assert read_rows(f"甲,乙\n{written},x\n", "a")[1] == (read, "x")


def test_unreadable_encoding_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        decode(b"\x81\x20\xff\xff", "a.csv")
    assert caught.value.id == "import.not-a-workbook"


def test_mark_that_promises_another_encoding_is_refused() -> None:
    with pytest.raises(UserError):
        decode(b"\xff\xfe\x00", "a.csv")


def test_quotation_mark_never_closed_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        read_rows('a,b\n"' + "x" * 2_000_000, "a.csv")
    assert caught.value.id == "import.damaged"


@given(st.text(max_size=200))
def test_any_text_has_rows(text: str) -> None:
    for row in read_rows(text, "a.csv"):
        assert all(cell is None or cell.strip() for cell in row)
