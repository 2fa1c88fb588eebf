"""Names of people under age beside a school: together they tell where a child is to be found.

A name alone is no leak (households are listed by their head, and a head may have a child's name); a name with the
child's own school, or with a word that tells a school or class, in the same line, row or cell is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from villagebook.exporting.leaks.scene import Scene, Span

#: 班 is a class only behind a number or 级; 班子, 班组, 值班 and 培训班 are none.
_SCHOOL = re.compile(
    "小学|中学|初中|高中|幼儿园|职校|技校|特教|就读|在校|辍学|年级"
    "|[一二三四五六七八九十0-9)级][)]?班(?![子组次车长])|[大中小]班(?![子组])"
)


def children(scene: Scene) -> Iterator[Span]:
    """Yield the names of the book's children that stand beside a school."""
    known = scene.rules.children
    if not known.names.has_texts:
        return
    for start, end in known.names.texts_in(scene.found.text):
        name = scene.found.text[start:end]
        # The name's own characters are no school: 林小 in 林小学.
        line = scene.line_of((start, end)).replace(name, "\0", 1)
        if _SCHOOL.search(line) or any(school in line for school in known.schools_of(name)):
            yield start, end
