"""Social help by the command line: recorded, used, answered, summed up and reported once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of the book of 清溪村."""
    made_books.a_copy(made_books.imported(), tmp_path).rename(tmp_path / "b.vbook")

    def one(verb: str, *words: str | Path) -> Ran:
        return program(tmp_path, "social-help", "b.vbook", verb, *words)

    return one


def test_a_gift_is_followed_from_the_giver_to_the_report(run: Run, tmp_path: Path) -> None:
    made = run("add", "--on", "2025-05-20", "--kind", "捐助资金", "--giver", "县慈善总会", "--content", "捐助路灯",
               "--amount", "50000", "--json")  # fmt: skip
    assert (made.status, made.json["code"], made.json["waits"]) == (0, "2025-01", ["用完", "反馈", "上报"])
    assert run("money", "2025-01", "--kind", "到账", "--amount", "50000", "--on", "2025-05-28").status == 0
    spent = run("money", "2025-01", "--kind", "支出", "--amount", "45,000", "--on", "2025-06-10", "--json").json
    assert (spent["received_fen"], spent["used_fen"], spent["left_fen"]) == (5_000_000, 4_500_000, 500_000)
    assert run("set", "2025-01", "--feedback", "寄了照片", "--feedback-on", "2025-07-20").status == 0
    assert "结余 5,000.00" in run("show", "2025-01").out
    assert run("summary", "--json").json["total"]["amount_fen"] == 5_000_000
    assert "1 件" in run("report", "--from", "2025-01-01", "--through", "2025-06-30", "--on", "2025-07-03").out
    refused = run("report", "--from", "2025-01-01", "--through", "2025-06-30")
    assert (refused.status, refused.out) == (2, "")
    assert "都已上报" in refused.err
    left = run("summary", "--json").json
    assert (left["total"]["count"], left["left_out"], left["reports"][0]["on"]) == (0, 1, "2025-07-03")
    assert run("summary", "--reported", "2025-07-03", "--json").json["matters"] == ["2025-01"]
    assert [one["code"] for one in run("list", "--waiting", "用完", "--json").json] == ["2025-01"]
    assert program(tmp_path, "list", "b.vbook", "social-help", "--json").json["rows"][0]["left_fen"] == 500_000


def test_what_is_missing_is_said_in_one_line(run: Run) -> None:
    refused = run("add", "--on", "2025-05-20", "--kind", "捐助资金")
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (2, "", 1)
    assert "没有写帮扶单位" in refused.err
    assert run("list", "--json").json == []
