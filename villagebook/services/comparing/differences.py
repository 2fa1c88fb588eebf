"""What differs between the lists, one line each: a to-do list."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from villagebook.importing import field_of
from villagebook.models import FieldInfo
from villagebook.services.comparing.cells import extras, loose, same, text_of
from villagebook.services.comparing.entries import HOUSEHOLDS, PEOPLE, Entry
from villagebook.services.comparing.names import SAME, alike, squeezed
from villagebook.services.comparing.pairing import Paired, Subject, ref

ADDED, GONE, CHANGED, MOVED, ALIKE, AMBIGUOUS = "added", "gone", "changed", "moved", "alike", "ambiguous"

#: Fields of the household that a list of persons repeats in every member's row: told once a household.
_SHARED = ("household.", "household_year.", "status_period.")
#: What says where a person belongs: told as another household, not as a changed cell.
_PLACE = frozenset({"membership.household_code"})
#: What is volatile, the row's own, or said by the subject already.
_NEVER = frozenset({"household.head_code"})


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One line.

    Attributes:
        id: The same whenever the same lists are compared.
        kind: ADDED, GONE, CHANGED, MOVED, ALIKE or AMBIGUOUS.
        about: PEOPLE or HOUSEHOLDS.
        who, code: The subject as people call it.
        what: The heading of the changed cell; for the other kinds in words.
        texts: What each list says; "" where it says nothing.
        note: By what the rows were found to be one, or why nobody can say.
        info: The field of a changed cell; None for a heading no field is known for.
        value_id: Its value id.
        rows: The rows of each list.
        household: The household of the book it is about; None if the book has none.
    """

    id: str
    kind: str
    about: str
    who: str
    code: str
    what: str
    texts: tuple[str, ...]
    note: str
    rows: tuple[tuple[Entry, ...], ...]
    info: FieldInfo | None = None
    value_id: str = ""
    household: uuid.UUID | None = None

    @property
    def entries(self) -> tuple[Entry | None, ...]:
        """The first row of each list."""
        return tuple(rows[0] if rows else None for rows in self.rows)

    @property
    def pair(self) -> tuple[object, object] | None:
        """The two rows that are alike, as ``compare`` takes them back when a person says that they are one."""
        found = [ref(entry) for entry in self.entries if entry is not None]
        return (found[0], found[1]) if self.kind == ALIKE else None


def differences(about: str, paired: Paired, names: Sequence[str]) -> Iterator[Difference]:
    """Yield what differs, kind by kind for each subject in the order of the lists."""
    liked = {id(subject) for likeness in paired.likenesses for subject in (likeness.one, likeness.other)}
    moves = _Moves(paired.subjects)
    told: set[tuple[object, ...]] = set()
    for subject in paired.subjects:
        if subject.ambiguous:
            yield _line(AMBIGUOUS, about, subject, "分不清", tuple(_rows_words(r) for r in subject.rows),
                        subject.ambiguous)
        elif len(subject.sides) < len(subject.rows) and id(subject) not in liked:
            kind = ADDED if 0 in subject.sides else GONE
            texts = tuple("有" if side in subject.sides else "没有" for side in range(len(subject.rows)))
            yield _line(kind, about, subject, _only_in(subject, names), texts, "")
        if len(subject.sides) > 1 and not subject.ambiguous:
            yield from _of_one(about, subject, moves, told)
    for likeness in paired.likenesses:
        both = Subject([a or b for a, b in zip(likeness.one.rows, likeness.other.rows, strict=True)])
        yield _line(ALIKE, about, both, "名称相近", tuple(_rows_words(r) for r in both.rows), likeness.why)


def _of_one(about: str, subject: Subject, moves: _Moves, told: set[tuple[object, ...]]) -> Iterator[Difference]:
    moved = about == PEOPLE and moves.moved(subject)
    if moved:
        yield _line(MOVED, about, subject, "所在的户", tuple(_place_words(subject.of(s)) for s in _sides(subject)), "")
    ids = _compared(subject)
    for value_id in ids:
        if value_id in _PLACE and (moved or not moves.renamed(subject)):
            continue
        shared = about == PEOPLE and (value_id.startswith(_SHARED) or value_id in _PLACE)
        if moved and shared:
            continue
        if (line := _changed(about, subject, value_id)) is None:
            continue
        if shared:
            entry = subject.one
            said = tuple(loose(text) for text in line.texts)
            key = (entry.household or (squeezed(entry.head), entry.group), value_id, said)
            if key in told:
                continue
            told.add(key)
        yield line
    yield from _unknown(about, subject)


def _sides(subject: Subject) -> range:
    return range(len(subject.rows))


def _compared(subject: Subject) -> list[str]:
    """Return the value ids that at least two lists have a column for, in the order of the first list."""
    counts: Counter[str] = Counter(id for rows in subject.rows for row in rows[:1] for id in row.ids)
    order = [id for rows in subject.rows for row in rows[:1] for id in row.values] + sorted(counts)
    return [
        id for id in dict.fromkeys(order)
        if counts[id] > 1 and id not in _NEVER and not field_of(id).volatile and not id.endswith(".year")
    ]  # fmt: skip


def _changed(about: str, subject: Subject, value_id: str) -> Difference | None:
    info = field_of(value_id)
    rows = [rows[0] for rows in subject.rows if rows and value_id in rows[0].ids]
    # What the book knows and a list leaves empty is no difference: an empty cell says nothing.
    book = next((row for row in rows if row.of_book), None)
    if book is not None:
        rows = [row for row in rows if row.of_book or text_of(row, value_id)]
    if len(rows) < 2 or all(same(info, rows[0], row, value_id) for row in rows[1:]):
        return None
    texts = tuple(text_of(r[0], value_id) if r and r[0] in rows else "" for r in subject.rows)
    note = _by(subject)
    if info.kind == "name" and len({squeezed(text) for text in texts if text}) == 2:
        one, other = list(dict.fromkeys(text for text in texts if text))[:2]
        if (why := alike(one, other)) and why != SAME:
            note = f"名称相近：{why}" + (f"；{note}" if note else "")
    return _line(CHANGED, about, subject, info.label, texts, note, info, value_id)


def _unknown(about: str, subject: Subject) -> Iterator[Difference]:
    """Headings that no field is known for, where two lists have the same."""
    done: set[str] = set()
    for a, b in combinations([rows[0] for rows in subject.rows if rows], 2):
        for heading in extras(a, b):
            if heading in done:
                continue
            done.add(heading)
            texts = tuple(rows[0].extra.get(heading, "") if rows else "" for rows in subject.rows)
            yield _line(CHANGED, about, subject, heading, texts, _by(subject))


def _by(subject: Subject) -> str:
    return f"按{subject.by}对上" if "姓名" in subject.by or "您" in subject.by else ""


def _line(
    kind: str,
    about: str,
    subject: Subject,
    what: str,
    texts: tuple[str, ...],
    note: str,
    info: FieldInfo | None = None,
    value_id: str = "",
) -> Difference:
    one = subject.one
    book = next((row for rows in subject.rows for row in rows if row.of_book), None)
    rows = tuple(tuple(r) for r in subject.rows)
    code = next((row.code for r in rows for row in r if row.code), "")
    shared = about == PEOPLE and value_id.startswith(_SHARED)
    who = (one.head or one.name) if shared else one.who
    if shared:
        code = one.household
    said = repr((kind, about, code, who, one.number, value_id or what, texts))
    return Difference(
        hashlib.sha256(said.encode()).hexdigest()[:16], kind, about, who, code, what, texts, note, rows, info, value_id,
        book.records.get("household") if book is not None else None,
    )  # fmt: skip


def _only_in(subject: Subject, names: Sequence[str]) -> str:
    return "只在" + "、".join(names[side] for side in sorted(subject.sides))


def _rows_words(rows: Sequence[Entry]) -> str:
    return "；".join(f"{row.who}（{_where(row)}）" for row in rows)


def _where(row: Entry) -> str:
    parts = [row.group, "" if row.of_book else f"第 {row.row} 行"]
    return "，".join(part for part in parts if part) or "书里"


def _place_words(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return f"{entry.head or '户主不详'}户" + (f" {entry.household}" if entry.household else "")


class _Moves:
    """Whose household is another one now.

    A household whose code or head changed is still the same household if its members stayed together: only who left
    the others is in another one.
    """

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._same: dict[tuple[int, int], dict[object, object]] = {}
        self._kinds: dict[tuple[int, int], bool] = {}
        sides = range(len(subjects[0].rows)) if subjects else range(0)
        for a, b in combinations(sides, 2):
            pairs = [(one, other) for s in subjects if (one := s.of(a)) and (other := s.of(b)) and not s.ambiguous]
            if pairs and pairs[0][0].about != HOUSEHOLDS:
                self._learn(a, b, pairs, subjects)

    def _learn(self, a: int, b: int, pairs: list[tuple[Entry, Entry]], subjects: Sequence[Subject]) -> None:
        coded = all(sum(bool(pair[side].household) for pair in pairs) * 2 > len(pairs) for side in (0, 1))
        self._kinds[a, b] = coded
        left, right = (
            {key for s in subjects for row in s.rows[side] if (key := self._key(row, coded))} for side in (a, b)
        )
        shares: Counter[tuple[object, object]] = Counter()
        for one, other in pairs:
            here, there = self._key(one, coded), self._key(other, coded)
            if here and there and here not in right and there not in left:
                shares[here, there] += 1
        best_left: dict[object, tuple[int, object]] = defaultdict(lambda: (0, None))
        best_right: dict[object, tuple[int, object]] = defaultdict(lambda: (0, None))
        for (here, there), count in shares.items():
            if count > best_left[here][0]:
                best_left[here] = (count, there)
            if count > best_right[there][0]:
                best_right[there] = (count, here)
        self._same[a, b] = {
            here: there for here, (_, there) in best_left.items() if best_right[there][1] == here
        }

    @staticmethod
    def _key(entry: Entry, coded: bool) -> object:
        if coded:
            return entry.household or None
        return squeezed(entry.head) or None

    def moved(self, subject: Subject) -> bool:
        """Whether two lists have the subject in different households."""
        return any(self._differs(subject, a, b, known=True) for a, b in self._kinds)

    def renamed(self, subject: Subject) -> bool:
        """Whether its household goes by another code in two lists, with all who belong to it."""
        return any(self._differs(subject, a, b, known=False) for a, b in self._kinds if self._kinds[a, b])

    def _differs(self, subject: Subject, a: int, b: int, *, known: bool) -> bool:
        one, other = subject.of(a), subject.of(b)
        if one is None or other is None:
            return False
        coded = self._kinds[a, b]
        here, there = self._key(one, coded), self._key(other, coded)
        if not here or not there or here == there:
            return False
        return not known or self._same[a, b].get(here) != there
