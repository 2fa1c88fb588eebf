"""What can be printed of a binder: the volume, its spine labels, separator sheets, one paper by itself."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from villagebook.services import paper as papers
from villagebook.services.dossier import showing, volume
from villagebook.services.dossier.binder import Binder, SlotView
from villagebook.services.papers.printing import missing_lines
from villagebook.ui.pages.printing import Job, Loaded


def volume_job(found: Binder) -> Job:
    """Return the whole volume."""
    code, name = found.project["code"] or "", found.project["name"] or ""

    def load(book: Any, _paper: str) -> Loaded:
        out = io.BytesIO()
        made = volume.render(book, found, out)
        lines = missing_lines(made.missing)
        lacking = len(found.missing)
        said = f"缺 {lacking} 件，各占一页缺件说明" if lacking else "材料齐全"
        return Loaded(out.getvalue(), "；".join((said, *lines)), "due" if lacking or lines else "ok")

    def keep(book: Any, target: Path, _paper: str, progress: Any) -> str:
        return volume.print_dossier(book, code, target, on=found.on, progress=progress).line

    return Job("打印一本清", name, load, keep, f"{name} 一本清")


def spine_job(found: Binder) -> Job:
    """Return the spine labels."""
    code, name, on = found.project["code"] or "", found.project["name"] or "", found.on
    return _by_file("打印卷脊标签", name, f"{name} 卷脊标签",
                    lambda book, target: volume.print_spine(book, [code], target, on=on).line)


def separators_job(found: Binder, slots: tuple[str, ...] = ()) -> Job:
    """Return separator sheets, for these slots or for all that are still empty."""
    code, name, on = found.project["code"] or "", found.project["name"] or "", found.on
    return _by_file("打印分隔页", name, f"{name} 分隔页",
                    lambda book, target: volume.print_separators(book, code, target, on=on, slots=slots).line)


def _by_file(title: str, note: str, file_name: str, write: Callable[[Any, Path], str]) -> Job:
    """Return a job whose pages are made by writing a file."""

    def load(book: Any, _paper: str) -> Loaded:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "x.pdf"
            write(book, target)
            return Loaded(target.read_bytes())

    def keep(book: Any, target: Path, _paper: str, _progress: Any) -> str:
        return write(book, target)

    return Job(title, note, load, keep, file_name)


def paper_job(view: SlotView, key: Any, name: str, today: dt.date) -> Job:
    """Return one paper of a slot."""

    def load(book: Any, _paper: str) -> Loaded:
        return Loaded(showing.paper_pdf(book, view, key, today))

    def keep(book: Any, target: Path, _paper: str, _progress: Any) -> str:
        papers.write_whole(target, showing.paper_pdf(book, view, key, today))
        return f"{name}已存为“{target.name}”"

    return Job("看材料", name, load, keep, name)
