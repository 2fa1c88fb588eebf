"""The evidence package of a year, and proof that a package or a book is untouched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from villagebook.base.here import today
from villagebook.cli.group import DAY, DONE, PARTLY, YEAR, main_group, opened, show_json


@main_group.command("audit")
@click.argument("book")
@click.option("--year", type=YEAR, required=True, help="哪一年的。")
@click.option("-o", "target", required=True, type=click.Path(path_type=Path), help="证据包.zip")
@click.option("--redacted", is_flag=True, help="隐去保密内容（证件、电话、银行卡、健康状况），留痕仍可核对。")
@click.option("--on", "on", type=DAY, default=None, help="“今天”；不写是今天。")
@click.option("--json", "as_json", is_flag=True)
def audit(book: str, year: int, target: Path, redacted: bool, on: dt.date | None, as_json: bool) -> int:
    """做一年的证据包：台账、凭证、公示、档案和留痕，签了名，不用本程序也能核对。"""
    from villagebook.services import audit as packages

    with opened(book) as one:
        made = packages.make(one, target, year=year, today=on or today(), redacted=redacted)
    if as_json:
        show_json({
            "path": str(made.path), "files": made.files, "size": made.size, "key": made.fingerprint, "head": made.head,
            "drafts_left_out": made.drafts, "left_out": [list(pair) for pair in made.left_out],
        })  # fmt: skip
        return DONE
    click.echo(f"已写好 {made.path}：{made.files} 个文件")
    if made.drafts:
        click.echo(f"另有 {made.drafts} 笔分录待过账，不在包内")
    for name, why in made.left_out:
        click.echo(f"没有收入 {name}：{why}")
    click.echo(f"链头 {made.head[:12]}")
    click.echo(f"钥匙指纹 {made.fingerprint}（请另外告诉镇里，核对时用）")
    return DONE


@main_group.command("verify")
@click.argument("what")
@click.option("--head", help="先前记下的链头（公示、备份上的 12 位也行）。")
@click.option("--book", "book", help="核对证据包时：这个村的账本，钥匙和链头也和它比。")
@click.option("--code", help="纸上的校验码（7F3A 92C1）、二维码的文字（VB1:…），或照片、扫描件、PDF 的文件名。")
@click.option("--json", "as_json", is_flag=True)
def verify(what: str, head: str | None, book: str | None, code: str | None, as_json: bool) -> int:
    """核对一本书的留痕，一个证据包（.zip）有没有被改动过，或一张公示的校验码（--code）。"""
    if code is not None:
        return _coded(what, code, as_json)
    from villagebook.services import audit as packages
    from villagebook.services import history

    if not what.lower().endswith(".zip"):
        from villagebook.cli.history import show_verified

        with opened(what, read_only=True) as one:
            return show_verified(history.verify(one, head), history.head(one), as_json)
    if book is None:
        return _told(packages.prove(Path(what), head=head), as_json)
    with opened(book, read_only=True) as one:
        return _told(packages.prove(Path(what), head=head, book=one), as_json)


def _coded(book: str, code: str, as_json: bool) -> int:
    """Say what a check code, a QR code's text, or the picture of a sheet stands for."""
    from villagebook.services import check_codes, code_text

    picture = Path(code)
    with opened(book, read_only=True) as one:
        if code_text.read_code(code) is None and picture.suffix and picture.is_file():
            found = check_codes.verify_file(one, picture.name, picture.read_bytes(), today=today())
        else:
            found = check_codes.verify(one, code, today=today())
    if as_json:
        show_json({"code": found.code, "what": found.what, "number": found.number, "title": found.title,
                   "state": found.state, "ok": found.ok, "lines": list(found.lines)})  # fmt: skip
    else:
        click.echo("\n".join(found.lines))
    return DONE if found.ok else PARTLY


def _told(proof: Any, as_json: bool) -> int:
    if as_json:
        show_json({
            "head": proof.head, "key": proof.fingerprint, "files": proof.files, "operations": proof.operations,
            "facts": dict(proof.facts),
            "findings": [
                {"id": f.id, "subject": f.subject, "message": f.message, "hint": f.hint} for f in proof.findings
            ],
        })  # fmt: skip
        return PARTLY if proof.findings else DONE
    for finding in proof.findings:
        click.echo(f"{finding.message}" + (f"（{finding.hint}）" if finding.hint else ""))
    facts = proof.facts
    click.echo(f"{facts.get('village', '')}{facts.get('year', '')}年度证据包，{facts.get('made_at', '')} 制作")
    click.echo(f"钥匙指纹 {proof.fingerprint or '无'}" + ("" if proof.known else "（请和村里另外告诉的核对）"))
    if proof.findings:
        click.echo(f"发现 {len(proof.findings)} 处被改动")
        return PARTLY
    click.echo(f"{proof.files} 个文件、{proof.operations} 次操作都是原样，链头 {proof.head[:12]}")
    return DONE
