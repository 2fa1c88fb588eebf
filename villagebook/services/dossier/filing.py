"""What a person does with a binder: put papers in, say what lies in the cabinet or does not apply, order, take out.

Taking out removes the paper from the slot, never the file; every verb is taken back by 撤销.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy import func, select

from villagebook.base.errors import KnownError, UserError
from villagebook.ledgers.parts import table
from villagebook.lifecycle.slots import Slot
from villagebook.models import AttachmentLink, DossierPaper, Project
from villagebook.services.dossier.binder import CABINET, EXEMPT, HAVE, PHOTO, SCAN, book_slots
from villagebook.services.dossier.taking import Taken, take
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

ORIGINAL = "原件校验 "
"""How the note of a paper's file begins; the SHA-256 of what the person gave follows."""
_LABELS = {"name": "材料名称", "number": "文件编号", "unit": "责任者", "on": "日期"}


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a paper that is put in; empty where the contents list is to name the slot.

    Attributes:
        source: 扫描, 照片 or 文件; "" to tell from the slot.
        replaces: Whether it stands for what the program makes here; None to tell from the source.
    """

    name: str = ""
    number: str = ""
    unit: str = ""
    on: dt.date | None = None
    source: str = ""
    replaces: bool | None = None


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files: how many went in with how many pages, one line for each that did not."""

    changed: Changed
    papers: int
    pages: int
    lines: tuple[str, ...]


@verb("dossier.add", "放入材料", Undo.INVERSE)
def add(
    book: Book, project: uuid.UUID, slot_id: str, files: Sequence[tuple[str, bytes]], *, actor: str,
    about: About = NOTHING_SAID,
) -> Added:  # fmt: skip
    """Put files into a slot: (name, content) each.

    A file that already lies in this slot is not put in twice; one that cannot be kept is refused in a line of its
    own, the others go in.

    Raises:
        UserError: unknown slot or project, or not one of the files can be kept.
    """
    taken, lines = read_all(files)
    with book.work(declaration(add).id, actor, "放入材料", Undo.INVERSE) as work:
        slot = slot_of(work, slot_id)
        name = project_name(work, project)
        fresh, known = put(book, work, project, slot, taken, about)
        lines += known
        if not fresh and not known:
            raise UserError("dossier.nothing_taken", "；".join(lines) or "没有选文件", "")
        work.heading = f"放入材料 {name}：{slot.title} {len(fresh)} 份"
        changed = Changed.of(work.commit())
    return Added(changed, len(fresh), sum(one.pages for one in fresh), tuple(lines))


def read_all(files: Sequence[tuple[str, bytes]]) -> tuple[list[Taken], list[str]]:
    """Return what can be kept of a person's files, and a line for each that cannot."""
    taken: list[Taken] = []
    lines: list[str] = []
    for name, data in files:
        try:
            taken += take(data, name)
        except UserError as error:
            lines.append(str(error))
    return taken, lines


def read_paths(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Return (name, content) of files on the disk.

    Raises:
        KnownError: one cannot be read.
    """
    found = []
    for path in paths:
        try:
            found.append((path.name, path.read_bytes()))
        except OSError as error:
            raise KnownError("dossier.file", f"读不出文件“{path.name}”", "请核对文件还在不在") from error
    return found


def put(
    book: Book, work: Work, project: uuid.UUID, slot: Slot, taken: Sequence[Taken], about: About
) -> tuple[list[Taken], list[str]]:
    """Put prepared files into a slot within a work; return those that were new, and a line for each that was not."""
    paper = table(DossierPaper)
    here = (paper.c.project_id == project) & (paper.c.slot == slot.id)
    lying = set(work.connection.execute(select(paper.c.attachment_id).where(here)).scalars())
    position = work.connection.execute(select(func.max(paper.c.position)).where(here)).scalar() or 0
    exempt = list(work.connection.execute(select(paper.c.id).where(here, paper.c.state == EXEMPT)).scalars())
    fresh, known = [], []
    for one in taken:
        attachment = book.files.put(work, one.data, one.file_name, one.media_type)
        if attachment in lying:
            known.append(f"“{one.file_name}”已经在“{slot.title}”里，没有重复放入")
            continue
        lying.add(attachment)
        position += 1
        key = work.new_id()
        work.write_rows(DossierPaper, [_row(key, project, slot, one, about, attachment, position)])
        link = {"id": work.new_id(), "attachment_id": attachment, "record": "dossier_paper", "record_id": key}
        work.write_rows(AttachmentLink, [link | {"role": "附件", "note": ORIGINAL + one.original}])
        fresh.append(one)
    if fresh and exempt:
        work.write_rows(DossierPaper, deletes=exempt)
    return fresh, known


def _row(
    key: uuid.UUID, project: uuid.UUID, slot: Slot, one: Taken, about: About, attachment: uuid.UUID, position: int
) -> dict[str, Any]:
    of_photos = "照片" in slot.title and one.is_picture
    source = about.source or (PHOTO if of_photos else SCAN)
    replaces = about.replaces if about.replaces is not None else source != PHOTO and not slot.notices
    return {
        "id": key, "project_id": project, "slot": slot.id, "state": HAVE, "attachment_id": attachment,
        "pages": one.pages, "source": source, "position": position, "replaces": "是" if replaces else "否",
        **_said(about),
    }  # fmt: skip


def _said(about: About) -> dict[str, Any]:
    return {
        "name": about.name.strip() or None, "number": about.number.strip() or None, "unit": about.unit.strip() or None,
        "on": about.on,
    }  # fmt: skip


@verb("dossier.cabinet", "登记柜存材料", Undo.INVERSE)
def in_cabinet(
    book: Book, project: uuid.UUID, slot_id: str, *, actor: str, pages: int | None = None, about: About = NOTHING_SAID
) -> Changed:
    """Say that a slot's paper lies in the cabinet only; the volume has a sheet in its place that says so.

    Raises:
        UserError: unknown slot or project, or the number of pages is none.
    """
    if pages is not None and pages < 1:
        raise UserError("dossier.pages", f"页数不能是 {pages}", "请写实际页数")
    with book.work(declaration(in_cabinet).id, actor, "登记柜存材料", Undo.INVERSE) as work:
        slot = slot_of(work, slot_id)
        name = project_name(work, project)
        paper = table(DossierPaper)
        here = (paper.c.project_id == project) & (paper.c.slot == slot.id)
        position = work.connection.execute(select(func.max(paper.c.position)).where(here)).scalar() or 0
        row = {"id": work.new_id(), "project_id": project, "slot": slot.id, "state": HAVE, "source": CABINET}
        replaces = about.replaces if about.replaces is not None else not slot.notices
        row |= {"pages": pages, "position": position + 1, "replaces": "是" if replaces else "否", **_said(about)}
        work.write_rows(DossierPaper, [row])
        work.heading = f"登记柜存材料 {name}：{slot.title}"
        return Changed.of(work.commit())


@verb("dossier.not_applicable", "材料不适用", Undo.INVERSE)
def not_applicable(book: Book, project: uuid.UUID, slot_id: str, why: str, *, actor: str) -> Changed:
    """Say that a slot's paper is not called for in this project, and why.

    Raises:
        UserError: no reason is given, the slot is unknown, or something lies in it.
    """
    if not why.strip():
        raise UserError("dossier.why", "没有写为什么不适用", "请写明原因，审计时要看")
    with book.work(declaration(not_applicable).id, actor, "材料不适用", Undo.INVERSE) as work:
        slot = slot_of(work, slot_id)
        name = project_name(work, project)
        paper = table(DossierPaper)
        query = select(paper.c.id, paper.c.state).where(paper.c.project_id == project, paper.c.slot == slot.id)
        rows = list(work.connection.execute(query))
        if any(row.state == HAVE for row in rows):
            raise UserError("dossier.not_empty", f"“{slot.title}”里已经有材料", "请先把材料移走")
        if rows:
            work.write_rows(DossierPaper, updates=[(rows[0].id, {"why": why.strip()})])
        else:
            row = {"id": work.new_id(), "project_id": project, "slot": slot.id, "state": EXEMPT, "why": why.strip()}
            work.write_rows(DossierPaper, [row])
        work.heading = f"不适用 {name}：{slot.title}"
        return Changed.of(work.commit())


@verb("dossier.applicable", "材料又适用", Undo.INVERSE)
def applicable(book: Book, project: uuid.UUID, slot_id: str, *, actor: str) -> Changed:
    """Take back that a slot does not apply."""
    with book.work(declaration(applicable).id, actor, "材料又适用", Undo.INVERSE) as work:
        slot = slot_of(work, slot_id)
        paper = table(DossierPaper)
        query = select(paper.c.id).where(
            paper.c.project_id == project, paper.c.slot == slot.id, paper.c.state == EXEMPT)
        work.write_rows(DossierPaper, deletes=list(work.connection.execute(query).scalars()))
        work.heading = f"又适用 {project_name(work, project)}：{slot.title}"
        return Changed.of(work.commit())


@verb("dossier.describe", "改材料说明", Undo.INVERSE)
def describe(book: Book, paper: uuid.UUID, said: Mapping[str, Any], *, actor: str) -> Changed:
    """Change what the contents list says of a paper: name, number, unit, on; source, replaces.

    Raises:
        UserError: the paper is gone, or a value is none of those possible.
    """
    unknown = set(said) - {*_LABELS, "source", "replaces", "pages", "note"}
    if unknown:
        raise ValueError(f"no columns of a paper: {unknown}")
    with book.work(declaration(describe).id, actor, "改材料说明", Undo.INVERSE) as work:
        row = _paper(work, paper)
        work.write_rows(DossierPaper, updates=[(paper, {name: value or None for name, value in said.items()})])
        work.heading = f"改材料说明 {project_name(work, row['project_id'])}：{said.get('name') or row['name'] or ''}"
        return Changed.of(work.commit())


@verb("dossier.move", "移动材料", Undo.INVERSE)
def move(book: Book, paper: uuid.UUID, slot_id: str, *, actor: str, before: uuid.UUID | None = None) -> Changed:
    """Move a paper to a slot, before another paper there or to its end.

    Raises:
        UserError: the paper or the slot is gone.
    """
    with book.work(declaration(move).id, actor, "移动材料", Undo.INVERSE) as work:
        row = _paper(work, paper)
        slot = slot_of(work, slot_id)
        papers = table(DossierPaper)
        query = select(papers.c.id, papers.c.position).where(
            papers.c.project_id == row["project_id"], papers.c.slot == slot.id, papers.c.id != paper,
            papers.c.state == HAVE)
        others = list(work.connection.execute(query.order_by(papers.c.position, papers.c.id)))
        keys = [other.id for other in others]
        keys.insert(keys.index(before) if before in keys else len(keys), paper)
        known = {other.id: other.position for other in others} | {paper: row["position"]}
        updates: list[tuple[uuid.UUID, dict[str, Any]]] = [
            (key, {"position": place}) for place, key in enumerate(keys, 1) if known[key] != place]
        if row["slot"] != slot.id:
            updates = [(key, new) for key, new in updates if key != paper]
            updates.append((paper, {"slot": slot.id, "position": keys.index(paper) + 1}))
        work.write_rows(DossierPaper, updates=updates)
        work.heading = f"移动材料 {project_name(work, row['project_id'])}：{slot.title}"
        return Changed.of(work.commit())


@verb("dossier.remove", "移走材料", Undo.INVERSE)
def remove(book: Book, papers: Sequence[uuid.UUID], *, actor: str) -> Changed:
    """Take papers out of their slots; their files stay in the book.

    Raises:
        UserError: one is gone already.
    """
    with book.work(declaration(remove).id, actor, "移走材料", Undo.INVERSE) as work:
        rows = [_paper(work, key) for key in papers]
        link = table(AttachmentLink)
        links = select(link.c.id).where(link.c.record == "dossier_paper", link.c.record_id.in_(papers))
        work.write_rows(AttachmentLink, deletes=list(work.connection.execute(links).scalars()))
        work.write_rows(DossierPaper, deletes=list(papers))
        if rows:
            work.heading = f"移走材料 {project_name(work, rows[0]['project_id'])} {len(rows)} 份"
        return Changed.of(work.commit())


def slot_of(work: Work, slot_id: str) -> Slot:
    """Return a slot of the book by its id or title.

    Raises:
        UserError: the book has none.
    """
    slots = book_slots(work.connection, work.village_id)
    found = slots.get(slot_id) or next((slot for slot in slots if slot.title == slot_id), None)
    if found is None:
        raise UserError("dossier.unknown_slot", f"档案里没有“{slot_id}”这个位置", "用 dossier status 看都有哪些")
    return found


def project_name(work: Work, key: uuid.UUID) -> str:
    """Return what a project is called.

    Raises:
        UserError: it is gone.
    """
    project = table(Project)
    row = work.connection.execute(select(project.c.name, project.c.code).where(project.c.id == key)).one_or_none()
    if row is None:
        raise UserError("project.gone", "这个项目已经不在书里了", "请刷新列表")
    return cast("str", row.name or row.code or "")


def _paper(work: Work, key: uuid.UUID) -> Mapping[str, Any]:
    paper = table(DossierPaper)
    row = work.connection.execute(select(paper).where(paper.c.id == key)).mappings().one_or_none()
    if row is None:
        raise UserError("dossier.gone", "这份材料已经不在这里了", "请刷新")
    return dict(row)
