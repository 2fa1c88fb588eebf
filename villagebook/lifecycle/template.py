"""The book's own template of the binder: slots renamed, reordered, switched off, added.

Stored as one JSON value::

    {"names": {"plan": "实施方案"}, "off": ["account"], "order": ["grant", "apply-meeting"],
     "own": [{"id": "own-1", "title": "用地手续", "part": "apply", "due": "granted_on", "needed": true}]}

``order`` names every slot in its order; slots it does not name (those a later version of the program brings) keep
the place behind their declared neighbour. Anything in the value that cannot be understood is an error, never
passed over, because a slot lost from the template would hide papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from villagebook.base.registry import Registry
from villagebook.lifecycle.slots import DAYS, MODES, PARTS, SLOTS, Slot

Template = Mapping[str, Any]

OWN = "own-"
LAST = "closing-note"
"""The note at the end; it stays the last."""
_TITLE_LENGTH = 40


class TemplateError(ValueError):
    """A template that cannot be used; says in one Chinese line why."""


def slots(template: Template | None) -> Registry[Slot]:
    """Return the slots of a book in their order, those switched off left out.

    Raises:
        TemplateError: the template cannot be understood.
    """
    return Registry("slots of a book", (slot for slot in every(template) if slot.id not in off(template)))


def off(template: Template | None) -> frozenset[str]:
    """Return the ids of slots that are switched off."""
    return frozenset(_texts((template or {}).get("off", ()), "off"))


def every(template: Template | None) -> tuple[Slot, ...]:
    """Return all slots of a book in their order, those switched off too.

    Raises:
        TemplateError: the template cannot be understood.
    """
    if template is None:
        return tuple(SLOTS)
    unknown = set(template) - {"names", "off", "order", "own"}
    if unknown:
        raise TemplateError(f"档案目录样式里有不认识的内容：{'、'.join(sorted(map(str, unknown)))}")
    own = [_own(item) for item in _list(template.get("own", ()), "own")]
    known = {slot.id: slot for slot in (*SLOTS, *own)}
    if len(known) != len(SLOTS) + len(own):
        raise TemplateError("档案目录里有两个位置编号相同")
    for slot_id, title in _names(template).items():
        if slot_id not in known:
            raise TemplateError(f"档案目录里没有“{slot_id}”这个位置")
        known[slot_id] = _renamed(known[slot_id], title)
    for name in ("off", "order"):
        for slot_id in _texts(template.get(name, ()), name):
            if slot_id not in known:
                raise TemplateError(f"档案目录里没有“{slot_id}”这个位置")
    return tuple(known[slot_id] for slot_id in _ordered(list(known), _texts(template.get("order", ()), "order")))


def _ordered(declared: list[str], wanted: Iterable[str]) -> list[str]:
    """Return all ids: the wanted ones in their order, each other one behind its declared neighbour."""
    out = list(dict.fromkeys(wanted))
    for place, slot_id in enumerate(declared):
        if slot_id not in out:
            before = next((d for d in reversed(declared[:place]) if d in out), None)
            out.insert(out.index(before) + 1 if before is not None else 0, slot_id)
    if LAST in out:
        out.remove(LAST)
        out.append(LAST)
    return out


def _own(item: object) -> Slot:
    if not isinstance(item, Mapping):
        raise TemplateError("自己加的位置写得不对")
    slot_id, part, due = item.get("id"), item.get("part"), item.get("due")
    if not isinstance(slot_id, str) or not slot_id.startswith(OWN):
        raise TemplateError("自己加的位置没有编号")
    if part not in PARTS or due not in DAYS:
        raise TemplateError(f"自己加的位置“{slot_id}”没有写明归哪一部分、随哪个日期")
    modes = tuple(_texts(item.get("modes", MODES), "modes")) or MODES
    if not set(modes) <= set(MODES):
        raise TemplateError(f"自己加的位置“{slot_id}”的实施方式不对")
    slot = Slot(slot_id, "", cast("str", part), cast("str", due),
                needed=modes if item.get("needed") else (), modes=modes, own=True)
    return _renamed(slot, item.get("title"))


def _renamed(slot: Slot, title: object) -> Slot:
    if not isinstance(title, str) or not title.strip() or len(title) > _TITLE_LENGTH:
        raise TemplateError(f"档案位置“{slot.title or slot.id}”的名称要有字，不超过{_TITLE_LENGTH}个字")
    return replace(slot, title=title.strip())


def _names(template: Template) -> Mapping[str, object]:
    found = template.get("names", {})
    if not isinstance(found, Mapping):
        raise TemplateError("档案目录样式的名称写得不对")
    return found


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, (list, tuple)):
        raise TemplateError(f"档案目录样式的{name}写得不对")
    return list(value)


def _texts(value: object, name: str) -> list[str]:
    found = _list(value, name)
    if not all(isinstance(item, str) for item in found):
        raise TemplateError(f"档案目录样式的{name}写得不对")
    return cast("list[str]", found)
