"""Each verb of a project's binder, done once to the sample book."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

from PIL import Image
from sqlalchemy import select

from villagebook.documents.dossier import Separator, render_separators
from villagebook.models import DossierPaper, Project
from villagebook.services.dossier import filing, stack
from villagebook.store import Book

ACTOR = "测试"
CODE = "35069920250709"


def picture(shade: int = 200, size: tuple[int, int] = (300, 400)) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 90)).save(out, "PNG")
    return out.getvalue()


def project(book: Book, code: str = CODE) -> uuid.UUID:
    """A project of the sample."""
    with book.read() as connection:
        return connection.execute(select(Project.id).where(Project.code == code)).scalar_one()


def papers(book: Book) -> list[uuid.UUID]:
    """What lies in its binder, newest last."""
    with book.read() as connection:
        query = select(DossierPaper.id).where(DossierPaper.project_id == project(book)).order_by(DossierPaper.id)
        return list(connection.execute(query).scalars())


def put(book: Book, *shades: int, slot: str = "mending") -> None:
    files = [(f"{shade}.png", picture(shade)) for shade in shades]
    filing.add(book, project(book), slot, files, actor=ACTOR)


def with_papers(verb: Callable[[Book], Any]) -> Callable[[Book], Any]:
    """Do it to a binder with two papers."""

    def doing(book: Book) -> Any:
        put(book, 10, 20)
        yield
        yield verb(book)

    return doing


def not_applicable(book: Book) -> Any:
    return filing.not_applicable(book, project(book), "mending", "没有要整改的", actor=ACTOR)


def applicable(book: Book) -> Any:
    not_applicable(book)
    yield
    yield filing.applicable(book, project(book), "mending", actor=ACTOR)


def scan(book: Book) -> Any:
    out = io.BytesIO()
    text = stack.mark_text("350699101207", CODE, "mending")
    render_separators(out, [Separator(text, "云岭镇上云村", "项目", "验收", "整改记录")])
    return stack.route(book, [("分隔.pdf", out.getvalue()), ("页.png", picture())], actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "dossier.add": lambda book: filing.add(book, project(book), "mending", [("页.png", picture())], actor=ACTOR),
    "dossier.cabinet": lambda book: filing.in_cabinet(book, project(book), "mending", pages=2, actor=ACTOR),
    "dossier.not_applicable": not_applicable,
    "dossier.applicable": applicable,
    "dossier.describe": with_papers(lambda book: filing.describe(
        book, papers(book)[-1], {"name": "整改照片", "source": "照片"}, actor=ACTOR)),
    "dossier.move": with_papers(lambda book: filing.move(
        book, papers(book)[-1], "mending", before=papers(book)[-2], actor=ACTOR)),
    "dossier.remove": with_papers(lambda book: filing.remove(book, papers(book)[-1:], actor=ACTOR)),
    "dossier.scan": scan,
}  # fmt: skip
