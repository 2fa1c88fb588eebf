"""Names on notices with some of their characters hidden, where a county wants that: 林＊明.

How much is hidden is a profile, chosen per kind; without a choice names stand whole. A name is hidden in every list,
sum and sentence of the sheet. Two people who look the same then have their group beside them; where that does not
part them either, the officer is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from villagebook.base.registry import Registry
from villagebook.base.sheet import NoticeContent, SheetTable, Value

#: Full width, as wide as the character it stands for; every face of the sheets has it, and a search finds it.
MASK = "＊"
_DOT, _LISTED = "·", "、"

#: Family names of two characters that are still borne.
_COMPOUND = frozenset({
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "夏侯", "慕容", "司徒", "令狐", "东方", "端木", "长孙",
    "宇文", "司空", "钟离", "闻人", "澹台", "轩辕", "南宫", "百里", "呼延", "东郭", "西门", "独孤", "拓跋", "万俟",
    "赫连", "公冶", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "鲜于", "闾丘", "司寇", "巫马", "公西", "壤驷",
    "公良", "漆雕", "乐正", "宰父", "谷梁", "段干", "东门", "梁丘", "左丘", "范姜", "张简",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """A way of hiding names.

    Attributes:
        id: Stored in the book.
        title: What the window calls it.
        example: 林晓明 and 欧阳明德 so hidden.
        hide: Gives, of surname and given name, the text shown.
    """

    id: str
    title: str
    hide: Callable[[str, str], str]

    @property
    def example(self) -> str:
        """Two names so hidden."""
        return "、".join(mask(name, self.id) for name in ("林晓明", "欧阳明德"))


def _whole(surname: str, given: str) -> str:
    return surname + given


def _second(surname: str, given: str) -> str:
    return surname + MASK + given[1:]


def _surname_only(surname: str, given: str) -> str:
    return surname + MASK * len(given)


def _ends(surname: str, given: str) -> str:
    """First and last character; of a name of two characters the first."""
    name = surname + given
    return name[0] + MASK if len(name) == len("林明") else name[0] + MASK * (len(name) - 2) + name[-1]


NONE = "none"
PROFILES: Registry[Profile] = Registry(
    "masking profiles",
    (
        Profile(NONE, "写全名", _whole),
        Profile("second", "遮名字的第一个字", _second),
        Profile("surname", "只留姓", _surname_only),
        Profile("ends", "只留首尾两个字", _ends),
    ),
)


def mask(name: str, profile: str) -> str:
    """Return a name as a profile shows it; one of a single character stays.

    Names of two characters keep the first. A family name of two characters stays whole except under ``ends``; of a
    name with ·, and of several names in one cell, each part is hidden as if it were a name of its own.
    """
    if profile == NONE or len(name) < 2:
        return name
    for sign in (_LISTED, _DOT):
        if sign in name:
            return sign.join(mask(part, profile) for part in name.split(sign))
    cut = 2 if len(name) > 2 and name[:2] in _COMPOUND else 1
    return PROFILES[profile].hide(name[:cut], name[cut:])


def shown_names(names: Sequence[str], groups: Sequence[str], profile: str) -> list[str]:
    """Return the names of a list as a profile shows them; who looks like somebody else has the group beside."""
    hidden = [mask(name, profile) for name in names]
    bearers: dict[str, set[str]] = defaultdict(set)
    for name, text in zip(names, hidden, strict=True):
        bearers[text].add(name)
    return [
        f"{text}（{group}）" if len(bearers[text]) > 1 and group else text
        for text, group in zip(hidden, groups, strict=True)
    ]


def masked_throughout(content: NoticeContent, whole: NoticeContent, profile: str) -> NoticeContent:
    """Return the content with the names hidden in its lists hidden in sentences, other cells and sums, too.

    Args:
        whole: The same notice with whole names.
    """
    names = {name: mask(name, profile) for name in _hidden(content, whole)}
    # The longest first: 林明 is part of 林明德.
    order = sorted((name for name, text in names.items() if text != name), key=len, reverse=True)

    @cache
    def hidden(text: str) -> str:  # the cells of a long list say the same over and over
        for name in order:
            text = text.replace(name, names[name])
        return text

    def hide(value: Value) -> Value:
        return hidden(value) if isinstance(value, str) else value

    return replace(
        content,
        basis=str(hide(content.basis)),
        sentences=tuple(str(hide(sentence)) for sentence in content.sentences),
        tables=tuple(_with_cells(table, hide) for table in content.tables),
    )


def _with_cells(table: SheetTable, hide: Callable[[Value], Value]) -> SheetTable:
    kinds = [column.kind for column in table.columns]
    rows = tuple(
        tuple(hide(value) if kind == "text" else value for kind, value in zip(kinds, row, strict=True))
        for row in table.rows
    )
    return replace(table, rows=rows, totals=tuple(map(hide, table.totals)))


def unclear(content: NoticeContent, whole: NoticeContent) -> tuple[str, ...]:
    """Return the hidden names behind which several people stand on one sheet, told apart by nothing."""
    bearers: dict[tuple[Value, ...], set[str]] = defaultdict(set)
    for shown, name, group in _pairs(content, whole):
        bearers[shown, group].add(name)
    return tuple(dict.fromkeys(str(key[0]) for key, names in bearers.items() if len(names) > 1))


def _hidden(content: NoticeContent, whole: NoticeContent) -> Mapping[str, None]:
    return dict.fromkeys(name for shown, name, _ in _pairs(content, whole) if shown != name)


def _pairs(content: NoticeContent, whole: NoticeContent) -> Iterable[tuple[str, str, Value]]:
    """Yield (as shown, whole, group) of every name in the lists."""
    for table, full in zip(content.tables, whole.tables, strict=True):
        kinds = [column.kind for column in table.columns]
        group = kinds.index("group") if "group" in kinds else None
        for row, wholly in zip(table.rows, full.rows, strict=True):
            for place, kind in enumerate(kinds):
                shown, name = row[place], wholly[place]
                if kind == "name" and isinstance(shown, str) and isinstance(name, str):
                    yield shown, name, None if group is None else row[group]
