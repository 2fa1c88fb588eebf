"""A project walked from the idea to the archive: the book, the dossier's papers and its contents with page numbers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.e2e import walk
from villagebook.services import books, checking, lists, projects
from villagebook.services.dossier import binder, volume
from villagebook.store import Book

DATA = Path(__file__).parents[1] / "data" / "village"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A village with its registered households and nothing else."""
    folder = tmp_path_factory.mktemp("walk") / "清溪村.vbook"
    with books.create(folder, **walk.VILLAGE, actor=walk.ACTOR) as book:
        lists.import_files(
            book, [DATA / "户信息_干净.xlsx"], kind="auto", dry_run=False, actor=walk.ACTOR, today=walk.TODAY
        )
        yield book


@pytest.fixture(scope="module")
def project(village: Book) -> uuid.UUID:
    """The project after its whole life, written down by verbs alone."""
    return walk.Walker(village).walk()


def test_every_stage_is_behind_it(village: Book, project: uuid.UUID) -> None:
    view = projects.view(village, project, walk.TODAY)
    assert [(stage.title, stage.state) for stage in view.life.stages if stage.state != "done"] == []
    assert [stage.wrong for stage in view.life.stages if stage.wrong] == []
    assert [one.text for one in view.life.missing] == []
    assert (view.life.word, view.life.waits_for) == ("已归档", "")


def test_its_dossier_is_complete(village: Book, project: uuid.UUID) -> None:
    found = binder.binder_of(village, project, walk.TODAY)
    assert [view.slot.title for view in found.missing] == []
    assert found.words.startswith("齐全")


def test_no_check_finds_an_error_in_it(village: Book, project: uuid.UUID) -> None:
    report = checking.run(village, walk.TODAY)
    assert [
        (one.id, one.message) for one in report.findings if one.severity == "error" and one.subject == walk.CODE
    ] == []


@pytest.fixture(scope="module")
def pages(village: Book, project: uuid.UUID, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page of the volume."""
    target = tmp_path_factory.mktemp("volume") / "一本清.pdf"
    report = volume.print_dossier(village, walk.CODE, target, on=walk.TODAY)
    assert "材料齐全" in report.line
    with pdfium.PdfDocument(target) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


#: Title in the list of contents -> words that stand on the page it names.
PAPERS = {
    "村民代表大会会议记录、签到表、决议（项目入库）": "同意申报大坪机耕路硬化项目",
    "村级入库公示及照片": "清溪村2026年项目库入库公示",
    "项目申报书": "满意度指标",
    "项目实施方案和绩效目标表": "项目实施方案",
    "实施前公示及照片": "项目实施前公示",
    "项目村乡联合初验报告": "验收合格",
    "项目验收报告": "实际完成",
    "报账申请书、支出明细表": "报账申请书",
    "竣工公告及照片": "项目竣工公告",
    "资金使用情况公告及照片": "资金使用情况",
    "资产移交、确权登记表": "清溪村股份经济合作社",
    "备考表": "备考表",
}


def plain(text: str) -> str:
    """A page's text without its line ends and blanks."""
    return "".join(text.split())


def listed(pages: list[str]) -> dict[str, int]:
    """Title -> the page the contents name for it, as read from the paper."""
    contents = "".join(plain(page) for page in pages[:4] if "卷内目录" in plain(page))
    found = {}
    for title in PAPERS:
        match = re.search(re.escape(title) + r"(?:20\d\d\.\d\d\.\d\d)?(\d{1,2})(?!\d)", contents)
        assert match, title
        found[title] = int(match[1])
    return found


def test_every_page_carries_its_number_in_the_volume(pages: list[str]) -> None:
    numbers = [int(match[1]) for page in pages if (match := re.search(r"卷内\s(\d+)\s*$", page))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(pages) - len(numbers) == 3, "cover and two pages of contents"


@pytest.mark.parametrize("title", PAPERS)
def test_the_contents_name_the_page_on_which_the_paper_can_be_read(pages: list[str], title: str) -> None:
    number = listed(pages)[title]
    page = next(page for page in pages if re.search(rf"卷内\s{number}\s*$", page))
    assert PAPERS[title] in plain(page)


def test_no_paper_is_missing_in_the_volume(pages: list[str]) -> None:
    assert [number for number, page in enumerate(pages) if "缺件说明" in plain(page)] == []
