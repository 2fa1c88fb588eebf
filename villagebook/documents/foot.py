"""The foot of every sheet: rule, QR code, what the sheet is and as of which day, page x of y.

No villager's name or number stands in the foot of a notice; the caller chooses the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from villagebook.documents.checkcode import grouped
from villagebook.documents.faces import Role
from villagebook.documents.page import MM, QUIET_MODULES, RULE_PT, Drawing


@dataclass(frozen=True)
class FootMeasures:
    """Measures of a foot. Lengths in mm, type in pt.

    Attributes:
        qr_mm: Side of the QR code's dark part.
        edge_mm: From the code's lower edge to the paper's.
        rule_mm: From the code's upper edge up to the rule.
        baselines_mm: Of the text lines, from the code's upper edge; the last one is also the page number's.
        text_pt, code_pt, page_pt: Sizes of the lines, the check code alone, the page number.
        gap_mm: Between the code and the text.
        rule_pt: Weight of the rule.
    """

    qr_mm: float
    edge_mm: float
    rule_mm: float
    baselines_mm: tuple[float, ...]
    text_pt: float
    page_pt: float
    code_pt: float = 10.5
    gap_mm: float = 3.0
    rule_pt: float = RULE_PT

    def scaled(self, scale: float) -> FootMeasures:
        """Return the foot of a larger sheet."""
        if scale == 1:
            return self
        return FootMeasures(
            self.qr_mm * scale, self.edge_mm * scale, self.rule_mm * scale,
            tuple(one * scale for one in self.baselines_mm), self.text_pt * scale, self.page_pt * scale,
            self.code_pt * scale, self.gap_mm * scale, self.rule_pt * scale,
        )  # fmt: skip

    @property
    def zone_mm(self) -> float:
        """Height of the foot from its rule to the paper's edge."""
        return self.edge_mm + self.qr_mm + self.rule_mm


# A code of version 2 has 25 modules; the rule must leave 4 of them white (15 mm: 2.4, 12 mm: 1.92).
NOTICE = FootMeasures(15, 10, 2.4, (3.9, 8.9, 14.4), 9, 10.5)
FORM_A4 = FootMeasures(12, 9, 1.92, (3.8, 8.8), 9, 10.5)
FORM_A5 = FootMeasures(10, 7.5, 1.6, (3.3, 7.4), 8, 9)
TRACE, TRACE_GAP = 1.0, 1.5  # size of the trace, and the white before it, times the text's


@dataclass(frozen=True)
class Foot:
    """What a foot says.

    Attributes:
        lines: One or two lines of text.
        code: Check code of 8 digits, set large in a line of its own on notices; "" if the lines say it.
        qr: Content of the QR code, "" for none (blank editions).
        number: This page's number; 0 prints none.
        total: Number of pages, None if it is not said (blank editions).
        mark: Stands where the check code would: 草稿.
        qr_mask: Mask of the QR code; None: the best one (see ``Drawing.qr``).
        trace: Stands behind the check code, small: 链头 and the head of the journal's chain when it was posted.
    """

    lines: tuple[str, ...]
    code: str = ""
    qr: str = ""
    number: int = 1
    total: int | None = None
    mark: str = ""
    qr_mask: int | None = None
    trace: str = ""

    def at(self, number: int, total: int | None) -> Foot:
        """Return the same foot for another page."""
        return replace(self, number=number, total=total)


def page_number(number: int, total: int | None) -> str:
    """Return 第 1 页　共 3 页."""
    return f"第 {number} 页" + (f"\u3000共 {total} 页" if total is not None else "")


def draw(
    page: Drawing, foot: Foot, measures: FootMeasures, left: float, right: float, *, mirrored: bool = False
) -> float:
    """Draw a foot; return the y of its rule, above which the sheet ends.

    Args:
        page: Any sheet; the foot stands at its lower edge.
        foot: What it says.
        measures: NOTICE, FORM_A4 or FORM_A5.
        left, right: Edges of the measure, pt.
        mirrored: Code and text at the right, page number at the left (even pages of bound forms).
    """
    top = page.height - (measures.edge_mm + measures.qr_mm) * MM
    rule_y = top - measures.rule_mm * MM
    page.rule(left, rule_y, right, rule_y, measures.rule_pt)
    inner, outer, align = (right, left, 1.0) if mirrored else (left, right, 0.0)
    side = -1 if mirrored else 1
    x = inner
    if foot.qr:
        page.qr(inner - (measures.qr_mm * MM if mirrored else 0), top, measures.qr_mm * MM, foot.qr, foot.qr_mask)
        x = inner + side * (measures.qr_mm + measures.gap_mm) * MM
    _text(page, foot, measures, x, top, align)
    if foot.number:
        index = len(measures.baselines_mm) - 1 if foot.qr or foot.code or foot.mark else 0
        style = page.paper.style(Role.TEXT, measures.page_pt)
        baseline = top + measures.baselines_mm[index] * MM
        page.text(outer, baseline, page_number(foot.number, foot.total), style, 1 - align)
    return rule_y


def _text(page: Drawing, foot: Foot, measures: FootMeasures, x: float, top: float, align: float) -> None:
    style = page.paper.style(Role.LABEL, measures.text_pt)
    for line, baseline in zip(foot.lines, measures.baselines_mm, strict=False):
        page.text(x, top + baseline * MM, line, style, align)
    if foot.mark:
        style = page.paper.style(Role.HEAD, measures.code_pt)
        page.text(x, top + measures.baselines_mm[-1] * MM, foot.mark, style, align)
    elif foot.code:
        y = top + measures.baselines_mm[-1] * MM
        code_style = page.paper.style(Role.HEAD, measures.code_pt)
        label = "校验码  "
        code = grouped(foot.code)
        if align:
            x -= style.width(label) + code_style.width(code)
        page.text(x, y, label, style)
        page.text(x + style.width(label), y, code, code_style)
        if foot.trace and not align:
            small = page.paper.style(Role.LABEL, measures.text_pt * TRACE)
            page.text(x + style.width(label) + code_style.width(code) + TRACE_GAP * style.size, y, foot.trace, small)


def quiet_zone_mm(measures: FootMeasures, modules: int) -> float:
    """Return the white needed around a code of so many modules a side."""
    return measures.qr_mm / modules * QUIET_MODULES
