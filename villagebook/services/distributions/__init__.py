"""Sharing out collective income (收益分配), the second account: plan, meeting, notice, list, payment.

    reading   one sharing-out as it stands, and its state
    writing   plan, decision, notice, payment
    lists     who gets how much
"""

from villagebook.services.distributions.lists import (
    PastedLine,
    add_line,
    fill,
    paste,
    read_pasted,
    remove_lines,
    shares,
)
from villagebook.services.distributions.reading import (
    DistributionView,
    Line,
    LinkChoices,
    Part,
    Payment,
    every,
    key_of,
    link_choices,
    view,
)
from villagebook.services.distributions.writing import USES, PartTyped, add, link, pay, plan, remove

__all__ = [
    "USES", "DistributionView", "Line", "LinkChoices", "Part", "PartTyped", "PastedLine", "Payment", "add", "add_line",
    "every", "fill", "key_of", "link", "link_choices", "paste", "pay", "plan", "read_pasted", "remove",
    "remove_lines", "shares", "view",
]  # fmt: skip
