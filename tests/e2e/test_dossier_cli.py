"""A project's binder on the command line: what is missing, papers in, a stack routed, the volume printed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests import made_books
from tests.e2e.conftest import Run

CODE = "35069920250709"


@pytest.fixture
def book(tmp_path: Path) -> str:
    return Path(shutil.copytree(made_books.sample(), tmp_path / "b.vbook")).name


def scan(folder: Path, name: str, shade: int = 90) -> str:
    Image.new("L", (200, 300), shade).save(folder / name)
    return name


def slot_of(run: Run, book: str, slot: str) -> dict[str, object]:
    found = run("dossier", "status", book, "--project", CODE, "--on", "2025-11-05", "--json").json
    return next(one for one in found["slots"] if one["slot"] == slot)


def test_what_is_missing_is_listed_the_longest_first(run: Run, book: str) -> None:
    found = run("dossier", "status", book, "--on", "2025-11-05", "--json").json
    since = [line["missing"][0]["due_on"] for line in found if line["missing"]]
    assert since == sorted(since)
    shown = run("dossier", "status", book, "--year", "2024", "--on", "2025-11-05")
    assert shown.status == 0
    assert "村级光伏电站" in shown.out
    assert "卫生厕所" not in shown.out


def test_papers_are_put_in_named_and_taken_out(run: Run, book: str, tmp_path: Path) -> None:
    put = run("dossier", "add", book, "--project", CODE, "--slot", "grant", scan(tmp_path, "通知.png"), "--number",
              "示财农〔2025〕19号", "--name", "下达通知", "--on", "2025-04-15")  # fmt: skip
    assert (put.status, put.err) == (0, "")
    assert "项目批复、资金下达通知单 1 份，1 页" in put.out
    (tmp_path / "坏.jpg").write_bytes(b"no")
    partly = run("dossier", "add", book, "--project", CODE, "--slot", "grant", scan(tmp_path, "二.png", 3), "坏.jpg")
    assert partly.status == 1
    assert "坏.jpg" in partly.out
    papers = slot_of(run, book, "grant")["papers"]
    assert isinstance(papers, list)
    assert papers[0]["name"] == "下达通知"
    assert run("dossier", "remove", book, papers[0]["key"]).status == 0
    assert len(slot_of(run, book, "grant")["papers"]) == 1  # type: ignore[arg-type]


def test_not_applicable_wants_a_reason(run: Run, book: str) -> None:
    refused = run("dossier", "not-applicable", book, "--project", CODE, "--slot", "mending")
    assert (refused.status, refused.out) == (2, "")
    assert "原因" in refused.err
    done = run("dossier", "not-applicable", book, "--project", CODE, "--slot", "mending", "--why", "不用整改")
    assert done.status == 0
    assert slot_of(run, book, "mending")["state"] == "不适用"
    run("dossier", "not-applicable", book, "--project", CODE, "--slot", "mending", "--undo")
    assert slot_of(run, book, "mending")["state"] == "按需"


def test_a_scanned_stack_finds_its_places(run: Run, book: str, tmp_path: Path) -> None:
    printed = run("dossier", "separator", book, "--project", CODE, "--slot", "mending", "-o", "分隔.pdf")
    assert printed.status == 0
    folder = tmp_path / "扫描"
    folder.mkdir()
    page = pypdfium2.PdfDocument((tmp_path / "分隔.pdf").read_bytes())[0]
    page.render(scale=1.6).to_pil().save(folder / "1.jpg")
    scan(folder, "2.png")
    done = run("dossier", "scan", book, "--folder", "扫描")
    assert done.status == 0
    assert "整改记录 1 页" in done.out
    assert run("dossier", "scan", book, "--folder", "扫描").status == 2  # the separator alone is new
    assert run("dossier", "scan", book, "--folder", "没有").status == 2


def test_the_volume_spine_and_papers_are_printed(run: Run, book: str, tmp_path: Path) -> None:
    assert run("print", book, "dossier", CODE, "-o", "卷.pdf", "--on", "2025-11-05").status == 0
    toc = [mark.get_title() for mark in pypdfium2.PdfDocument((tmp_path / "卷.pdf").read_bytes()).get_toc()]
    assert toc[:2] == ["封面", "卷内目录"]
    assert run("print", book, "dossier", CODE, "--spine", "-o", "脊.pdf").status == 0
    assert run("print", book, "paper", "application", "--project", CODE, "-o", "申报书.pdf").status == 0
    assert run("print", book, "paper", "项目申报书", "--blank", "-o", "空白.pdf").status == 0
    unknown = run("print", book, "paper", "没有这种", "--blank", "-o", "x.pdf")
    assert (unknown.status, unknown.out) == (2, "")
    assert "申报书" in unknown.err


def test_the_order_of_the_binder_is_the_books_own(run: Run, book: str) -> None:
    new = ("--new", "用地手续", "--part", "计划下达", "--due", "下达日期", "--needed")
    changed = run("dossier", "template", book, "--rename", "plan", "实施方案", *new, "--before", "grant",
                  "apply-meeting", "--off", "account")  # fmt: skip
    assert (changed.status, changed.err) == (0, "")
    found = run("dossier", "template", book, "--json").json
    assert found[0]["id"] == "grant"
    assert {line["id"]: line["title"] for line in found}["plan"] == "实施方案"
    assert any(line["title"] == "用地手续" and line["own"] for line in found)
    assert run("dossier", "template", book, "--rename", "nothing", "x").status == 2
    assert run("dossier", "template", book, "--reset").status == 0
    assert not any(line["own"] or line["off"] for line in run("dossier", "template", book, "--json").json)
