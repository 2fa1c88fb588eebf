"""Asking why a finding is true as it stands: the reason, who looked into it, until when it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.widgets.field import FieldSpec

SPECS = (
    FieldSpec("reason", "理由", "long_text", wide=True, lines=3, placeholder="如：双胞胎，户口簿已核对"),
    FieldSpec("who", "核实人"),
    FieldSpec("until", "有效至", "date", placeholder="不填就一直有效"),
)


def reason_dialog(
    context: Context, chosen: Sequence[Finding], answer: Callable[[Sequence[Finding], Mapping[str, Any]], object]
) -> AskDialog:
    """Return the question about these findings; ``answer`` gets them with what was filled in."""
    first = chosen[0]
    lead = f"{first.subject} {first.field}：{first.message}。"
    if len(chosen) > 1:
        lead = f"{lead}等 {len(chosen)} 个提示，用同一个理由。"
    return AskDialog(
        "情况属实",
        f"{lead}记下后不再提示，数变了会再提示；审计时可以列出来。",
        SPECS,
        {"reason": "", "who": context.actor, "until": None},
        context.today,
        "情况属实",
        lambda values: answer(chosen, values),
        icon="stamp",
        required={"reason": "请写明核实的情况"},
    )
