"""XML parts of finished files (office documents, XMP), read with suspicion.

No part is parsed that declares a document type: nothing an office program writes needs one, and entities could make a
small file a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

Element = ElementTree.Element

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)|<\0!\0D\0O\0C\0", re.IGNORECASE)
#: What begins a text of its own; what stands in pieces inside it is one text to the reader.
PARAGRAPHS = frozenset({"p", "si", "is", "comment", "threadedComment", "TextCode"})
#: Attributes in which people's text stands; others hold ids, colours and sizes.
_TOLD = frozenset({
    "name", "tooltip", "display", "location", "descr", "title", "alt", "author", "initials", "displayName", "string",
    "caption", "Target", "href", "string-value", "prompt", "promptTitle", "error", "errorTitle", "v", "tag", "value",
})  # fmt: skip
#: Programs write ids and times into these.
_MADE = re.compile(
    r"(?:ID|Id|Date|Version|Time|about|stamp|format|Tool|digest|SerialNumber)$|^(?:when|instanceID|lang)", re.ASCII)
#: Stands around a value; what the value is its parent says.
_WRAPPING = frozenset({"li", "Alt", "Seq", "Bag", "Description", "lpwstr", "lpstr", "bstr", "vector", "variant"})


class UnreadableError(ValueError):
    """A part that is not read: broken, or it declares entities."""


def parse(data: bytes) -> Element:
    """Return a part's root.

    Raises:
        UnreadableError: it cannot be read, or declares a document type.
    """
    if _DECLARES.search(data[:100_000]):
        raise UnreadableError("declares a document type")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise UnreadableError(str(error)) from error


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def joined(element: Element) -> str:
    """Return all text in an element as one, line breaks and tabs in their places."""
    parts: list[str] = []
    for one in element.iter():
        if local(one.tag) in ("br", "cr", "line-break") and one is not element:
            parts.append("\n")
        elif local(one.tag) in ("tab", "s") and one is not element:
            parts.append("\t")
        if one.text and local(one.tag) != "rPh":
            parts.append(one.text)
        if one is not element and one.tail and one.tail.strip():
            parts.append(one.tail)
    return "".join(parts)


def texts(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the texts of a part, paragraph by paragraph, then those outside of them; each with its element."""
    inside: set[int] = set()
    for element in root.iter():
        if id(element) in inside or not isinstance(element.tag, str):
            continue
        if local(element.tag) in PARAGRAPHS:
            inside.update(id(one) for one in element.iter())
            yield joined(element), element
        elif element.text and element.text.strip():
            yield element.text, element


def attributes(root: Element) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the attributes in which people's text may stand."""
    for element in root.iter():
        for name, value in element.items():
            if local(name) in _TOLD and value:
                yield local(name), value


def properties(root: Element) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of everything a description of a file says (XMP, docProps), ids and times left out."""
    above: dict[int, str] = {}
    for element in root.iter():
        name = local(element.tag)
        # The text of a list stands in rdf:li; what it is the list's parent says.
        name = above.get(id(element), name) if name in _WRAPPING else element.get("name") or name
        above.update((id(child), name) for child in element)
        if element.text and element.text.strip() and not _MADE.search(name):
            yield name, element.text.strip()
        for key, value in element.items():
            if value and not _MADE.search(local(key)) and "xmlns" not in key:
                yield local(key), value
