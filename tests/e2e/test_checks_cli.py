"""The checks by the command line: findings, the known rules, and findings known to be true."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.e2e.conftest import FAULTY, Run, program

CHECK, SUBJECT, FIELD = "people.school-age", "350699101203000604", "在校生状况"


@pytest.fixture
def faulty(tmp_path: Path) -> Run:
    """The program in a folder with b.vbook, filled with the faulty lists."""

    def run(*words: str):
        return program(tmp_path, *words)

    assert run("new", "b.vbook", "--village", "清溪村", "--code", "350699101203").status == 0
    run("import", "b.vbook", *FAULTY)
    return run


def test_a_finding_is_acknowledged_listed_and_withdrawn(faulty: Run) -> None:
    before = faulty("check", "b.vbook", "--json").json
    assert before["acknowledged"] == 0
    word = (CHECK, SUBJECT, FIELD)
    said = faulty("acknowledge", "b.vbook", *word, "--why", "因病晚入学", "--who", "许主任", "--until", "2099-12-31")
    assert (said.status, said.out.strip()) == (0, f"情况属实 {SUBJECT} {FIELD}")
    after = faulty("check", "b.vbook", "--json").json
    assert after["acknowledged"] == 1
    assert len(after["findings"]) == len(before["findings"]) - 1
    (listed,) = faulty("check", "b.vbook", "--acknowledged", "--json").json["acknowledged"]
    assert (listed["check"], listed["subject"], listed["reason"], listed["who"], listed["until"], listed["state"]) == (
        CHECK, SUBJECT, "因病晚入学", "许主任", "2099-12-31", "有效",
    )  # fmt: skip
    assert "许主任" in faulty("check", "b.vbook", "--acknowledged").out
    assert len(faulty("list", "b.vbook", "acknowledged", "--json").json["rows"]) == 1
    assert faulty("acknowledge", "b.vbook", *word, "--withdraw").status == 0
    assert faulty("check", "b.vbook", "--json").json["findings"] == before["findings"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((CHECK, SUBJECT, FIELD), "理由"),
        ((CHECK, "3506", FIELD, "--why", "真的"), "现在没有这个提示"),
        (("people.no", SUBJECT, FIELD, "--why", "真的"), "没有核查项"),
        ((CHECK, SUBJECT, FIELD, "--withdraw"), "没有这一条"),
    ],
)  # fmt: skip
def test_what_cannot_be_acknowledged_is_refused_in_one_line(faulty: Run, words: tuple[str, ...], why: str) -> None:
    ran = faulty("acknowledge", "b.vbook", *words)
    assert ran.status == 2
    assert why in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_the_rules_are_told_without_a_book(tmp_path: Path) -> None:
    told = program(tmp_path, "check", "--rules", "--json").json
    codes = {row["code"]: row["checks"] for row in told["sources"]}
    assert codes["1_01_001"] == ["people.id-twice"]
    assert {row["number"] for row in told["sources"]} == set(range(1, 61))
    assert {check for row in told["sources"] for check in row["checks"]} <= {rule["id"] for rule in told["rules"]}
    assert program(tmp_path, "check").status == 2


def test_the_workbook_has_every_finding_with_its_record_and_field(faulty: Run, tmp_path: Path) -> None:
    found = faulty("check", "b.vbook", "--json").json["findings"]
    assert faulty("check", "b.vbook", "-o", "核查.xlsx").status == 1  # there are errors
    sheet = openpyxl.load_workbook(tmp_path / "核查.xlsx").worksheets[0]
    rows = ["\t".join(str(cell) for cell in row if cell) for row in sheet.iter_rows(values_only=True)]
    for one in found:
        assert any(one["message"] in row and one["field"] in row for row in rows), one


def test_findings_carry_the_right_value_where_it_is_known(faulty: Run) -> None:
    found = faulty("check", "b.vbook", "--json").json["findings"]
    proposed = {(one["id"], one["subject"]): one["proposal"] for one in found}
    assert proposed["people.child-with-labour", "350699101203000804"] == "无劳动力"
    assert proposed["people.sex-differs-from-id", "350699101203001805"] in ("男", "女")
    assert proposed["people.birth-differs-from-id", "350699101203001502"][4] == "-"
    assert proposed["people.id-check-digit", "350699101203000305"] is None
