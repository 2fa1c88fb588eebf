"""证据包: making a year's package for the township and proving one, off the GUI thread; a file with a password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog

from villagebook.services import audit
from villagebook.ui.page import Page
from villagebook.ui.pages import exporting, files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.exporting import Export
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button, Entry
from villagebook.ui.widgets.dialog import Dialog, scrolling
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice

MAKE, PROVE = "做证据包…", "核对证据包…"
LEAD = "一年的台账、凭证、照片、公示原件、档案和留痕打成一个压缩包，签了名。镇里不用本程序也能核对它没有被改动过。"
PASSWORD_LEAD = "打开文件要输入这个密码。密码不写进任何地方：忘了谁也打不开，只能重新导出。"
MOST_SHOWN = 40


def entries(page: Page, what: Callable[[], Export]) -> list[Entry]:
    """The lines of the menu behind a ledger's files."""
    return [
        *exporting.public_entries(page, what),
        Entry(),
        Entry("导出 Excel 表，加密码…", lambda: export_locked(page, what(), ".xlsx"), "lock"),
        Entry("导出 PDF，加密码…", lambda: export_locked(page, what(), ".pdf"), "lock"),
        Entry(),
        Entry(MAKE, lambda: make(page), "archive"),
        Entry(PROVE, lambda: prove(page), "shield-check"),
    ]


def export_locked(page: Page, what: Export, ending: str) -> None:
    """Ask for a password, then where to, and write the file."""
    specs = (FieldSpec("password", "密码", wide=True, placeholder="至少 6 个字符，PDF 只能用字母和数字"),)

    def go(values: Mapping[str, Any]) -> None:
        exporting.save(page, what, ending, password=str(values["password"]))

    page.context.open(AskDialog(
        "给文件加密码", PASSWORD_LEAD, specs, {}, page.context.today, "导出", go, required={"password": "请写密码"}))


def make(page: Page) -> None:
    """Ask for year and edition, then where to, and write the package."""
    this = page.context.today().year
    years = tuple(Choice(str(year), f"{year}年") for year in range(this, this - 15, -1))
    editions = tuple(Choice(name, title) for name, title in audit.EDITIONS.items())
    specs = (
        FieldSpec("year", "年度", "choice", choices=years, wide=True),
        FieldSpec("edition", "版本", "choice", choices=editions, wide=True),
    )
    values = {"year": str(this), "edition": editions[0].id}

    def go(values: Mapping[str, Any]) -> None:
        _make(page, int(values["year"]), str(values["edition"]) != editions[0].id)

    required = {"year": "请选年度", "edition": "请选版本"}
    page.context.open(
        AskDialog("做证据包", LEAD, specs, values, page.context.today, "做证据包", go, required=required))


def _make(page: Page, year: int, redacted: bool) -> None:
    name = f"{year}年度证据包{'（隐去保密内容）' if redacted else ''}"
    target = files.ask_target(page, "证据包存到哪里", f"{name}.zip")
    if target is None:
        return
    today = page.context.today()

    def write(book: Any, progress: Any) -> audit.Made:
        return audit.make(book, target, year=year, today=today, redacted=redacted, progress=progress)

    def done(made: audit.Made) -> None:
        page.context.say(f"已做好 {made.path.name}，{made.files} 个文件")
        page.context.open(made_dialog(made))

    page.runner.change(write, done, title=f"正在做{name}")  # type: ignore[arg-type]


def made_dialog(made: audit.Made) -> Dialog:
    """Say what was made, and the fingerprint that the township needs."""
    dialog = Dialog("证据包做好了", 640)
    lines = [f"{made.path}，共 {made.files} 个文件。"]
    if made.drafts:
        lines.append(f"另有 {made.drafts} 笔分录待过账，不在包内。")
    lines += [f"没有收入 {name}：{why}" for name, why in made.left_out[:MOST_SHOWN]]
    lines += [
        "核对的办法写在包里的“验证说明.txt”。请把下面的钥匙指纹另外告诉镇里（当面、电话），他们核对时要用：",
        made.fingerprint, f"链头 {made.head[:12]}",
    ]  # fmt: skip
    _fill(dialog, lines)

    def copy() -> None:
        QApplication.clipboard().setText(made.fingerprint)

    dialog.add_button(Button("复制指纹", "copy"), copy, closes=False)
    dialog.add_close("关闭")
    return dialog


def prove(page: Page) -> None:
    """Ask for a package and prove it, with the open book beside it."""
    chosen, _ = QFileDialog.getOpenFileName(page, "选要核对的证据包", "", "证据包 (*.zip)")
    if chosen:
        _prove(page, Path(chosen))


def _prove(page: Page, path: Path) -> None:
    def read(book: Any, progress: Any) -> audit.Proof:
        return audit.prove(path, book=book, progress=progress)

    def done(proof: audit.Proof) -> None:
        page.context.open(proof_dialog(path, proof))

    page.runner.change(read, done, title="正在核对证据包")  # type: ignore[arg-type]


def proof_dialog(path: Path, proof: audit.Proof) -> Dialog:
    """Say whether a package is untouched, or everything that is wrong with it."""
    whole = not proof.findings
    dialog = Dialog("证据包是原样" if whole else f"证据包有 {len(proof.findings)} 处不对", 640)
    facts = proof.facts
    lines = [f"{path.name}：{facts.get('village', '')}{facts.get('year', '')}年度证据包"]
    if whole:
        lines.append(f"{proof.files} 个文件、{proof.operations} 次操作都没有改动，是这本账的钥匙签的。")
    shown = proof.findings[:MOST_SHOWN]
    lines += [finding.message + (f"（{finding.hint}）" if finding.hint else "") for finding in shown]
    if len(proof.findings) > MOST_SHOWN:
        lines.append(f"……还有 {len(proof.findings) - MOST_SHOWN} 处")
    lines += [f"钥匙指纹 {proof.fingerprint or '无'}", f"链头 {proof.head[:12]}"]
    _fill(dialog, lines)
    dialog.add_close("关闭")
    return dialog


def _fill(dialog: Dialog, lines: list[str]) -> None:
    if len(lines) <= 8:
        for line in lines:
            dialog.body.addWidget(Text(line, "label", wrap=True))
        return
    from PySide6.QtWidgets import QWidget

    holder = QWidget()
    box = VBox(holder, (0, 0, 8, 0), 8)
    for line in lines:
        box.addWidget(Text(line, "label", wrap=True))
    box.addStretch(1)
    dialog.body.addWidget(scrolling(holder, "结果"), 1)
