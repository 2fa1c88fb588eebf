"""The chapters of the manual that are made from declarations, so that they cannot fall behind the program.

    python -m villagebook.services.manual          writes resources/manual/*.md and index.html

A test compares the committed files with what this module gives. To add a chapter written by hand: a file, linked from
README.md. To add a generated one: one entry in CHAPTERS, and the link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from villagebook.base import resources
from villagebook.cases import LEAD, PROCEDURES, Procedure, Step
from villagebook.cases.rules import RULES
from villagebook.checks import CHECKS
from villagebook.ledgers import LEDGERS
from villagebook.lifecycle.slots import MODES, PARTS, SLOTS
from villagebook.lifecycle.stage import Stage
from villagebook.lifecycle.stages import SIDE_STATES, STAGES
from villagebook.models import RECORDS, Privacy, Project, fields_of
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import POLICIES
from villagebook.services.dossier.templates import DAY_WORDS
from villagebook.services.manual_page import page
from villagebook.services.papers import PAPERS

_PRIVACY = {Privacy.PUBLIC: "可以公开", Privacy.OFFICE: "办公用", Privacy.SECRET: "保密"}
_LABELS = {field.name: field.label for field in fields_of(Project)}
_NOT_TYPED = {"key", "ref", "sort", "bytes", "json"}


def checks() -> str:
    """All checks with weight and source."""
    rows = ((c.title, c.severity.label, _source(c.source), f"`{c.id}`") for c in CHECKS)
    return _page("核查规则", ("规则", "轻重", "依据", "编号"), rows)


def policies() -> str:
    """All policies with their values, times in force and sources."""

    def rows() -> Iterator[tuple[str, ...]]:
        for policy in POLICIES:
            for value in policy.values:
                since = value.since.isoformat() if value.since else ""
                until = f"{value.until.isoformat()} 前" if value.until else ""
                yield policy.title, policy.show(value.value), value.region, since, until, _source(value.source)

    return _page("规定一览", ("规定", "取值", "地区", "起", "止", "依据"), rows())


def fields() -> str:
    """All fields that people type or lists bring, by record."""

    def rows() -> Iterator[tuple[str, ...]]:
        for record in RECORDS:
            for field in fields_of(record):
                if field.kind not in _NOT_TYPED:
                    names = "、".join(field.synonyms)
                    yield record.title, field.label, names, field.unit or "", _PRIVACY[field.privacy]

    return _page("栏目一览", ("在哪里", "栏目", "别的叫法", "单位", "能给谁看"), rows())


def ledgers() -> str:
    """All ledgers and notice kinds with their columns."""
    rows = ((one.title, "、".join(c.heading for c in one.columns), f"`{one.id}`") for one in LEDGERS)
    kinds = ((f"{k.number} {k.name}", "、".join(k.headings), f"`{k.id}`") for k in NOTICE_KINDS)
    first = _page("台账一览", ("台账", "栏目", "编号"), rows)
    return first + "\n" + _page("公示种类", ("公示", "栏目", "编号"), kinds)


def procedures() -> str:
    """All procedures with their steps, papers, clocks and rules."""
    parts = []
    for procedure in PROCEDURES:
        rows = (
            (step.title, step.level, "、".join(step.papers), "；".join(_clocks(procedure, step)), _source(step.source))
            for step in procedure.steps
        )
        parts.append(_page(procedure.title, ("步骤", "谁办", "材料", "期限", "依据"), rows))
    rules = ((p.title, RULES[name].title, _source(RULES[name].source)) for p in PROCEDURES for name in p.rules)
    parts.append(_page("拦下的规则", ("动态", "规则", "依据"), rules))
    return "# 动态步骤一览\n\n" + "\n".join(part.replace("# ", "## ", 1) for part in parts)


def _clocks(procedure: Procedure, step: Step) -> Iterator[str]:
    """The clocks of a step in words, by the values in force now; a book may have its own."""
    for clocks, words in ((step.within, "从{}起{}内"), (step.least, "{}后要满{}")):
        for clock in clocks:
            since = "线索" if clock.since == LEAD else procedure.step(clock.since).title
            yield words.format(since, POLICIES[clock.policy].values[-1].value)


def stages() -> str:
    """All stages of a project: who does them, what they need, by when."""

    def rows() -> Iterator[tuple[str, ...]]:
        for stage in STAGES:
            only = "、".join(stage.modes) or ("除" + "、".join(stage.not_for) if stage.not_for else "")
            needs = (["会议"] if stage.meeting else []) + [NOTICE_KINDS[kind].name for kind in stage.notices]
            needs += [slot.title for slot in SLOTS if slot.due in stage.fields and slot.needed]
            title = stage.title + (f"（{only}）" if only else "")
            when = "；".join(_by_when(stage))
            yield title, stage.waits_for, "、".join(needs), when, stage.state, _source(stage.source)

    sides = ((side.title, side.back, "停下" if side.stops else "接着办", _source(side.source)) for side in SIDE_STATES)
    first = _page("项目步骤一览", ("步骤", "谁办", "要什么", "什么时候", "办完叫什么", "依据"), rows())
    return first + "\n" + _page("未通过、调整、出库、终止", ("情况", "怎么回来", "其间", "依据"), sides)


def _by_when(stage: Stage) -> Iterator[str]:
    """By when a stage is to be reached, by the values in force now."""
    for name in stage.plan:
        yield f"按{_LABELS[name]}"
    if stage.within is not None:
        yield f"{STAGES[stage.within.since].title}后{POLICIES[stage.within.policy].values[-1].value}内"
    if stage.by:
        policy = POLICIES[stage.by]
        yield f"{policy.show(policy.values[-1].value)}以前"


def binder() -> str:
    """All places of a project's binder, and the papers the program makes."""

    def rows() -> Iterator[tuple[str, ...]]:
        for slot in SLOTS:
            made = [paper.title for paper in PAPERS if paper.slot == slot.id]
            posted = [kind.name for kind in map(NOTICE_KINDS.get, slot.notices) if kind is not None]
            needed = "都要" if set(slot.needed) == set(MODES) else "、".join(slot.needed) or "按需"
            only = "" if set(slot.modes) == set(MODES) else f"（只在{'、'.join(slot.modes)}）"
            filled = "、".join([f"自动生成 {title}" for title in made] + [f"张贴的 {name}" for name in posted])
            yield PARTS[slot.part], slot.title, needed + only, DAY_WORDS[slot.due], filled, f"`{slot.id}`"

    papers = ((paper.title, "、".join(form.heading for form in paper.forms), f"`{paper.id}`") for paper in PAPERS)
    first = _page("档案目录一览", ("部分", "材料", "要不要", "随哪个日期", "怎么来", "编号"), rows())
    return first + "\n" + _page("程序能印的材料", ("材料", "表", "编号"), papers)


CHAPTERS: dict[str, Callable[[], str]] = {
    "checks.md": checks,
    "policies.md": policies,
    "fields.md": fields,
    "ledgers.md": ledgers,
    "procedures.md": procedures,
    "stages.md": stages,
    "binder.md": binder,
}


def _source(text: str) -> str:
    """The source in words; one that nobody has seen in print is marked."""
    return f"**待核实** {text.removeprefix('assumed').lstrip('; ；')}" if text.startswith("assumed") else text


def _page(title: str, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", "| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(cell.replace("|", "／").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def in_order(folder: Path) -> dict[str, str]:
    """All chapters by file name, README.md first, then as it links to them."""
    first = (folder / "README.md").read_text(encoding="utf-8")
    names = dict.fromkeys(re.findall(r"\]\((\w+\.md)\)", first))
    return {"README.md": first} | {name: (folder / name).read_text(encoding="utf-8") for name in names}


def write(folder: Path) -> None:
    """Write all generated chapters, and the page of all chapters."""
    for name, chapter in CHAPTERS.items():
        (folder / name).write_text(chapter(), encoding="utf-8")
    (folder / "index.html").write_text(page(in_order(folder)), encoding="utf-8")


if __name__ == "__main__":
    write(resources.path("manual"))
