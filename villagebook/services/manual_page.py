"""The manual as one page for a browser: all chapters behind each other, nothing loaded from anywhere.

Reads the little Markdown the chapters are written in: headings, paragraphs, lists (with one level inside), tables,
quotes, **bold**, `code`, links. What it does not know it shows as text; a test reads the page again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_HEADING = re.compile(r"(#{1,4}) (.+)")
_ITEM = re.compile(r"( *)([*-]|\d+\.) (.+)")
_ROW = re.compile(r"\|(.+)\|\s*$")

_STYLE = """
body { margin: 0 auto; max-width: 46em; padding: 1.5em; font: 18px/1.75 "Noto Sans SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.7em; margin: 2.2em 0 .6em; padding-bottom: .3em; border-bottom: 2px solid; }
h2 { font-size: 1.25em; margin: 1.6em 0 .5em; }
h3 { font-size: 1.05em; margin: 1.2em 0 .4em; }
table { border-collapse: collapse; margin: 1em 0; width: 100%; font-size: .9em; }
th, td { border: 1px solid; padding: .35em .6em; text-align: left; vertical-align: top; }
code { font-family: inherit; padding: 0 .25em; background: rgba(128, 128, 128, .15); }
blockquote { margin: 1em 0; padding: .2em 1em; border-left: 4px solid; }
li { margin: .25em 0; }
@media print { body { max-width: none; font-size: 11pt; } h1 { break-before: page; } tr { break-inside: avoid; } }
"""


def page(chapters: Mapping[str, str]) -> str:
    """Return the whole manual as HTML.

    Args:
        chapters: File name (start.md) -> Markdown, in the order in which they stand.
    """
    parts = [f'<section id="{_anchor(name)}">\n{body(text)}</section>\n' for name, text in chapters.items()]
    title = re.sub(r"^#\s*", "", next(iter(chapters.values())).partition("\n")[0])
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{''.join(parts)}</body>\n</html>\n"
    )


def body(text: str) -> str:
    """Return the HTML of one chapter."""
    return "".join(f"{block}\n" for block in _blocks(text.splitlines()))


def _anchor(file_name: str) -> str:
    return file_name.removesuffix(".md").lower()


def _inline(text: str) -> str:
    """Bold, code and links of one line; links between chapters become links inside the page."""
    found = html.escape(text, quote=False)
    found = _LINK.sub(lambda m: f'<a href="{_target(m[2])}">{m[1]}</a>', found)
    found = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", found)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", found)


def _target(link: str) -> str:
    return f"#{_anchor(link)}" if link.endswith(".md") else link


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif heading := _HEADING.fullmatch(line):
            level = len(heading[1])
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
            at += 1
        else:
            end = at + 1
            while end < len(lines) and lines[end].strip() and _kind(lines[end]) in (_kind(line), "text"):
                end += 1
            yield _block(_kind(line), lines[at:end])
            at = end


def _kind(line: str) -> str:
    if _ROW.match(line):
        return "table"
    if _ITEM.match(line):
        return "list"
    if line.startswith("> "):
        return "quote"
    return "heading" if _HEADING.fullmatch(line) else "text"


def _block(kind: str, lines: Sequence[str]) -> str:
    match kind:
        case "table":
            return _table(lines)
        case "list":
            return _list(lines)
        case "quote":
            return f"<blockquote>{_inline(''.join(line.removeprefix('> ') for line in lines))}</blockquote>"
        case _:
            # Chinese lines are joined without a blank.
            return f"<p>{_inline(''.join(line.strip() for line in lines))}</p>"


def _table(lines: Sequence[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{_inline(cell)}</th>" for cell in rows[0])
    body_rows = ("".join(f"<td>{_inline(cell)}</td>" for cell in row) for row in rows[2:])
    return f"<table>\n<tr>{head}</tr>\n" + "".join(f"<tr>{row}</tr>\n" for row in body_rows) + "</table>"


def _list(lines: Sequence[str]) -> str:
    """A list whose items may hold one list of their own, told by their indentation."""
    items: list[tuple[str, list[str]]] = []
    ordered = not (_ITEM.match(lines[0]) or [""] * 3)[2].startswith(("*", "-"))
    for line in lines:
        item = _ITEM.match(line)
        if item is not None and not item[1]:
            items.append((item[3], []))
        elif item is not None:
            items[-1][1].append(line.strip())
        elif items[-1][1]:
            items[-1][1][-1] += line.strip()
        else:
            items[-1] = (items[-1][0] + line.strip(), [])
    inner = (f"<li>{_inline(text)}{_list(below) if below else ''}</li>\n" for text, below in items)
    tag = "ol" if ordered else "ul"
    return f"<{tag}>\n{''.join(inner)}</{tag}>"
