"""Dialogs about one project: a stage was reached, it leaves the way and comes back, a source of its money."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from villagebook.lifecycle.stage import SideState, Stage
from villagebook.lifecycle.stages import SIDE_STATES
from villagebook.models import Project, ProjectSource, fields_of
from villagebook.services import project_moves, project_sources, publicity
from villagebook.services.project_sources import SourceLine
from villagebook.services.projects import ProjectView
from villagebook.ui.field_views import spec, typed
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.widgets.buttons import Entry
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.line import Choice

_PROJECT = {info.name: info for info in fields_of(Project)}
_SOURCE = {info.name: info for info in fields_of(ProjectSource)}
#: Kinds that a stage's dialog asks for; numbers and long lists are filled in on the form.
_SHORT = ("text", "name", "code", "choice", "day", "long_text")


def ask_stage(context: Context, view: ProjectView, stage: Stage) -> None:
    """Ask for the day of a stage and what goes with it."""
    if stage.field:
        _ask_day(context, view, stage, {}, "")
        return
    # The meeting that decided is chosen among those of the book.
    context.runner.read(
        publicity.meetings, lambda found: _ask_meeting(context, view, stage, found), key="projects.meetings",
    )  # fmt: skip


def _ask_meeting(context: Context, view: ProjectView, stage: Stage, found: Sequence[tuple[str, str]]) -> None:
    choices = tuple(Choice(key, words) for key, words in found)
    held = view.row["meeting_id"]
    specs = (FieldSpec("meeting", "决定会议", "choice", choices=choices, wide=True),)
    lead = "选决定申报这个项目的会议。" if found else "书里还没有会议。请先在“会议”里记下这次会议，再来选。"

    def answer(said: Values) -> None:
        _reach(context, view, stage, {"meeting": uuid.UUID(said["meeting"])}, lambda _error: None)

    context.open(AskDialog(
        f"{stage.title}　{view.name}", lead, specs, {"meeting": str(held) if held else None}, context.today, "记下",
        answer, required={"meeting": "请选会议"}, width=640))  # fmt: skip


def _ask_day(context: Context, view: ProjectView, stage: Stage, said: Mapping[str, Any], refused: str) -> None:
    """Ask for the day; once more, with a reason, where it was refused."""
    beside = [name for name in stage.asks if _PROJECT[name].kind in _SHORT]
    specs = [spec(_PROJECT[name]) for name in (*stage.fields, *beside)]
    values: dict[str, Any] = {one.id: view.row[one.id] for one in specs}
    line = next(one for one in view.life.stages if one.id == stage.id)
    known = {stage.begins: line.from_on, stage.field: line.on}
    values |= {name: day for name, day in known.items() if name and values[name] is None}
    if not stage.begins and values[stage.field] is None:
        values[stage.field] = context.today()
    if refused:
        specs.append(FieldSpec("why", "原因", "long_text", wide=True, lines=2))
    lead = f"没有记下。{refused}" if refused else f"{stage.hint}。"
    kinds = {one.id: one.kind for one in specs}

    def answer(given: Values) -> None:
        days = {"on": given[stage.field], **({"from_on": given[stage.begins]} if stage.begins else {})}
        texts = {name: typed(given[name], kinds[name]) for name in beside if given[name] != view.row[name]}
        again = partial(_again, context, view, stage, given)
        _reach(context, view, stage, {**days, "texts": texts, "why": given.get("why") or ""}, again)

    required = dict.fromkeys(stage.fields, "请写日期")
    if refused:
        required["why"] = "确实如此的，请写原因；不是的，请改日期"
    context.open(AskDialog(
        f"{stage.title}　{view.name}", lead, specs, {**values, **said}, context.today, "记下", answer,
        required=required, width=640))  # fmt: skip


def _again(context: Context, view: ProjectView, stage: Stage, given: Values, error: Exception) -> None:
    if getattr(error, "id", "") == "project.order":
        _ask_day(context, view, stage, given, str(error))
    else:
        context.trouble(error)  # type: ignore[arg-type]


def _reach(
    context: Context, view: ProjectView, stage: Stage, given: dict[str, Any], refused: Callable[[Exception], object]
) -> None:
    say = {"actor": context.actor, "today": context.today()}
    context.runner.change(
        lambda book, _progress: project_moves.reach(book, view.key, stage.id, **given, **say), None,
        refused if "on" in given else None)  # fmt: skip


# Beside the stages


def side_entries(context: Context, view: ProjectView) -> list[Entry]:
    """Return what can happen to a project beside its stages, for a menu."""
    if view.life.side is not None:
        return [Entry(view.life.side.back, lambda: ask_back(context, view), "undo-2")]
    return [Entry(side.title, partial(ask_aside, context, view, side), "ban") for side in SIDE_STATES]


def ask_aside(context: Context, view: ProjectView, side: SideState) -> None:
    """Ask since when and why a project did not pass, is adjusted, leaves the library or ends."""
    say = {"actor": context.actor, "today": context.today()}

    def answer(said: Values) -> None:
        context.runner.change(lambda book, _progress: project_moves.set_aside(
            book, view.key, side.title, said["on"], said["why"], **say))  # fmt: skip

    _ask_why(context, f"{side.title}　{view.name}", f"以后可以“{side.back}”，原因会留在备注里。", side.title, answer)


def ask_back(context: Context, view: ProjectView) -> None:
    """Ask since when and why a project is taken up again."""
    side = view.life.side
    if side is None:
        return
    say = {"actor": context.actor, "today": context.today()}

    def answer(said: Values) -> None:
        context.runner.change(lambda book, _progress: project_moves.take_up(
            book, view.key, said["on"], said["why"], **say))  # fmt: skip

    gone = "、".join(_PROJECT[name].label for name in side.clears)
    lead = f"{gone}会清空，重新来过；原来的日期留在备注里。" if gone else "原来的情况和原因留在备注里。"
    _ask_why(context, f"{side.back}　{view.name}", lead, side.back, answer)


def _ask_why(context: Context, title: str, lead: str, verb: str, answer: Callable[[Values], object]) -> None:
    specs = (FieldSpec("on", "日期", "date"), FieldSpec("why", "原因和依据", "long_text", wide=True, lines=3))
    context.open(AskDialog(
        title, lead, specs, {"on": context.today()}, context.today, verb, answer,
        required={"on": "请写日期", "why": "请写原因和依据"}))  # fmt: skip


# Sources of money


def ask_source(context: Context, view: ProjectView, line: SourceLine | None = None) -> None:
    """Ask for a source of planned money, or what one should say instead."""
    specs = [spec(_SOURCE[name], wide=name == "programme") for name in project_sources.FIELDS]
    values = {name: getattr(line, name) or None for name in project_sources.FIELDS} if line is not None else {}
    kinds = {one.id: one.kind for one in specs}
    actor = context.actor

    def answer(said: Values) -> None:
        texts = {name: typed(said[name], kinds[name]) for name in project_sources.FIELDS}
        if line is None:
            context.runner.change(lambda book, _p: project_sources.add(book, view.key, texts, actor=actor))
        else:
            context.runner.change(lambda book, _p: project_sources.change(book, line.key, texts, actor=actor))

    context.open(AskDialog(
        f"{'改' if line else '加'}资金来源　{view.name}", "", specs, values, context.today,
        "改好了" if line else "加上", answer,
        required={"source": "请选资金来源", "planned_fen": "请写计划金额"}, width=640))  # fmt: skip


def ask_remove_source(context: Context, line: SourceLine) -> None:
    """Ask whether a source is to go."""
    actor = context.actor
    context.open(confirm(
        "删掉这一笔资金来源", f"{line.source}　{line.document}\n删后可以用 Ctrl+Z 找回。", "删掉",
        lambda: context.runner.change(lambda book, _p: project_sources.remove(book, line.key, actor=actor)),
    ))  # fmt: skip
