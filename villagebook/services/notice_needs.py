"""What a notice must say before it is frozen: whom to tell and by which phone, where it hangs, who signs.

On paper nothing is left to be written in by hand: a notice without a phone hears no objection, and what is added to a
frozen sheet is not in the book.
"""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent


def wanting(content: NoticeContent) -> Iterator[tuple[str, str]]:
    """Yield (what is missing, where it is filled in) in reading order."""
    if not content.title.strip():
        yield "题目", "在这份公示的词句里写"
    if not any(contact.phone.strip() for contact in content.contacts):
        where = "在“设置—本村”里填村办公电话，或给公示用途是“意见反映”的干部填电话"
        label = content.contact_label or "意见反映"
        yield label if label.endswith("电话") else f"{label}的电话", where
    if not content.place.strip():
        yield "张贴地点", "在“设置—本村”里填公示地点，或在这份公示的词句里写"
    if not any(signer.strip() for signer in content.signers):
        yield "落款单位", "在“设置—本村”里填落款单位"


def refuse_wanting(content: NoticeContent) -> None:
    """Refuse a notice that does not say all it must.

    Raises:
        UserError: something is missing; the message names it and where it is filled in.
    """
    found = [*wanting(content)]
    if found:
        what, where = "、".join(what for what, _ in found), "；".join(where for _, where in found)
        raise UserError("notice.wanting", f"{content.number}还没有{what}，不能定稿", f"请{where}")
