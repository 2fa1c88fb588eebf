"""The manual cannot fall behind: generated chapters are the program's, every chapter is reached, every command told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import click
import pytest

from villagebook.base import resources
from villagebook.checks import CHECKS
from villagebook.cli import main_group
from villagebook.models import RECORDS, fields_of
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import POLICIES, assumed
from villagebook.services.manual import CHAPTERS, in_order
from villagebook.services.manual_page import body, page

FOLDER = resources.path("manual")
BY_HAND = sorted(path.name for path in FOLDER.glob("*.md") if path.name not in CHAPTERS)
#: Words of programmers that an officer need not know.
FOREIGN = ("数据库", "字段", "记录", "校验失败", "操作成功", "事务", "表单", "用户", "点击")
#: The office's own names of papers have words in them that a chapter does not use of the program.
NAMES_OF_PAPERS = ("会议记录", "一事一记录", "社会帮扶记录表")


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_is_what_the_declarations_say(name: str) -> None:
    """If this fails: python -m villagebook.services.manual, and read what changed."""
    assert resources.text(f"manual/{name}") == CHAPTERS[name]()


def test_the_page_of_all_chapters_is_what_the_chapters_say() -> None:
    """If this fails: python -m villagebook.services.manual."""
    assert resources.text("manual/index.html") == page(in_order(FOLDER))


def test_every_chapter_is_reached_from_the_first() -> None:
    assert sorted(in_order(FOLDER)) == sorted(path.name for path in FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", BY_HAND)
def test_links_lead_to_chapters_that_are_there(name: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", resources.text(f"manual/{name}")):
        assert (FOLDER / link).is_file(), link


@pytest.mark.parametrize("name", BY_HAND)
def test_a_chapter_written_by_hand_uses_the_words_of_the_office(name: str) -> None:
    text = resources.text(f"manual/{name}")
    assert re.match(r"# \S", text)
    for paper in NAMES_OF_PAPERS:
        text = text.replace(paper, "")
    assert [word for word in FOREIGN if word in text] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_is_told_with_its_source(check) -> None:
    line = next(line for line in resources.text("manual/checks.md").splitlines() if f"`{check.id}`" in line)
    assert check.title in line
    assert ("待核实" in line) == check.source.startswith("assumed")


def test_every_policy_is_told_and_the_assumed_are_marked() -> None:
    lines = resources.text("manual/policies.md").splitlines()[4:]
    assert len(lines) == sum(len(policy.values) for policy in POLICIES)
    marked = {line.split(" | ")[0].removeprefix("| ") for line in lines if "待核实" in line}
    assert marked == {policy.title for policy in assumed()}


def test_every_field_that_lists_bring_is_told_with_its_other_names() -> None:
    text = resources.text("manual/fields.md")
    for record in RECORDS:
        for field in fields_of(record):
            if field.synonyms:
                assert f"| {record.title} | {field.label} | {'、'.join(field.synonyms)} |" in text


def test_every_kind_of_notice_is_named_where_notices_are_explained() -> None:
    text = resources.text("manual/notices.md")
    assert [kind.id for kind in NOTICE_KINDS if f"{kind.number} {kind.name}" not in text] == []


def commands() -> list[str]:
    """Every command as typed: import, notice post …"""
    found = []
    for name, command in main_group.commands.items():
        if isinstance(command, click.Group):
            found += [f"{name} {inner}" for inner in command.commands]
        elif not command.hidden:
            found.append(name)
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_told(command: str) -> None:
    told = resources.text("manual/commands.md")
    group, _, inner = command.partition(" ")
    assert f"villagebook {group} " in told
    if inner:
        assert re.search(rf"villagebook {group} 书\.vbook {inner}\b|`{inner}`", told), command


def every(group: click.Group) -> Iterator[click.Command]:
    """Every command of a group, and of the groups in it."""
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from every(command)


def test_options_that_are_told_exist() -> None:
    known = {option for command in every(main_group) for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]*", resources.text("manual/commands.md"))) <= known


# --- the page for the browser -----------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What a browser makes of the page: texts, anchors, links; elements must be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        for name, value in attributes:
            assert name not in ("src", "onclick")
            if name == "id":
                self.anchors.add(value or "")
            if name == "href":
                self.links.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)


@pytest.fixture(scope="module")
def read() -> Reader:
    """The page, read."""
    reader = Reader()
    reader.feed(resources.text("manual/index.html"))
    assert reader.open == []
    return reader


def test_the_page_needs_nothing_from_outside(read: Reader) -> None:
    assert all(link.startswith("#") and link[1:] in read.anchors for link in read.links)
    assert len(read.anchors) == len(in_order(FOLDER))


def test_every_word_of_the_chapters_is_on_the_page(read: Reader) -> None:
    shown = re.sub(r"\s", "", "".join(read.texts))
    for name, text in in_order(FOLDER).items():
        for line in text.splitlines():
            bare = re.sub(r"\]\([^)]*\)|[\s#*`>|\[\]]|^\d+\.|^-+$", "", line.strip())
            if not re.fullmatch(r"[-\s]*", bare):
                assert bare in re.sub(r"[#*`>|\[\]]", "", shown), (name, line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题", "<h1>标题</h1>\n"),
        ("一行\n二行", "<p>一行二行</p>\n"),
        ("一 < 二 & 三", "<p>一 &lt; 二 &amp; 三</p>\n"),
        ("* 甲\n  接着\n* 乙", "<ul>\n<li>甲接着</li>\n<li>乙</li>\n</ul>\n"),
        ("1. 甲\n   * 丙\n2. 乙", "<ol>\n<li>甲<ul>\n<li>丙</li>\n</ul></li>\n<li>乙</li>\n</ol>\n"),
        (
            "| 甲 | 乙 |\n|---|---|\n| 1 | |",
            "<table>\n<tr><th>甲</th><th>乙</th></tr>\n<tr><td>1</td><td></td></tr>\n</table>\n",
        ),
        ("**粗** `码` [名](start.md)", '<p><strong>粗</strong> <code>码</code> <a href="#start">名</a></p>\n'),
        ("> 引\n> 文", "<blockquote>引文</blockquote>\n"),
    ],
)  # fmt: skip
def test_the_little_markdown_of_the_manual(text: str, expected: str) -> None:
    assert body(text) == expected
