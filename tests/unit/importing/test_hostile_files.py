"""Files that would end the program or fill the memory are read with bounded memory, or refused in one line.

All are read in one process that may not use more memory than a village's lists need: what breaks it, breaks the test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.generators.hostile import FILES
from villagebook.importing import drafts, read_file, recognise

pytest.importorskip("resource", reason="this system cannot limit a process's memory")

#: Above what the program itself takes.
MOST_MEGABYTES = 450
READER = """
import json, resource, sys
from pathlib import Path
from villagebook.base.errors import VillagebookError
from villagebook.importing import drafts, read_file, recognise
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
import python_calamine
before = peak()
for line in sys.stdin:
    try:
        book = read_file(Path(line.strip()))
        said = ["", sum(len(list(drafts(table))) for sheet in book.sheets if (table := recognise(sheet)))]
    except VillagebookError as error:
        said = [error.id, str(error)]
    print(json.dumps([*said, peak() - before]), flush=True)
"""
READ = {
    "merged-all.xlsx": 0, "merged-backwards.xlsx": 1, "merged-count.xlsx": 0, "macros.xlsm": 1, "empty-rows.xlsx": 0,
    "empty-cells.xlsx": 0, "spans.xls": 0, "many-spans.xls": 0, "tables-in-tables.xls": 0, "page-entities.xls": 0,
    "empty-rows.csv": 0,
}  # fmt: skip
TOO_LARGE = {
    "corner.xlsx", "corner-and-lie.xlsx", "corner-single-quotes.xlsx", "beyond-the-corner.xlsx", "far-right.xlsx",
    "cells-without-address.xlsx", "blanks.xlsx", "one-text.xlsx", "too-much.xlsx", "repeated.ods", "far-below.ods",
    "columns.xls", "columns.csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    found: dict[str, Any] = {}
    with subprocess.Popen(
        [sys.executable, "-c", READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for name, make in FILES.items():
            file = folder / name
            file.write_bytes(make())
            print(file, file=reader.stdin, flush=True)
            line = reader.stdout.readline()
            assert line, f"{name} ended the reading process"
            found[name] = json.loads(line)
            file.unlink()
        reader.stdin.close()
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_file_ends_the_program_or_fills_the_memory(said: dict[str, Any], name: str) -> None:
    outcome, _, megabytes = said[name]
    assert megabytes < MOST_MEGABYTES
    if name in READ:
        assert outcome == ""
    elif name in TOO_LARGE:
        assert outcome == "import.too-large"
    else:
        assert outcome in {"import.damaged", "import.not-a-workbook", "import.empty"}


@pytest.mark.parametrize("name", FILES)
def test_a_refused_file_is_told_in_one_line_with_what_to_do(said: dict[str, Any], name: str) -> None:
    outcome, words, _ = said[name]
    if outcome:
        assert name in words
        assert "\n" not in words
        assert outcome == "import.empty" or words.count("。") == 1
    else:
        assert words == READ[name]


ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_any_encoding_lists_come_in_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes("姓名,证件号码,户编号\n蓝丽建,350699199001011234,3506990001\n".encode(encoding))
    (sheet,) = read_file(file).sheets
    table = recognise(sheet)
    assert table is not None
    (row,) = drafts(table)
    assert (row.values["person.name"], row.values["membership.household_code"]) == ("蓝丽建", "3506990001")
