"""The two pages of a package that people read: how to prove it untouched, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from villagebook.exporting.evidence import MANIFEST, PUBLIC_KEY, SIGNATURE

JOURNAL = "留痕/journal.jsonl"
FACTS = "package.json"
HOW_TO = "验证说明.txt"
INDEX = "index.html"

VERIFY_SIGNATURE = f"openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {MANIFEST} -sigfile {SIGNATURE}"
FINGERPRINT = f"openssl pkey -pubin -in {PUBLIC_KEY} -outform DER | sha256sum"

_HOW_TO = """\
{title}　怎样证明它没有被改动过
{rule}

不用本程序，用通用的工具就能核对。先把压缩包解压到一个空文件夹，在那个文件夹里打开命令行，逐条执行：

一、每个文件是不是原样
    sha256sum -c {manifest}
  每一行都应是“OK”（成功）。哪个文件被改过、少了，会说出它的名字。
  （苹果电脑：shasum -a 256 -c {manifest}；Windows 没有 sha256sum 时，用 certutil -hashfile 文件名 SHA256 逐个核对，
  或装 Git 后在 Git Bash 里执行上面那条。）

二、有没有多出来的文件
    find . -type f | wc -l
  应是 {count}：清单里的 {listed} 个，加上 {manifest} 和 {signature}。

三、清单是不是这本账签的（OpenSSL 3 以上）
    {verify}
  应显示“Signature Verified Successfully”。

四、签名的钥匙是不是这个村的
    {fingerprint_command}
  应是下面这一行。请向村里当面或打电话核对（村里的程序里：台账页“证据包”，或 villagebook audit 命令会显示它）：
    {fingerprint}
  只有这一条对上了，才能证明整个包不是别人另做的。

五、留痕是不是连着的
  {journal} 一行一条：先是一次操作，后面跟着它改动的各行。
  每一部分的承诺（commitment）= SHA-256(盐 ‖ 内容)，内容是按键名排序、不留空格的 JSON。
  每次操作的校验（hash）= SHA-256，包括上一次操作的校验（previous），所以改动、删去或调换任何一次，后面全都对不上。
  没有公开的部分只留承诺，不影响核对。最后一次操作的校验就是链头：
    {head}
  张贴出去的公示、备份和以前的证据包上印着当时链头的前 12 位，应能在 {journal} 的 hash 里找到。

用本程序核对（上面五条一次做完）：
    villagebook verify 证据包.zip
    villagebook verify 证据包.zip --book 这个村的账本        （同时核对钥匙和链头）
"""

_STYLE = """\
body{font:15px/1.65 "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1c2630;max-width:1060px;
margin:32px auto;padding:0 24px}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}
p{margin:6px 0}.second{color:#5a6875}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #cdd5dc;padding:5px 9px;text-align:left;vertical-align:top}th{background:#f3f6f8;font-weight:600}
td.n{text-align:right;white-space:nowrap}code,.mono{font-family:Consolas,"DejaVu Sans Mono",monospace;font-size:13px;
word-break:break-all}a{color:#175a8c;text-decoration:none}a:hover{text-decoration:underline}
.facts td:first-child{white-space:nowrap;color:#5a6875;width:8em}@media print{body{margin:0;max-width:none}}"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One part of the index: heading, a word on it, and its lines (text, name in the package, size in bytes)."""

    heading: str
    told: str
    lines: Sequence[tuple[str, str, int]]


def how_to(title: str, listed: int, fingerprint: str, head: str) -> bytes:
    """The page that says how to check a package with sha256sum and openssl; UTF-8 with a mark, for Windows."""
    text = _HOW_TO.format(
        title=title, rule="=" * 40, manifest=MANIFEST, signature=SIGNATURE, listed=listed, count=listed + 2,
        verify=VERIFY_SIGNATURE, fingerprint_command=FINGERPRINT, fingerprint=fingerprint, head=head, journal=JOURNAL,
    )  # fmt: skip
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def index(title: str, facts: Mapping[str, str], shelves: Iterable[Shelf], left_out: Sequence[tuple[str, str]]) -> bytes:
    """The page that a browser opens: what is in the package, with links that work on any disk."""
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>",
        '<table class="facts">',
        *(f"<tr><td>{escape(name)}</td><td>{_fact(value)}</td></tr>" for name, value in facts.items()),
        "</table>",
        f'<p class="second">证明它没有被改动过：见 <a href="{quote(HOW_TO)}">{HOW_TO}</a>。</p>',
    ]
    for shelf in shelves:
        parts.append(f"<h2>{escape(shelf.heading)}</h2>")
        if shelf.told:
            parts.append(f'<p class="second">{escape(shelf.told)}</p>')
        if shelf.lines:
            parts.append("<table><tr><th>文件</th><th>大小</th></tr>")
            parts += [
                f'<tr><td><a href="{quote(name)}">{escape(text)}</a></td><td class="n">{_size(size)}</td></tr>'
                for text, name, size in shelf.lines
            ]
            parts.append("</table>")
    if left_out:
        parts.append("<h2>没有收入的文件</h2><table><tr><th>文件</th><th>原因</th></tr>")
        parts += [f"<tr><td>{escape(name)}</td><td>{_fact(why)}</td></tr>" for name, why in left_out]
        parts.append("</table>")
    parts.append("</body></html>\n")
    return "\n".join(parts).encode()


def _fact(value: str) -> str:
    shown = escape(value)
    return f"<code>{shown}</code>" if len(value) == 64 and value.isalnum() and value.isascii() else shown


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} B"
