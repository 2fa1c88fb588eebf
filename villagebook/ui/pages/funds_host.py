"""资金: the voucher sequence, and what is done with it (结账, 对账, 收益分配).

To add a view: a module with a Page subclass, and one line in VIEWS.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.ui.page import Context
from villagebook.ui.pages import lazily
from villagebook.ui.pages.hosting import HostPage, View

VIEWS: Registry[View] = Registry("views of 资金", (
    View("funds", "流水", lazily("funds", "FundsPage")),
    View("closings", "结账", lazily("closings", "ClosingsPage")),
    View("bank", "对账", lazily("bank", "BankPage")),
    View("distributions", "收益分配", lazily("distributions", "DistributionsPage")),
))  # fmt: skip


class FundsHost(HostPage):
    """资金."""

    name = "资金"

    def __init__(self, context: Context, views: Registry[View] = VIEWS) -> None:
        super().__init__(context, views)
