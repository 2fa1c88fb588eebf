"""The leak scan of a finished file by its ending: what a package holds besides workbooks and PDFs is looked at, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from villagebook.exporting.leaks.pdf import scan_pdf
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.search import scan_text
from villagebook.exporting.leaks.xlsx import scan_xlsx

#: Stands between two values: no digit, no blank, so that nothing is found across them.
_BETWEEN = "\0"
_AT_ONCE = 100_000
#: Keys, hashes, salts and times of the journal: digits without meaning, made by the program.
_MADE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?:[0-9a-f]{32}){1,2}|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|\+\d\d:\d\d)?)?"
)
_STYLE, _TAG = re.compile(r"<style.*?</style>", re.DOTALL | re.IGNORECASE), re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'\b(?:title|alt|href|content)="([^"]*)"')
#: Nothing people wrote: hashes, a signature, a key.
_DULL = (".pem", ".sig", "SHA256SUMS")


def scan_file(name: str, data: bytes, rules: LeakRules) -> tuple[Hit, ...]:
    """Return what a file holds that must not leave, its name included; a kind that cannot be read is ``unchecked``."""
    hits = list(scan_text(name, rules, "文件名"))
    lower = name.lower()
    if lower.endswith(".pdf"):
        hits += scan_pdf(data, rules)
    elif lower.endswith(".xlsx"):
        hits += scan_xlsx(data, rules)
    elif lower.endswith((".html", ".htm")):
        text = data.decode("utf-8", "replace")
        attributes = _BETWEEN.join(unescape(found) for found in _ATTRIBUTE.findall(text))
        hits += scan_text(unescape(_TAG.sub(_BETWEEN, _STYLE.sub("", text))), rules)
        hits += scan_text(attributes, rules, "链接")
    elif lower.endswith((".json", ".jsonl")):
        hits += _json(data, rules)
    elif lower.endswith((".txt", ".csv", ".md")):
        hits += scan_text(data.decode("utf-8", "replace"), rules)
    elif not name.endswith(_DULL):
        hits.append(Hit("unchecked", "不能检查的文件", name))
    return tuple(hits)


def values_of(value: Any) -> Iterator[str]:
    """Yield the texts and numbers in plain JSON that people may have typed."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from values_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from values_of(item)
    elif value is not None and not isinstance(value, bool):
        text = str(value)
        if not _MADE.fullmatch(text):
            yield text


def _json(data: bytes, rules: LeakRules) -> Iterator[Hit]:
    waiting: list[str] = []
    length = 0
    lines = data.splitlines() if b"\n{" in data else [data]
    for number, line in enumerate(lines, 1):
        for text in values_of(json.loads(line)):
            waiting.append(text)
            length += len(text)
        if length > _AT_ONCE or number == len(lines):
            yield from scan_text(_BETWEEN.join(waiting), rules, f"第 {number} 行以前")
            waiting, length = [], 0
