"""Asking for files: the system's own dialogs, and where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from villagebook.ui import preferences

LISTS = "表 (*.xlsx *.xls *.ods *.csv *.txt *.html *.htm)"
PAPERS = "扫描件和照片 (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf)"
TABLES = {".xlsx": "Excel 表 (*.xlsx)", ".csv": "文本表 (*.csv)", ".pdf": "PDF (*.pdf)", ".zip": "压缩包 (*.zip)"}


def carried(mime: QMimeData) -> list[Path]:
    """Return the files on this machine that were dropped or copied; empty if there is none among it."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def ask_lists(parent: QWidget) -> list[Path]:
    """Let the user choose lists to import; empty if none was chosen."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "选要导入的表", str(_last("import")), f"{LISTS};;所有文件 (*)")
    files = [Path(name) for name in chosen]
    if files:
        preferences.current().keep("folder.import", str(files[0].parent))
    return files


def ask_papers(parent: QWidget, title: str) -> list[Path]:
    """Let the user choose scans, photos and PDFs; empty if none was chosen."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(_last("papers")), f"{PAPERS};;所有文件 (*)")
    found = [Path(name) for name in chosen]
    if found:
        preferences.current().keep("folder.papers", str(found[0].parent))
    return found


def ask_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Let the user say where to write a file; None if nowhere. ``name`` is proposed and says the ending."""
    ending = Path(name).suffix
    kind = TABLES.get(ending, f"*{ending}")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(_last("export") / name), kind)
    if not chosen:
        return None
    target = Path(chosen)
    target = target if target.suffix.lower() == ending else target.with_name(target.name + ending)
    preferences.current().keep("folder.export", str(target.parent))
    return target


def _last(what: str) -> Path:
    kept = preferences.current().kept(f"folder.{what}")
    if isinstance(kept, str) and Path(kept).is_dir():
        return Path(kept)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def last_folder(what: str) -> Path:
    """Return the folder in which files of a purpose were asked for the last time, else the documents."""
    return _last(what)


def safe_name(text: str) -> str:
    """Return a text as it may stand in a file's name on every system."""
    return "".join("_" if mark in '\\/:*?"<>|' else mark for mark in text).strip(" .") or "表"
