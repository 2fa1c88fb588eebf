"""The sample book: an invented village, made by the same verbs as a real one, and every paper of it.

Reproducible: keys, times and salts come from a seed, so that two runs for the same day give the same book.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from villagebook.base.account_periods import quarter_of
from villagebook.base.clock import FixedClock, SeededIds
from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.models import Village
from villagebook.services import books, distributions, paper, publicity, sample, tables
from villagebook.services.dossier import completeness, volume
from villagebook.services.papers import PAPERS, printing
from villagebook.services.sample import NoticeOrder, SampleVillage, papers, shift, voices, walls
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, SeededRandomness, Undo

_SEED = 350699
_ACTOR = "陈信息"
_STEP = dt.timedelta(seconds=7)


@dataclass(frozen=True, slots=True)
class Made:
    """The sample book's folder and what was done, one Chinese line each."""

    book: Path
    lines: tuple[str, ...]


def make(folder: Path, *, today: dt.date, documents: Path | None = None, progress: Progress = QUIET) -> Made:
    """Make the sample book as ``<folder>/<village>.vbook``; with ``documents`` print and export all of it.

    Raises:
        UserError: the book is there already.
    """
    clock = FixedClock(dt.datetime.combine(today, dt.time(1, 0), dt.UTC), _STEP)
    ids = SeededIds(_SEED, FixedClock(dt.datetime.combine(today, dt.time(), dt.UTC), dt.timedelta(milliseconds=1)))
    village = sample.build(ids, today)
    target = folder / f"{village.village['name']}{books.SUFFIX}"
    if target.exists():
        raise UserError("demo.exists", f"{target}已经有了", "请换一个文件夹，或先把它移走")
    folder.mkdir(parents=True, exist_ok=True)
    salts = SeededRandomness(_SEED)
    with books.create(target, actor=_ACTOR, clock=clock, ids=ids, randomness=salts, **_named(village)) as book:
        progress.step(0, 3, "写入样本")
        write_sample(book, village, actor=_ACTOR)
        papers.put(book, village.today, actor=_ACTOR)
        progress.step(1, 3, "拟公示")
        numbers: dict[str, str] = {}
        for order in village.notices:
            with voices.misprinted(book, order.project_code, order.misprint, actor=_ACTOR):
                numbers[order.key] = _notice(book, order, numbers)
        walls.dress(book, village.today, actor=_ACTOR)
        voices.speak(book, village.today, shift.years_until(village.today), actor=_ACTOR)
        lines = [_counted(book)]
        if documents is not None:
            progress.step(2, 3, "印样本")
            lines += print_all(book, documents, village.today)
    return Made(target, tuple(lines))


def _named(village: SampleVillage) -> dict[str, str]:
    return {key: value for key, value in village.village.items() if value and key in books.VILLAGE_FIELDS}


@verb("demo.write", "写入样本", Undo.NONE)
def write_sample(book: Book, village: SampleVillage, *, actor: str) -> Changed:
    """Write the sample's rows as one operation; it has no undo, as entries among them are posted."""
    with book.work(declaration(write_sample).id, actor, "写入样本", Undo.NONE) as work:
        for record, rows in village.rows.items():
            if record is not Village:
                work.write_rows(record, inserts=list(rows))
        return Changed.of(work.commit())


def _notice(book: Book, order: NoticeOrder, numbers: Mapping[str, str]) -> str:
    """Draft a notice, and post, take down or withdraw it as the sample says; return its number.

    Args:
        numbers: Those of the notices before it, by key.
    """
    with book.read() as connection:
        kind = publicity.kind_in(connection, book, order.kind)
    drafted = publicity.draft(
        book,
        kind.id,
        actor=_ACTOR,
        today=order.from_on or order.drafted_on,
        project=order.project_code,
        households=order.household_codes,
        year=order.year,
        basis_document=order.basis_document,
        meeting=order.meeting_id,
        period=quarter_of(order.period[0]).code if order.period and "period" in kind.asks else "",
        corrects=numbers[order.corrects] if order.corrects else "",
    )
    if order.from_on is None:
        return drafted.number
    publicity.post(
        book, drafted.number, order.from_on, actor=_ACTOR, hung_by=walls.HUNG_BY, witness=walls.WITNESS
    )  # fmt: skip
    if kind.id == "income-distribution":
        _told(book, order, drafted.number)
    if order.taken_down_on is not None:
        publicity.take_down(book, drafted.number, order.taken_down_on, actor=_ACTOR, result=order.result or "")
    if order.withdrawn_on is not None:
        publicity.withdraw(book, drafted.number, order.withdrawn_why or "更正", order.withdrawn_on, actor=_ACTOR)
    if order.misprint:
        voices.object_to_misprint(book, drafted.number, order.from_on, actor=_ACTOR)
    return drafted.number


def _told(book: Book, order: NoticeOrder, number: str) -> None:
    """Say of the sharing-out that this notice told it."""
    today = order.from_on or order.drafted_on
    for one in distributions.every(book, today):
        if one.year == order.year and one.project is not None and one.project[1] == order.project_code:
            distributions.link(book, one.key, notice=number, actor=_ACTOR)


def _counted(book: Book) -> str:
    about = books.info(book)
    return (
        f"{about.name}：{about.households} 户，{about.people} 人，{about.projects} 个项目，"
        f"{about.entries} 笔资金，{about.notices} 份公示"
    )


def print_all(book: Book, out: Path, today: dt.date) -> list[str]:
    """Print every kind of paper and export every ledger into 公示, 手册, 一本清 and 台账 under ``out``."""
    written = [
        *_print_notices(book, out / "公示", today),
        *_print_handbooks(book, out / "手册", today),
        *_print_dossiers(book, out / "一本清", today),
    ]
    ledgers = out / "台账"
    ledgers.mkdir(parents=True, exist_ok=True)
    written += [
        tables.export(book, ledger.id, ledgers / f"{ledger.title}{ending}", on=today)
        for ledger in tables.all_ledgers()
        for ending in (".xlsx", ".csv", ".pdf")
    ]
    return [f"{place}：{count} 个文件" for place, count in _by_folder(written, out)]


def _print_notices(book: Book, folder: Path, today: dt.date) -> Iterator[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for row in tables.listed(book, "notices", tables.scope(book, today)).rows:
        target = folder / f"{row['kind_name']}_{row['number']}_{row['state']}.pdf"
        paper.print_notice(book, row["number"], target, today=today)
        yield target


def _print_handbooks(book: Book, folder: Path, today: dt.date) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paper.print_handbooks(book, None, folder / "全部手册.pdf", today=today)
    paper.print_handbooks(book, None, folder / "空白手册.pdf", today=today, blank=True)
    yield from (folder / "全部手册.pdf", folder / "空白手册.pdf")
    registered = tables.scope(
        book, today, filters={"status": ("脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户")}
    )
    for row in tables.listed(book, "households", registered).rows:
        target = folder / f"帮扶手册_{row['code']}_{row['head']}.pdf"
        paper.print_handbooks(book, [row["code"]], target, today=today)
        yield target


def _print_dossiers(book: Book, folder: Path, today: dt.date) -> Iterator[Path]:
    """The volume that lacks least, its spine labels and separator sheets; every paper as a blank form."""
    folder.mkdir(parents=True, exist_ok=True)
    found = [line for line in completeness.completeness(book, today) if line.asked]
    if found:
        best = max(found, key=lambda line: (line.there - len(line.missing), line.code))
        names = [folder / f"{what}_{best.name}.pdf" for what in ("一本清", "卷脊标签", "分隔页")]
        volume.print_dossier(book, best.code, names[0], on=today)
        volume.print_spine(book, [best.code], names[1], on=today)
        volume.print_separators(book, best.code, names[2], on=today)
        yield from names
    for one in PAPERS:
        target = folder / f"空白_{one.title}.pdf"
        printing.print_paper(book, one.id, target, on=today, blank=True)
        yield target


def _by_folder(written: list[Path], out: Path) -> list[tuple[str, int]]:
    places: dict[str, int] = {}
    for path in written:
        places[path.relative_to(out).parts[0]] = places.get(path.relative_to(out).parts[0], 0) + 1
    return list(places.items())
