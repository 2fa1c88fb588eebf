"""The list of findings: by check or by whose they are, with what stands there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from villagebook.base.findings import Finding, Severity
from villagebook.services import corrections
from villagebook.services.acknowledge import Acknowledged
from villagebook.services.corrections import Correction
from villagebook.ui.findings import Report
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.widgets.lists import Choosable

#: Severity -> (tone, icon).
LOOKS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("late", "circle-x"),
    Severity.WARNING: ("due", "triangle-alert"),
    Severity.INFO: ("info", "info"),
}
#: Where a finding is: id -> (words, icon, tables of its records).
AREAS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "people": ("人", "user", ("person", "membership", "person_year")),
    "households": ("农户", "users", ("household", "household_year", "income_item", "status_period")),
    "projects": ("项目", "construction", (
        "project", "project_source", "roster_line", "benefit_agreement", "benefit_line")),
    "funds": ("资金", "coins", ("fund_entry",)),
    "notices": ("公示", "megaphone", ("notice",)),
    "other": ("其他", "file-text", ()),
}
ALL, UNCHECKED, TRUE = "all", "unchecked", "true"
BY_CHECK, BY_HOLDER = "check", "holder"
_AREA_OF = {table: area for area, (_, _, tables) in AREAS.items() for table in tables}

FindingKey = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: a choice of the side column, a text, and how it is grouped."""

    choice: str = ALL
    text: str = ""
    by: str = BY_CHECK


@dataclass(frozen=True)
class Listing:
    """A report with keys that mean the same findings after the checks ran again.

    Attributes:
        report: What the checks found.
        findings: Key -> finding, in the report's order.
        corrected: Keys of those corrected since.
    """

    report: Report
    findings: Mapping[FindingKey, Finding] = field(default_factory=dict)
    corrected: frozenset[FindingKey] = frozenset()

    @classmethod
    def of(cls, report: Report) -> Listing:
        """Return the listing of a new report."""
        seen: Counter[tuple[str, str, str]] = Counter()
        found: dict[FindingKey, Finding] = {}
        for finding in report.findings:
            where = "/".join(finding.record) if finding.record is not None else finding.subject
            key = (finding.id, where, finding.field)
            found[(*key, seen[key])] = finding
            seen[key] += 1
        return cls(report, found)


def area_of(finding: Finding) -> str:
    """Return the area of AREAS a finding is in."""
    return _AREA_OF.get(finding.record[0], "other") if finding.record is not None else "other"


def choices(listing: Listing) -> tuple[Choosable, ...]:
    """Return the lines of the side column, with counts; areas without findings are left out."""
    severities = Counter(finding.severity for finding in listing.findings.values())
    areas = Counter(area_of(finding) for finding in listing.findings.values())
    lines = [Choosable("全部提示", ALL, "list-checks", "", f"{len(listing.findings):,}"), Choosable("轻重")]
    for severity, (tone, icon) in LOOKS.items():
        lines.append(Choosable(severity.label, f"severity={severity}", icon, tone, f"{severities[severity]:,}"))
    if areas:
        lines.append(Choosable("哪里的"))
    lines += [
        Choosable(words, f"area={area}", icon, "", f"{areas[area]:,}")
        for area, (words, icon, _) in AREAS.items() if areas[area]
    ]  # fmt: skip
    held = acknowledged(listing.report)
    if held or listing.report.unchecked:
        lines.append(Choosable("不再提示的"))
    if held:
        lines.append(Choosable("情况属实", TRUE, "stamp", "ok", f"{len(held):,}"))
    if listing.report.unchecked:
        lines.append(Choosable("未检查", UNCHECKED, "circle-dashed", "", f"{len(listing.report.unchecked):,}"))
    return tuple(lines)


def acknowledged(report: Any) -> Sequence[Acknowledged]:
    """Return what keeps findings quiet in a report of the checks."""
    return getattr(report, "acknowledged", ())


class ChecksSource:
    """Findings under their checks (models.rows.Source); ``listing`` is set by the page."""

    columns = (
        Column("who", "谁", "name", width=132, sortable=False),
        Column("field", "栏目", width=112, sortable=False),
        Column("value", "现在的值", width=132, sortable=False),
        Column("message", "提示", "note", width=180, stretch=1, rank=1, sortable=False),
        Column("origin", "来源", width=172, rank=2, sortable=False),
    )

    def __init__(self) -> None:
        self.listing: Listing | None = None

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Any) -> Sequence[Key | Group]:
        listing, wanted = self.listing, filter if isinstance(filter, Wanted) else Wanted()
        if listing is None:
            return []
        if wanted.choice == TRUE:
            return _held(acknowledged(listing.report), wanted.text)
        found = {key: one for key, one in listing.findings.items() if _is_wanted(one, wanted.choice)}
        looked: dict[FindingKey, Correction] = {}
        if wanted.text or wanted.by == BY_HOLDER:
            looked = dict(zip(found, self._look(book, listing, list(found)), strict=True))
            found = {key: one for key, one in found.items() if _matches(looked[key], wanted.text)}
        if wanted.by == BY_HOLDER:
            rows = _by_holder(found, looked)
        else:
            rows = _by_check(found)
        if wanted.choice in (ALL, UNCHECKED) and not wanted.text:
            rows += _unchecked(listing.report.unchecked, folded=wanted.choice == ALL)
        return rows

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        listing = self.listing
        if listing is None:
            return [{} for _ in keys]
        if keys and is_held(keys[0]):
            words = [word for key in keys if (word := self.held(key)) is not None]
            looked = corrections.look(book, [_finding(word) for word in words], {})
            return [_held_row(word, found.who) for word, found in zip(words, looked, strict=True)]
        known = [key for key in keys if key in listing.findings]
        looked = dict(zip(known, self._look(book, listing, known), strict=True))
        return [self._dress(listing, key, looked.get(key)) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}

    def held(self, key: Any) -> Acknowledged | None:
        """Return the acknowledgement of a key."""
        words = acknowledged(self.listing.report) if self.listing is not None else ()
        return next((word for word in words if word.key == key[1]), None)

    def correction(self, book: Any, key: Key) -> Correction | None:
        """Return one finding with what is known of its record; called in the reader's thread."""
        listing = self.listing
        if listing is None or key not in listing.findings:
            return None
        return self._look(book, listing, [key])[0]

    @staticmethod
    def _look(book: Any, listing: Listing, keys: Sequence[Any]) -> Sequence[Correction]:
        return corrections.look(book, [listing.findings[key] for key in keys], listing.report.owners)

    @staticmethod
    def _dress(listing: Listing, key: Any, looked: Correction | None) -> dict[str, Any]:
        if looked is None:
            title, _, missing = str(key[1]).partition("：未检查") if key[0] == UNCHECKED else ("", "", "")
            return {"who": title, "message": missing.strip("（）"), ROW_STATE: "muted"}
        message: Any = looked.finding.message
        if key in listing.corrected:
            message = Cell("已改，正在重新核查", tone="ok", icon="check")
        return {
            "who": Cell(looked.who, tip=looked.code),
            "field": looked.finding.field,
            "value": looked.value,
            "message": Cell(message, tip=looked.finding.message) if isinstance(message, str) else message,
            "origin": Cell(looked.origin, tone="mute"),
        }


def _is_wanted(finding: Finding, choice: str) -> bool:
    kind, _, value = choice.partition("=")
    if kind == "severity":
        return finding.severity == value
    if kind == "area":
        return area_of(finding) == value
    return choice == ALL


def _matches(looked: Correction, text: str) -> bool:
    said = f"{looked.who} {looked.code} {looked.finding.field} {looked.finding.message} {looked.title}"
    return all(word in said for word in text.split())


def _by_check(found: Mapping[FindingKey, Finding]) -> list[Key | Group]:
    from villagebook import checks

    of_check: dict[str, list[FindingKey]] = {}
    for key, finding in found.items():
        of_check.setdefault(finding.id, []).append(key)
    rows: list[Key | Group] = []
    for check_id, keys in of_check.items():
        check = checks.CHECKS.get(check_id)
        title = check.title if check is not None else check_id
        rows.append(_group(check_id, title, [found[key] for key in keys]))
        rows.extend(keys)
    return rows


def _by_holder(
    found: Mapping[FindingKey, Finding], looked: Mapping[FindingKey, Correction]
) -> list[Key | Group]:
    of_holder: dict[str, list[FindingKey]] = {}
    for key in found:
        of_holder.setdefault(looked[key].holder, []).append(key)
    rows: list[Key | Group] = []
    for holder, keys in of_holder.items():
        rows.append(_group(f"holder {holder}", holder, [found[key] for key in keys]))
        rows.extend(keys)
    return rows


def is_held(key: Any) -> bool:
    """Say whether a key stands for a finding that was said to be true."""
    return isinstance(key, tuple) and len(key) == 2 and key[0] == TRUE


def _held(words: Sequence[Acknowledged], text: str) -> list[Key | Group]:
    keys: list[Key | Group] = []
    for word in words:
        said = f"{word.subject} {word.field} {word.said} {word.reason} {word.who}"
        if all(part in said for part in text.split()):
            keys.append((TRUE, word.key))
    return [Group(TRUE, "情况属实", f"{len(keys)} 个，核实过，不再提示", "stamp", "ok"), *keys]


def _finding(word: Acknowledged) -> Finding:
    """Return the finding that an acknowledgement keeps quiet."""
    return Finding(word.check, Severity.INFO, word.subject, word.field, word.said, record=word.record)


def _held_row(word: Acknowledged, who: str) -> dict[str, Any]:
    until = f"至 {word.until.isoformat()}" if word.until is not None else ""
    return {
        "who": Cell(who, tip=word.subject),
        "field": word.field,
        "value": f"{word.who} {until}".strip(),
        "message": Cell(word.reason),
        "origin": Cell(word.said, tone="mute"),
    }


def _group(id: str, title: str, findings: Sequence[Finding]) -> Group:
    order = list(Severity)
    worst = min((finding.severity for finding in findings), key=order.index)
    tone, icon = LOOKS[worst]
    counts = Counter(finding.severity for finding in findings)
    said = worst.label if len(counts) == 1 else f"其中{worst.label} {counts[worst]} 个"
    return Group(id, title, f"{len(findings):,} 个，{said}", icon, tone)


def _unchecked(lines: Sequence[str], *, folded: bool) -> list[Key | Group]:
    if not lines:
        return []
    group = Group(UNCHECKED, "未检查", f"{len(lines)} 项，书里还没有这些数", "circle-dashed", "", folded=folded)
    return [group, *((UNCHECKED, line) for line in lines)]
