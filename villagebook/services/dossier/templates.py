"""The book's own order of the binder: looked at and changed. Kept as the book's own value of ``dossier.template``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from villagebook.base.errors import UserError
from villagebook.lifecycle.slots import DAYS, MODES, PARTS, Slot
from villagebook.lifecycle.template import LAST, OWN, Template, TemplateError, every, off
from villagebook.models import Project, info
from villagebook.services.dossier.binder import TEMPLATE
from villagebook.services.overrides import overrides, set_override
from villagebook.services.verbs import Changed
from villagebook.store import Book

#: Days of a project in words, for choosing when a paper is due.
DAY_WORDS: Mapping[str, str] = {day: info(getattr(Project, day)).label for day in DAYS}


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes of the template, made together.

    Attributes:
        names: Slot -> new title.
        off, back: Slots switched off, switched on again.
        before: (slot, the one it goes in front of).
        new: (title, part, day it is due with, whether it is needed) of one more slot.
        reset: First back to the program's own.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    off: Sequence[str] = ()
    back: Sequence[str] = ()
    before: Sequence[tuple[str, str]] = ()
    new: tuple[str, str, str, bool] | None = None
    reset: bool = False


class SlotLine(NamedTuple):
    """One slot as a person reads it."""

    id: str
    part: str
    title: str
    due: str
    needed: str
    off: bool
    own: bool


def stored(book: Book) -> Template:
    """Return the book's template; empty if it has none of its own."""
    with book.read() as connection:
        found = overrides(connection, book.village_id).get(TEMPLATE)
    return cast("Template", found[-1][2]) if found and found[-1][2] else {}


def lines(book: Book) -> list[SlotLine]:
    """Return every slot in its order, those switched off too.

    Raises:
        UserError: the stored template cannot be understood.
    """
    template = stored(book)
    silent = off(template)
    return [_line(slot, slot.id in silent) for slot in _every(template)]


def _line(slot: Slot, silent: bool) -> SlotLine:
    if len(slot.needed) == len(MODES):
        needed = "都要"
    else:
        needed = "、".join(slot.needed) + ("要" if slot.needed else "按需")
    return SlotLine(slot.id, PARTS[slot.part], slot.title, DAY_WORDS[slot.due], needed, silent, slot.own)


def change(book: Book, edit: Edit, *, actor: str) -> Changed:
    """Change the template; one operation.

    Raises:
        UserError: a slot is unknown, a title is empty or too long, or the note at the end is to be moved or left out.
    """
    template: dict[str, Any] = {} if edit.reset else dict(stored(book))
    template["names"] = {**template.get("names", {}), **edit.names}
    silent = [slot for slot in template.get("off", []) if slot not in edit.back]
    template["off"] = [*silent, *(slot for slot in edit.off if slot not in silent)]
    if edit.new is not None:
        template["own"] = [*template.get("own", []), _new(template, edit.new)]
    if LAST in edit.off or any(LAST in pair for pair in edit.before):
        raise UserError("dossier.template", "备考表是最后一页，不能停用，也不能移动", "")
    order = [slot.id for slot in _every(template)]
    if edit.before:
        for moved, target in edit.before:
            if moved not in order or target not in order or moved == target:
                raise UserError("dossier.template", f"不能把“{moved}”排到“{target}”前面", "请核对位置")
            order.remove(moved)
            order.insert(order.index(target), moved)
        template["order"] = order
    _every(template)
    kept = {key: value for key, value in template.items() if value}
    return set_override(book, TEMPLATE, kept, actor=actor, reason="档案目录样式")


def _new(template: Mapping[str, Any], new: tuple[str, str, str, bool]) -> dict[str, Any]:
    title, part, due, needed = new
    used = [int(item["id"].removeprefix(OWN)) for item in template.get("own", [])]
    part = next((key for key, words in PARTS.items() if words == part), part)
    due = next((key for key, words in DAY_WORDS.items() if words == due), due)
    return {"id": f"{OWN}{max(used, default=0) + 1}", "title": title, "part": part, "due": due, "needed": needed}


def _every(template: Template) -> tuple[Slot, ...]:
    try:
        return every(template)
    except TemplateError as error:
        raise UserError("dossier.template", str(error), "请核对位置；用 --reset 可以恢复原样") from None
