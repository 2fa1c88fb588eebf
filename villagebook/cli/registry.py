"""One household: as of a day, and what happens to it; the code lists of the book."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import click

from villagebook.base.errors import UserError
from villagebook.base.here import actor, today
from villagebook.cli.group import DAY, DONE, main_group, opened, show_json, show_rows

#: English words for what happens -> the office's word.
EVENTS = {
    "birth": "出生", "marry-in": "婚入", "move-in": "户籍迁入", "adopt": "收养", "return": "回归", "death": "死亡",
    "marry-out": "婚出", "move-out": "户籍迁出", "prison": "服刑", "lost": "失联", "end": "整户",
}  # fmt: skip
#: Other words people use.
SAME = {"去世": "死亡", "迁入": "户籍迁入", "迁出": "户籍迁出", "销户": "整户", "join": "其他", "leave": "其他"}


class Named(click.ParamType):  # type: ignore[type-arg]
    """A word of the office, or its English name."""

    name = "事项"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the office's word or fail with one line."""
        found = EVENTS.get(value, SAME.get(value, value))
        if found not in EVENTS.values():
            known = "、".join(f"{word}（{english}）" for english, word in EVENTS.items())
            self.fail(f"没有“{value}”，可以是 {known}", param, ctx)
        return str(found)


class AfterTheCode(click.Group):
    """A group whose own options may stand behind its arguments, as people write them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put options behind BOOK CODE before them; a command there keeps its own options."""
        if len(args) > 2 and not args[0].startswith("-") and args[2].startswith("-"):
            args = [*args[2:], *args[:2]]
        return super().parse_args(ctx, args)


@dataclass(frozen=True)
class Which:
    """The household a command is about."""

    book: str
    code: str

    def key(self, book: Any) -> uuid.UUID:
        """Its key."""
        from villagebook.services import households

        return households.key_of(book, self.code)


on_day = click.option("--on", "on", type=DAY, required=True, help="哪一天。")
future = click.option("--future", is_flag=True, help="日子还没到，也先记下。")
new_head_option = click.option("--new-head", default="", help="户主走后，谁当户主：姓名或人口编号。")


@main_group.group("household", cls=AfterTheCode, invoke_without_command=True)
@click.argument("book")
@click.argument("code")
@click.option("--on", "on", type=DAY, default=None, help="看哪一天的成员和身份。")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def household(context: click.Context, book: str, code: str, on: dt.date | None, as_json: bool) -> int:
    """一户：某一天的成员、身份；办 event split merge head status。"""
    context.obj = Which(book, code)
    if context.invoked_subcommand is None:
        with opened(book, read_only=True) as one:
            _show(one, context.obj, on or today(), as_json)
    return DONE


def _show(book: Any, which: Which, on: dt.date, as_json: bool) -> None:
    from villagebook.services import households

    view = households.view(book, which.key(book), on, today())
    members = [
        {"name": m.value("name"), "relation": m.relation, "born": m.value("born"), "age": m.age,
         "from": m.value("from_on"), "through": m.value("through_on")}
        for m in view.members if m.here
    ]  # fmt: skip
    statuses = [
        {"kind": one.period.kind, "from": one.period.from_on, "through": one.period.through_on,
         "grounds": one.period.grounds}
        for one in view.periods if one.period.on(on)
    ]  # fmt: skip
    if as_json:
        show_json({
            "code": view.code, "head": view.head, "on": on, "place": view.place, "ended_on": view.ended_on,
            "members": members, "statuses": statuses,
            "log": [{"on": e.on, "what": e.title, "detail": e.detail} for e in view.timeline],
        })  # fmt: skip
        return
    ended = f"　{view.ended_on} 销户" if view.ended_on else ""
    click.echo(f"{view.head} 户　{view.code}　{on}　{len(members)} 人{ended}")
    rows = [[_word(m["name"]), _word(m["relation"]), _word(m["born"]), _word(m["from"]), _word(m["through"])]
            for m in members]  # fmt: skip
    show_rows(("姓名", "与户主关系", "出生日期", "进户", "离户"), rows)
    for s in statuses:
        click.echo(f"{s['kind']}　{s['from'] or ''} 至 {s['through'] or '现在'}　{s['grounds']}".rstrip())


def _word(value: Any) -> str:
    return "" if value is None else str(value)


def _person(book: Any, home: uuid.UUID, text: str, option: str) -> uuid.UUID:
    from villagebook.services import memberships

    if not text:
        raise UserError("cli.who", "没有说是谁", f"请用 {option} 写姓名或人口编号")
    return memberships.person_of(book, text, home)


def _maybe(book: Any, home: uuid.UUID, text: str) -> uuid.UUID | None:
    from villagebook.services import memberships

    return memberships.person_of(book, text, home) if text else None


def _say(result: Any) -> int:
    changed, moved = result
    click.echo(changed.heading)
    if moved.stopped:
        click.echo(f"随着中止的动态：{'、'.join(moved.stopped)}")
    if moved.to_check:
        click.echo(f"请核对与户主关系：{'、'.join(moved.to_check)}")
    return DONE


@household.command("event")
@click.argument("what", type=Named())
@on_day
@click.option("--person", default="", help="书里的人：姓名或人口编号。")
@click.option("--name", default="", help="新来的人的姓名。")
@click.option("--relation", default="", help="与户主关系。")
@click.option("--sex", default="")
@click.option("--born", type=DAY, default=None)
@click.option("--id", "id_number", default="", help="证件号码。")
@click.option("--why", default="整户迁出", help="整户销户的原因。")
@new_head_option
@future
@click.pass_obj
def event(
    which: Which, what: str, on: dt.date, person: str, name: str, relation: str, sex: str, born: dt.date | None,
    id_number: str, why: str, new_head: str, future: bool,
) -> int:  # fmt: skip
    """出生 婚入 户籍迁入 收养 回归 死亡 婚出 户籍迁出 服刑 失联 整户（birth marry-in … end）。"""
    from villagebook.services import memberships, moves

    with opened(which.book) as book:
        home = which.key(book)
        say: dict[str, Any] = {"actor": actor(), "today": today(), "future": future}
        new = memberships.NewPerson(name, sex, born, id_number)
        if what == "出生":
            return _say(memberships.birth(book, home, new, relation, on, **say))
        if what in memberships.COMING:
            who = memberships.person_of(book, person) if person else new
            left = _left(book, who, new_head)
            return _say(memberships.join(book, home, who, what, relation, on, new_head=left, **say))
        if what == "整户":
            return _say(moves.end_household(book, home, why, on, **say))
        member = _person(book, home, person or name, "--person")
        if what == "回归":
            return _say(memberships.come_back(book, home, member, on, relation=relation, **say))
        head = _maybe(book, home, new_head)
        if what == "死亡":
            return _say(memberships.death(book, home, member, on, new_head=head, **say))
        return _say(memberships.leave(book, home, member, what, on, new_head=head, **say))


def _left(book: Any, who: Any, new_head: str) -> uuid.UUID | None:
    """The new head of the household that somebody leaves for this one; anybody of the book."""
    from villagebook.services import memberships

    return memberships.person_of(book, new_head) if new_head and isinstance(who, uuid.UUID) else None


@household.command("split")
@click.argument("persons", nargs=-1, required=True)
@on_day
@click.option("--head", default="", help="新户的户主；不写就是第一个人。")
@click.option("--code", default="", help="新户的户编号；不写由程序编一个。")
@click.option("--statuses", is_flag=True, help="身份也带到新户。")
@new_head_option
@future
@click.pass_obj
def split(
    which: Which, persons: tuple[str, ...], on: dt.date, head: str, code: str, statuses: bool, new_head: str,
    future: bool,
) -> int:  # fmt: skip
    """分户：这些人另立一户。"""
    from villagebook.services import households, moves

    with opened(which.book) as book:
        home = which.key(book)
        going = [_person(book, home, text, "分出的人") for text in persons]
        first = _maybe(book, home, head) or going[0]
        changed, moved = moves.split(
            book, home, going, first, on, code=code, new_head=_maybe(book, home, new_head), with_statuses=statuses,
            actor=actor(), today=today(), future=future,
        )  # fmt: skip
        _say((changed, moved))
        click.echo(f"新户编号 {households.view(book, moved.household, on).code}")
    return DONE


@household.command("merge")
@click.argument("other")
@on_day
@click.option("--relation", default="", help="并进来那一户的户主，是这一户户主的什么人。")
@future
@click.pass_obj
def merge(which: Which, other: str, on: dt.date, relation: str, future: bool) -> int:
    """合户：把另一户（户编号）并进这一户。"""
    from villagebook.services import households, moves

    with opened(which.book) as book:
        return _say(moves.merge(
            book, households.key_of(book, other), which.key(book), on, relation=relation,
            actor=actor(), today=today(), future=future,
        ))  # fmt: skip


@household.command("head")
@click.argument("person")
@on_day
@future
@click.pass_obj
def head(which: Which, person: str, on: dt.date, future: bool) -> int:
    """户主变更：换成这个成员。"""
    from villagebook.services import moves

    with opened(which.book) as book:
        home = which.key(book)
        member = _person(book, home, person, "姓名")
        return _say(moves.change_head(book, home, member, on, actor=actor(), today=today(), future=future))


@household.group("status", invoke_without_command=True)
@click.option("--on", "on", type=DAY, default=None)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def status(context: click.Context, on: dt.date | None, as_json: bool) -> int:
    """身份：全部起止；add 记一段，end 终止一段。"""
    from villagebook.services import statuses

    which: Which = context.obj
    if context.invoked_subcommand is not None:
        return DONE
    with opened(which.book, read_only=True) as book, book.read() as connection:
        found = [one for one in statuses.periods(connection, which.key(book)) if on is None or one.on(on)]
    if as_json:
        show_json([{"kind": p.kind, "from": p.from_on, "through": p.through_on, "grounds": p.grounds,
                    "ended_by": p.ended_by} for p in found])  # fmt: skip
    else:
        rows = [[p.kind, _word(p.from_on), _word(p.through_on), p.grounds, p.ended_by] for p in found]
        show_rows(("身份", "从", "到", "依据", "终止原因"), rows)
    return DONE


@status.command("add")
@click.argument("kind")
@click.option("--from", "from_on", type=DAY, required=True)
@click.option("--through", "through_on", type=DAY, default=None)
@click.option("--why", default="", help="依据：一句话，或会议、公示、动态的编号。")
@future
@click.pass_obj
def status_add(
    which: Which, kind: str, from_on: dt.date, through_on: dt.date | None, why: str, future: bool
) -> int:  # fmt: skip
    """记一段身份。"""
    from villagebook.services import statuses

    with opened(which.book) as book:
        home = which.key(book)
        grounds = statuses.grounds_of(book, home, why)
        changed, _ = statuses.begin(
            book, home, kind, from_on, grounds, through_on=through_on, actor=actor(), today=today(), future=future
        )
        click.echo(changed.heading)
    return DONE


@status.command("end")
@click.argument("kind")
@click.option("--through", "through_on", type=DAY, required=True)
@click.option("--why", default="", help="原因：一句话，或会议、公示、动态的编号。")
@future
@click.pass_obj
def status_end(which: Which, kind: str, through_on: dt.date, why: str, future: bool) -> int:
    """终止一段身份。"""
    from villagebook.services import statuses

    with opened(which.book) as book:
        home = which.key(book)
        with book.read() as connection:
            running = [p for p in statuses.periods(connection, home) if p.kind == kind and p.through_on is None]
        if not running:
            raise UserError("status.not_running", f"这一户现在没有“{kind}”", "用 household 书 户编号 status 看全部身份")
        grounds = statuses.grounds_of(book, home, why)
        changed = statuses.end(
            book, running[0].id, through_on, grounds, actor=actor(), today=today(), future=future
        )  # fmt: skip
        click.echo(changed.heading)
    return DONE


@main_group.command("codes")
@click.argument("book")
@click.argument("list_name", required=False)
@click.option("--add", "added", default="", help="加一个值。")
@click.option("--retire", "retired", default="", help="停用一个值；已有的记录照样读得出。")
@click.option("--offer", "again", default="", help="恢复使用一个值。")
@click.option("--why", default="", help="依据。")
@click.option("--json", "as_json", is_flag=True)
def codes(book: str, list_name: str | None, added: str, retired: str, again: str, why: str, as_json: bool) -> int:
    """代码表：看，加值，停用，恢复。"""
    from villagebook.services import codes as service

    doing = [word for word in (added, retired, again) if word]
    if len(doing) > 1 or (doing and list_name is None):
        raise UserError("codes.which", "没有说清改哪个代码表的哪个值", "请写代码表，再用 --add --retire --offer 之一")
    with opened(book, read_only=not doing) as one:
        if list_name is not None and added:
            click.echo(service.add(one, list_name, added, why, actor=actor()).heading)
        elif list_name is not None and retired:
            click.echo(service.retire(one, list_name, retired, reason=why, actor=actor()).heading)
        elif list_name is not None and again:
            click.echo(service.offer(one, list_name, again, reason=why, actor=actor()).heading)
        else:
            _show_codes(one, list_name, as_json)
    return DONE


def _show_codes(book: Any, list_name: str | None, as_json: bool) -> None:
    from villagebook.services import codes as service

    wanted = [service.list_of(list_name).id] if list_name else None
    lists = [one for one in service.lists(book) if wanted is None or one.id in wanted]
    if as_json:
        show_json([
            {"id": one.id, "title": one.title, "source": one.source, "fixed": one.fixed, "values": [
                {"value": v.value, "retired": v.retired, "own": v.own, "reason": v.reason} for v in one.values]}
            for one in lists
        ])  # fmt: skip
    elif list_name:
        rows = [[v.value, "停用" if v.retired else "", "本村加的" if v.own else "", v.reason] for v in lists[0].values]
        show_rows(("取值", "状态", "来历", "依据"), rows)
    else:
        rows = [[one.id, one.title, str(sum(not v.retired for v in one.values)),
                 str(sum(v.own for v in one.values) or "")] for one in lists]  # fmt: skip
        show_rows(("代码表", "名称", "在用", "本村加的"), rows, right=(False, False, True, True))
