"""Which rows of two or three lists are one person or one household.

By code, then by the first 18 of the number, then by name, birth and household: as an import matches. What fits several
is ambiguous and told; what only resembles (alike) is told as such; nothing is joined by likeness.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from villagebook.base.resident_ids import fits_mask, is_masked
from villagebook.base.text import fold_code
from villagebook.services.comparing.entries import HOUSEHOLDS, PEOPLE, Entry
from villagebook.services.comparing.names import SAME, alike, has_gap, sounds, squeezed

_NUMBER_OF = {PEOPLE: "person.id_number", HOUSEHOLDS: "household.head_id_number"}
Key = Callable[[Entry], Hashable | None]

#: Digits in which two numbers may differ and still look like one number mistyped.
_SLIPS = 2


@dataclass(slots=True, eq=False)
class Subject:
    """One person or household over all lists.

    Attributes:
        rows: For each list its rows about it: none, one, or several if it is ambiguous.
        by: By what the rows were found to be one: 编号, 证件号码, 姓名 …; "" for a subject of one list.
        ambiguous: Why nobody can say which row belongs to which; "" if they can.
    """

    rows: list[list[Entry]]
    by: str = ""
    ambiguous: str = ""

    @property
    def one(self) -> Entry:
        """Any row, the first list's first."""
        return next(row for rows in self.rows for row in rows)

    def of(self, side: int) -> Entry | None:
        """The row of a list."""
        return self.rows[side][0] if self.rows[side] else None

    @property
    def sides(self) -> frozenset[int]:
        """The lists that have it."""
        return frozenset(side for side, rows in enumerate(self.rows) if rows)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two subjects of different lists that may be one."""

    one: Subject
    other: Subject
    why: str


@dataclass(slots=True)
class Paired:
    """All subjects, and which of them may be one."""

    subjects: list[Subject] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pass:
    by: str
    key: Key
    by_name: bool = False
    weak: bool = False


def _born_in(where: Callable[[Entry], str]) -> Key:
    return lambda e: (squeezed(e.name), e.born, where(e)) if e.name and e.born and where(e) else None


def _named_in(where: Callable[[Entry], str]) -> Key:
    return lambda e: (squeezed(e.name), where(e)) if e.name and where(e) else None


_PEOPLE = (
    _Pass("人口编号", lambda e: e.code or None),
    _Pass("证件号码", lambda e: e.number or None),
    _Pass("姓名、出生日期、户", _born_in(lambda e: e.household), by_name=True),
    _Pass("姓名、出生日期、户", _born_in(lambda e: squeezed(e.head)), by_name=True),
    _Pass("姓名、户", _named_in(lambda e: e.household), by_name=True),
    _Pass("姓名、户", _named_in(lambda e: squeezed(e.head)), by_name=True),
    _Pass("姓名", lambda e: squeezed(e.name) or None, by_name=True, weak=True),
)
_HOUSEHOLDS = (
    _Pass("户编号", lambda e: e.code or None),
    _Pass("户主证件号码", lambda e: e.number or None),
    _Pass("户主姓名、村民小组", _named_in(lambda e: squeezed(e.group)), by_name=True),
    _Pass("户主姓名", lambda e: squeezed(e.name) or None, by_name=True, weak=True),
)


def pair(sides: Sequence[Sequence[Entry]], joined: frozenset[tuple[Hashable, Hashable]] = frozenset()) -> Paired:
    """Return the subjects of the lists, in the order of the first list that has them.

    Args:
        joined: Pairs of ``ref`` that a person said are one.
    """
    subjects: list[Subject] = []
    for side, entries in enumerate(sides):
        subjects += _add(subjects, side, list(entries), len(sides), joined)
    whole = [subject for subject in subjects if subject.sides]
    return Paired(whole, _likenesses(whole))


def ref(entry: Entry) -> tuple[int, str, str, int]:
    """What tells an entry apart from all others."""
    key = str(entry.records.get("person") or entry.records.get("household") or "")
    return (entry.side, entry.about, entry.sheet or key, entry.row)


def _add(
    subjects: list[Subject],
    side: int,
    entries: list[Entry],
    total: int,
    joined: frozenset[tuple[Hashable, Hashable]],
) -> list[Subject]:
    """Put a list's entries to the subjects they are of; return new subjects for the others."""
    open_subjects = list(subjects)
    if joined and subjects:
        _join(open_subjects, side, entries, joined)
    passes = _HOUSEHOLDS if entries and entries[0].about == HOUSEHOLDS else _PEOPLE
    shared = _shared_names(subjects, entries)
    for one in passes:
        if open_subjects and entries:
            _one_pass(one, open_subjects, side, entries, shared)
    return [Subject([[entry] if place == side else [] for place in range(total)]) for entry in entries]


def _join(
    subjects: list[Subject], side: int, entries: list[Entry], joined: frozenset[tuple[Hashable, Hashable]]
) -> None:
    for subject in list(subjects):
        known = {ref(row) for rows in subject.rows for row in rows}
        for entry in entries:
            if any((a in known and b == ref(entry)) or (b in known and a == ref(entry)) for a, b in joined):
                subject.rows[side] = [entry]
                subject.by = "您说是同一个"
                subjects.remove(subject)
                entries.remove(entry)
                break


def _shared_names(subjects: Sequence[Subject], entries: Sequence[Entry]) -> frozenset[str]:
    """Return the names that a list gives to more than one, those too that were told apart by better marks."""
    found: set[str] = set()
    lists = zip(*(subject.rows for subject in subjects), strict=True)
    for rows in (*lists, [[entry] for entry in entries]):
        counts = Counter(name for of_one in rows for name in {squeezed(row.name) for row in of_one})
        found.update(name for name, count in counts.items() if count > 1)
    return frozenset(found)


def _one_pass(
    one: _Pass, subjects: list[Subject], side: int, entries: list[Entry], shared: frozenset[str]
) -> None:
    by_key: dict[Hashable, list[Subject]] = defaultdict(list)
    for subject in subjects:
        for key in {one.key(row) for rows in subject.rows for row in rows} - {None}:
            by_key[key].append(subject)
    found: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if (key := one.key(entry)) in by_key:
            found[key].append(entry)
    gone_subjects: set[int] = set()
    gone_entries: set[int] = set()
    for key, mine in found.items():
        theirs = [s for s in by_key[key] if id(s) not in gone_subjects]
        for subjects_of, entries_of in _groups(one, theirs, mine):
            _settle(one, subjects_of, entries_of, side)
            if one.weak and key in shared and not subjects_of[0].ambiguous:
                # Who of the name is left over when the others are told apart need not be the same one.
                subjects_of[0].ambiguous = f"{one.by}相同的不止一个，只凭{one.by}分不清"
            gone_subjects.update(map(id, subjects_of))
            gone_entries.update(map(id, entries_of))
    subjects[:] = [s for s in subjects if id(s) not in gone_subjects]
    entries[:] = [e for e in entries if id(e) not in gone_entries]


def _groups(
    one: _Pass, subjects: list[Subject], entries: list[Entry]
) -> Iterable[tuple[list[Subject], list[Entry]]]:
    """Of what shares one key: what is one, and what nobody can tell apart."""
    if one.by_name:
        fitting = [e for e in entries if any(_may_be_one(one, s, e) for s in subjects)]
        subjects = [s for s in subjects if any(_may_be_one(one, s, e) for e in fitting)]
        entries = fitting
    elif len(subjects) + len(entries) > 2:
        # Of several with one number the names tell which is which.
        named: dict[str, tuple[list[Subject], list[Entry]]] = defaultdict(lambda: ([], []))
        for subject in subjects:
            named[squeezed(subject.one.name)][0].append(subject)
        for entry in entries:
            named[squeezed(entry.name)][1].append(entry)
        clear = [group for group in named.values() if len(group[0]) == len(group[1]) == 1]
        yield from clear
        subjects = [s for s in subjects if not any(s in group[0] for group in clear)]
        entries = [e for e in entries if not any(e is group[1][0] for group in clear)]
    if subjects and entries:
        yield subjects, entries


def _settle(one: _Pass, subjects: list[Subject], entries: list[Entry], side: int) -> None:
    first, *others = subjects
    first.rows[side] = entries
    first.by = first.by or one.by
    if others or len(entries) > 1:
        first.ambiguous = f"{one.by}相同的不止一行，分不清哪一行对哪一行"
        for other in others:
            for place, rows in enumerate(other.rows):
                first.rows[place] = [*first.rows[place], *rows] if place != side else first.rows[place]
            other.rows = [[] for _ in other.rows]


def _may_be_one(one: _Pass, subject: Subject, entry: Entry) -> bool:
    rows = [row for rows in subject.rows for row in rows]
    if any(_speaks_against(row, entry) for row in rows):
        return False
    # A name alone is enough only where one of the two has nothing better to be known by.
    return not one.weak or any(_is_weak(row) or _is_weak(entry) for row in rows)


def _speaks_against(a: Entry, b: Entry) -> bool:
    if a.number and b.number and a.number != b.number:
        return True
    if a.born and b.born and a.born != b.born:
        return True
    if _masked_against(a, b) or _masked_against(b, a):
        return True
    return bool(a.about == HOUSEHOLDS and a.code and b.code and a.code != b.code)


def _masked_against(a: Entry, b: Entry) -> bool:
    masked = fold_code(a.raw.get(_NUMBER_OF[a.about], "")) if not a.number and b.number else ""
    return is_masked(masked) and not fits_mask(masked, b.number)


def _is_weak(entry: Entry) -> bool:
    return not entry.code and not entry.number and (entry.born is None or not entry.head)


# Likeness


def _likenesses(subjects: list[Subject]) -> list[Likeness]:
    lone = [s for s in subjects if s.sides and not s.ambiguous and len(s.sides) < len(s.rows)]
    by_sound: dict[str, list[Subject]] = defaultdict(list)
    gaps: list[Subject] = []
    for subject in lone:
        for name in {row.name for rows in subject.rows for row in rows} | {subject.one.former}:
            for sound in sounds(name) if name else ():
                by_sound[sound].append(subject)
        if has_gap(subject.one.name):
            gaps.append(subject)
    by_length: dict[int, list[Subject]] = defaultdict(list)
    if gaps:
        for subject in lone:
            by_length[len(squeezed(subject.one.name))].append(subject)
    found: list[Likeness] = []
    taken: set[int] = set()
    for subject in lone:
        near = [other for sound in _sounds_of(subject) for other in by_sound[sound]]
        if subject in gaps:
            near += by_length[len(squeezed(subject.one.name))]
        for other in near:
            if id(subject) in taken or id(other) in taken or other is subject or other.sides & subject.sides:
                continue
            if why := _why_alike(subject.one, other.one):
                one, two = sorted((subject, other), key=lambda s: min(s.sides))
                found.append(Likeness(one, two, why))
                taken |= {id(one), id(two)}
    return found


def _sounds_of(subject: Subject) -> set[str]:
    names = [name for name in (subject.one.name, subject.one.former) if name]
    return {sound for name in names for sound in sounds(name)}


def _why_alike(a: Entry, b: Entry) -> str:
    """Return why two rows may be one; "" if nothing but the name speaks for it."""
    why = alike(a.name, b.name, (a.former or None, b.former or None))
    if not why or (a.born and b.born and a.born != b.born and not _near(a.number, b.number)):
        return ""
    place = _same_place(a, b)
    if a.about == HOUSEHOLDS:
        # Two households of one group whose heads are read alike, or whose numbers differ by a slip.
        sure = _near(a.number, b.number) if a.number and b.number else bool(place)
    elif a.number and b.number:
        sure = bool(place) or _near(a.number, b.number)
    else:
        sure = bool(place) or (a.born is not None and a.born == b.born)
    if not sure:
        return ""
    parts = [why, place]
    if a.born and a.born == b.born:
        parts.append("出生日期相同")
    if a.number and b.number:
        parts.append("证件号码不同")
    return "，".join(part for part in parts if part)


def _same_place(a: Entry, b: Entry) -> str:
    if a.about == HOUSEHOLDS:
        return "同一个组" if a.group and a.group == b.group else ""
    if a.household and b.household:
        return "同一户" if a.household == b.household else ""
    own = a.head == a.name or b.head == b.name
    return "同一户" if a.head and b.head and not own and alike(a.head, b.head) == SAME else ""


def _near(one: str, other: str) -> bool:
    return len(one) == len(other) == 18 and sum(a != b for a, b in zip(one, other, strict=True)) <= _SLIPS
