"""A project's binder: what fills it, what is missing, papers put in, stacks routed, the volume from the book."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from tests import made_books
from tests.registries.doings_dossier import picture, project
from tests.unit.services import notices_at_hand
from villagebook.base.errors import UserError
from villagebook.documents.papers import blank_papers
from villagebook.models import Attachment, DossierPaper, Project
from villagebook.services import books, fields, history, notice_photos, today
from villagebook.services.dossier import binder, completeness, filing, stack, templates, volume
from villagebook.services.papers import PAPERS
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"
CODE = "35069920250709"  # 卫生厕所改造到户补助: accepted, no money claimed yet


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as opened:
        yield opened


def view(book: Book, slot: str, code: str = CODE, on: dt.date = TODAY) -> binder.SlotView:
    return next(view for view in binder.binder(book, code, on).slots if view.slot.id == slot)


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def empty(book: Book) -> None:
    """Take everything out of the project's binder."""
    with book.read() as connection:
        papers = list(connection.execute(
            select(DossierPaper.id).where(DossierPaper.project_id == project(book))).scalars())
    if papers:
        filing.remove(book, papers, actor=ACTOR)


# --- what fills it ----------------------------------------------------------------------------------------------------


def test_posted_notices_and_made_papers_fill_their_slots(book: Book) -> None:
    assert view(book, "application").state == binder.MADE
    notice = view(book, "start-notice", "35069920250706")
    assert notice.state == binder.THERE
    assert notice.notices[0]["kind"] == "roster-beneficiaries"


def test_photos_of_the_wall_stand_behind_their_notice(book: Book) -> None:
    notice = view(book, "start-notice", "35069920250706").notices[0]
    before = len(view(book, "start-notice", "35069920250706").photos)
    notice_photos.add(
        book, notice["number"], [notices_at_hand.picture(33)], actor=ACTOR, today=TODAY, moment="其他", view="远景",
        on=notice["from_on"],
    )  # fmt: skip
    photos = view(book, "start-notice", "35069920250706").photos
    assert len(photos) == before + 1
    assert photos[-1].is_photo
    assert photos[-1].name == f"其他 远景 {notice['from_on']}"


def test_a_notice_on_the_year_fills_the_slot_of_every_project_it_names(book: Book) -> None:
    this, last = (view(book, "library-notice", f"35069920{year}0701").notices for year in ("25", "24"))
    assert [row["heading"] for row in this] == ["上云村2025年项目库入库公示"]
    assert [row["heading"] for row in last] == ["上云村2024年项目库入库公示"]


def test_a_paper_is_missing_from_the_day_it_is_due(book: Book) -> None:
    empty(book)
    with book.read() as connection:
        granted = connection.execute(select(Project.granted_on).where(Project.code == CODE)).scalar_one()
    assert granted is not None
    before, then = (view(book, "grant", on=granted + dt.timedelta(days=n)) for n in (-1, 0))
    assert (before.state, before.due_on) == (binder.TO_COME, None)
    assert (then.state, then.due_on) == (binder.MISSING, granted)


def test_nothing_becomes_due_after_a_project_has_ended(book: Book) -> None:
    empty(book)
    with book.read() as connection:
        granted = connection.execute(select(Project.granted_on).where(Project.code == CODE)).scalar_one()
    assert granted is not None
    fields.edit(book, "project", project(book), "side_state", "终止", actor=ACTOR)
    fields.edit(book, "project", project(book), "side_on", granted.isoformat(), actor=ACTOR)
    assert view(book, "grant").state == binder.MISSING
    assert view(book, "process-photos").state == binder.TO_COME


def test_a_signed_scan_stands_for_the_made_paper_and_a_photo_beside_it(book: Book) -> None:
    empty(book)
    key = project(book)
    filing.add(book, key, "application", [("照.png", picture())], about=filing.About(source="照片"), actor=ACTOR)
    assert [here.paper.id for here in view(book, "application").made] == ["application"]
    filing.add(book, key, "application", [("签.png", picture(9))], actor=ACTOR)
    found = view(book, "application")
    assert (found.state, found.replaced, found.made) == (binder.THERE, True, ())


def test_completeness_lists_what_is_due_first(book: Book) -> None:
    found = completeness.completeness(book, TODAY)
    since = [line.since for line in found if line.since is not None]
    assert since == sorted(since)
    assert {line.year for line in completeness.completeness(book, TODAY, year=2024)} == {2024}
    assert sum(count for _, _, count in completeness.by_year(found)) == len(found)


# --- putting in -------------------------------------------------------------------------------------------------------


def test_the_same_content_goes_in_once_whatever_its_name(book: Book) -> None:
    key = project(book)
    first = filing.add(book, key, "mending", [("甲.png", picture()), ("乙.png", picture())], actor=ACTOR)
    again = filing.add(book, key, "mending", [("丙.png", picture())], actor=ACTOR)
    assert (first.papers, again.papers) == (1, 0)
    assert again.changed.seq is None
    assert "没有重复放入" in again.lines[0]
    with book.read() as connection:
        files = list(connection.execute(select(Attachment.id).where(Attachment.file_name == "甲.jpg")))
    assert len(files) == 1


def test_a_broken_file_is_refused_and_the_others_go_in(book: Book) -> None:
    done = filing.add(book, project(book), "mending", [("好.png", picture()), ("坏.jpg", b"no")], actor=ACTOR)
    assert done.papers == 1
    assert "坏.jpg" in done.lines[0]
    with pytest.raises(UserError, match=r"坏\.jpg"):
        filing.add(book, project(book), "mending", [("坏.jpg", b"no")], actor=ACTOR)


def test_what_was_put_in_is_taken_back_and_the_file_stays(book: Book) -> None:
    filing.add(book, project(book), "mending", [("甲.png", picture())], actor=ACTOR)
    (kept,) = view(book, "mending").kept
    history.undo_last(book, actor=ACTOR)
    assert not view(book, "mending").kept
    assert book.files.read(kept.row["attachment_id"])[:2] == b"\xff\xd8"


def test_not_applicable_needs_a_reason_and_ends_when_a_paper_comes(book: Book) -> None:
    empty(book)
    key = project(book)
    with pytest.raises(UserError, match="原因"):
        filing.not_applicable(book, key, "preliminary", " ", actor=ACTOR)
    filing.not_applicable(book, key, "preliminary", "县级直接验收", actor=ACTOR)
    found = view(book, "preliminary")
    assert (found.state, found.why) == (binder.NOT_APPLICABLE, "县级直接验收")
    filing.add(book, key, "preliminary", [("初验.png", picture())], actor=ACTOR)
    assert view(book, "preliminary").state == binder.THERE
    with pytest.raises(UserError, match="已经有材料"):
        filing.not_applicable(book, key, "preliminary", "试", actor=ACTOR)


def test_papers_are_moved_within_a_slot_and_to_another(book: Book) -> None:
    empty(book)
    key = project(book)
    filing.add(book, key, "mending", [(f"{n}.png", picture(n)) for n in (1, 2, 3)], actor=ACTOR)
    first, _, third = view(book, "mending").kept
    filing.move(book, third.key, "mending", before=first.key, actor=ACTOR)
    assert [kept.name for kept in view(book, "mending").kept] == ["3", "1", "2"]
    filing.move(book, first.key, "preliminary", actor=ACTOR)
    assert [kept.name for kept in view(book, "preliminary").kept] == ["1"]
    assert [kept.name for kept in view(book, "mending").kept] == ["3", "2"]


# --- stacks -----------------------------------------------------------------------------------------------------------


def separators(book: Book, path: Path, *slots: str) -> pypdfium2.PdfDocument:
    volume.print_separators(book, CODE, path, on=TODAY, slots=slots)
    return pypdfium2.PdfDocument(path.read_bytes())


def stacked(book: Book, tmp_path: Path, *order: str) -> bytes:
    """A scanned PDF: names of slots stand for their separators, digits for that many pages, "." for an empty page."""
    paper = pypdfium2.PdfDocument(blank_papers(None, "表", PAPERS["application"].forms).data)
    scanned = pypdfium2.PdfDocument.new()
    for item in order:
        if item.isdigit():
            for _ in range(int(item)):
                scanned.import_pages(paper)
        elif item == ".":
            scanned.new_page(595, 842)
        else:
            scanned.import_pages(separators(book, tmp_path / f"{item}.pdf", item))
    out = io.BytesIO()
    scanned.save(out)
    return out.getvalue()


def test_a_stack_is_routed_by_its_separators_and_what_lies_before_them_is_said(book: Book, tmp_path: Path) -> None:
    empty(book)
    data = stacked(book, tmp_path, "1", "grant", "2", "mending", ".", "1", "invoices", ".")
    done = stack.route(book, [("扫描.pdf", data)], actor=ACTOR)
    assert done.pages == 3
    assert [kept.row["pages"] for kept in view(book, "grant").kept] == [2]
    assert [kept.row["pages"] for kept in view(book, "mending").kept] == [1]
    assert any("最前面 1 页" in line for line in done.refused)
    assert any("税务发票" in line and "没有材料" in line for line in done.refused)


def test_pictures_scanned_one_by_one_are_routed_too(book: Book, tmp_path: Path) -> None:
    empty(book)
    page = separators(book, tmp_path / "s.pdf", "mending")[0].render(scale=1.6).to_pil()
    out = io.BytesIO()
    page.rotate(180).save(out, "JPEG", quality=60)
    done = stack.route(book, [("1.jpg", out.getvalue()), ("2.png", picture(1)), ("3.png", picture(2))], actor=ACTOR)
    assert done.pages == 2
    assert [kept.name for kept in view(book, "mending").kept] == ["2", "3"]


def test_a_stack_without_separators_of_this_book_is_refused_whole(book: Book) -> None:
    before = history.entries(book)
    with pytest.raises(UserError, match="分隔页"):
        stack.route(book, [("扫描.pdf", blank_papers(None, "表", PAPERS["application"].forms).data)], actor=ACTOR)
    assert history.entries(book) == before


def test_the_same_stack_scanned_again_changes_nothing(book: Book, tmp_path: Path) -> None:
    empty(book)
    data = stacked(book, tmp_path, "grant", "2")
    stack.route(book, [("扫描.pdf", data)], actor=ACTOR)
    with pytest.raises(UserError, match="没有重复放入"):
        stack.route(book, [("又一次.pdf", data)], actor=ACTOR)
    assert len(view(book, "grant").kept) == 1


@pytest.mark.parametrize("text", ["VS1:1:2", "VB1:3506:1:ABC", "http://example.org", "VS1:a:b:c:d"])
def test_other_codes_are_no_separators(text: str) -> None:
    assert stack.read_mark(text) is None


# --- the book's own order ---------------------------------------------------------------------------------------------


def test_the_template_of_the_book_holds_for_every_binder(book: Book) -> None:
    edit = templates.Edit(
        names={"plan": "实施方案"}, off=["account"], before=[("grant", "apply-meeting")],
        new=("用地手续", "计划下达", "下达日期", True))
    templates.change(book, edit, actor=ACTOR)
    found = binder.binder(book, CODE, TODAY)
    assert found.slots[0].slot.id == "grant"
    assert view(book, "plan").slot.title == "实施方案"
    assert view(book, "own-1").state == binder.MISSING
    assert all(one.slot.id != "account" for one in found.slots)
    templates.change(book, templates.Edit(reset=True), actor=ACTOR)
    assert [line.id for line in templates.lines(book) if line.own or line.off] == []


def test_a_slot_switched_off_comes_back_with_its_papers(book: Book) -> None:
    filing.add(book, project(book), "account", [("账.png", picture())], actor=ACTOR)
    templates.change(book, templates.Edit(off=["account"]), actor=ACTOR)
    assert "account" not in [one.slot.id for one in binder.binder(book, CODE, TODAY).slots]
    templates.change(book, templates.Edit(back=["account"]), actor=ACTOR)
    assert view(book, "account").kept


@pytest.mark.parametrize("edit", [
    templates.Edit(names={"nothing": "x"}), templates.Edit(off=["closing-note"]),
    templates.Edit(new=("x", "nowhere", "granted_on", False)), templates.Edit(before=[("grant", "grant")]),
])  # fmt: skip
def test_a_template_that_cannot_hold_is_refused(book: Book, edit: templates.Edit) -> None:
    with pytest.raises(UserError):
        templates.change(book, edit, actor=ACTOR)
    assert templates.stored(book) == {}


# --- the volume -------------------------------------------------------------------------------------------------------


def test_the_volume_holds_every_paper_at_the_page_its_contents_name(book: Book, tmp_path: Path) -> None:
    key = project(book)
    about = filing.About("下达资金的通知", "示财农〔2025〕19号", "示范县财政局", dt.date(2025, 4, 15))
    notice = blank_papers(None, "x", PAPERS["application"].forms).data
    filing.add(book, key, "grant", [("通知.pdf", notice)], about=about, actor=ACTOR)
    filing.add(book, key, "process-photos", [(f"{n}.png", picture(n)) for n in (1, 2, 3)], actor=ACTOR)
    filing.in_cabinet(book, key, "invoices", pages=4, actor=ACTOR)
    filing.not_applicable(book, key, "mending", "没有要整改的", actor=ACTOR)
    target = tmp_path / "卷.pdf"
    report = volume.print_dossier(book, CODE, target, on=TODAY)
    pages = pages_of(target)
    assert report.pages == len(pages)
    assert not report.missing
    stamped = {int(found[1]): page for page in pages[2:] if (found := re.search(r"卷内(\d+)", page))}
    contents = "".join(page for page in pages if "卷内目录" in page[:20] or "卷内目录" in page)
    at = int(re.search(r"下达资金的通知2025\.04\.15(\d+)", contents)[1])  # type: ignore[index]
    assert "项目申报书" in stamped[at]
    note = int(re.search(r"备考表(\d+)", contents)[1])  # type: ignore[index]
    assert f"{note}页" in stamped[note]
    assert note == max(stamped)
    assert "整改记录（没有要整改的）" in stamped[note]
    toc = [mark.get_title() for mark in pypdfium2.PdfDocument(target.read_bytes()).get_toc()]
    assert toc[0] == "封面"
    assert any("税务发票" in title and "柜存" in title for title in toc)


def test_a_missing_paper_has_a_sheet_in_its_place(book: Book, tmp_path: Path) -> None:
    empty(book)
    target = tmp_path / "卷.pdf"
    report = volume.print_dossier(book, CODE, target, on=TODAY)
    missing = binder.binder(book, CODE, TODAY).missing
    assert missing
    assert f"缺 {len(missing)} 件" in report.line
    sheets = [page for page in pages_of(target) if "缺件说明" in page and "应放材料" in page]
    assert len(sheets) == len(missing)


def test_an_unknown_project_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有项目编号"):
        volume.print_dossier(book, "0000", tmp_path / "x.pdf", on=TODAY)
    with pytest.raises(UserError):
        binder.binder_of(book, uuid.uuid4(), TODAY)


def test_forty_pages_with_ten_photos_are_quick(book: Book, tmp_path: Path) -> None:
    import time

    key = project(book)
    noise = Image.effect_noise((1000, 750), 60).resize((2200, 1650)).convert("RGB")
    photos = []
    for n in range(10):
        out = io.BytesIO()
        noise.rotate(n).save(out, "JPEG", quality=85)
        photos.append((f"{n}.jpg", out.getvalue()))
    filing.add(book, key, "process-photos", photos, actor=ACTOR)
    filing.add(book, key, "settlement", [("长.pdf", stacked(book, tmp_path, "30"))], actor=ACTOR)
    begun = time.process_time()
    report = volume.print_dossier(book, CODE, tmp_path / "卷.pdf", on=TODAY)
    assert report.pages > 40
    assert time.process_time() - begun < 3


# --- today ------------------------------------------------------------------------------------------------------------


def test_missing_papers_of_recent_projects_are_one_line_of_today(book: Book) -> None:
    (task,) = [task for task in today.today(book, TODAY).tasks if task.title.startswith("补档案材料")]
    recent = [line for line in completeness.completeness(book, TODAY)
              if line.missing and line.year in (TODAY.year, TODAY.year - 1) and not line.archived]
    assert f"{len(recent)} 个项目缺 {sum(len(line.missing) for line in recent)} 件" in task.title
    assert (task.page, task.action) == ("projects", "dossiers")
    assert [task for task in today.today(book, dt.date(2023, 1, 1)).tasks if task.title.startswith("补档案材料")] == []


def test_a_binder_whose_missing_papers_were_put_in_is_complete(book: Book, tmp_path: Path) -> None:
    for shade, lacking in enumerate(binder.binder(book, CODE, TODAY).missing):
        filing.add(book, project(book), lacking.slot.id, [(f"{shade}.png", picture(shade))], actor=ACTOR)
    found = binder.binder(book, CODE, TODAY)
    assert found.words == f"齐全，应有的 {found.asked} 件都在"
    (line,) = [line for line in completeness.completeness(book, TODAY) if line.code == CODE]
    assert line.is_complete
    target = tmp_path / "卷.pdf"
    assert "材料齐全" in volume.print_dossier(book, CODE, target, on=TODAY).line
    assert not any("缺件" in page for page in pages_of(target))
