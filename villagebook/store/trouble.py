"""Known trouble: what the disk, the lock or the server did, in one Chinese line.

Drivers report trouble as texts; the decision which of them are the surroundings' fault is made here, once.
What is not listed here is a bug and passes through unchanged.

To add a known trouble: one line in ``_BY_TEXT``, with a test that provokes it.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from villagebook.base.errors import KnownError, UserError, VillagebookError


def disk_full() -> KnownError:
    """The disk has no room left."""
    return KnownError("store.disk_full", "磁盘已满，这一步没有保存", "请腾出空间后再做一次")


def busy() -> KnownError:
    """Another program holds the database."""
    return KnownError("store.busy", "账本文件正被别的程序占用", "请关闭其他打开这本账的程序后再试")


def read_only() -> KnownError:
    """The book cannot be written."""
    return KnownError("store.read_only", "这本账是只读的，不能修改", "请把整个文件夹复制到本机硬盘上再打开")


def corrupt() -> KnownError:
    """The database file is damaged."""
    return KnownError("store.corrupt", "账本文件已损坏，读不出来", "请用最近的备份还原")


def not_a_book(name: str) -> UserError:
    """What was chosen is not a book."""
    return UserError("store.not_a_book", f"“{name}”不是一本账", "请选择名字以 .vbook 结尾的文件夹")


def unreachable() -> KnownError:
    """The database server does not answer."""
    return KnownError("store.no_server", "连不上数据库服务器", "请检查网络，或找管理员")


def no_access(name: str) -> KnownError:
    """The system does not let us at a file."""
    return KnownError("store.no_access", f"没有权限读写“{name}”", "请换一个地方，或找管理员")


def _disk_error() -> KnownError:
    return KnownError("store.disk_error", "读写磁盘出错", "请检查磁盘或U盘是否松动，再打开一次")


def posted() -> UserError:
    """A posted entry or notice would be changed."""
    return UserError("store.posted", "已入账的分录、已张贴的公示不能改动或删除", "资金请用冲销，公示请用撤回")


def journal_fixed() -> UserError:
    """The journal would be changed."""
    return UserError("store.journal_fixed", "操作记录只能增加，不能改动或删除")


def closing_fixed() -> UserError:
    """A closing would be changed or deleted."""
    return UserError("store.closing_fixed", "结账的记录不能改动或删除", "要改请反结账，改完再结账")


def closed() -> UserError:
    """An entry would be posted into a closed month or year."""
    return UserError("store.closed", "这个月已经结账，不能再入账", "请用结账以后的日期，或反结账后再入账")


def referred(by: str = "") -> UserError:
    """A row would be deleted that others point to, or a reference points to nothing.

    Args:
        by: Which records point to nothing then, e.g. ``家庭成员2条``; empty if the database does not tell.
    """
    return UserError(
        "store.referred", f"还有别的记录用到它{f'（{by}）' if by else ''}，不能删除", "请先处理用到它的记录"
    )


#: Texts of triggers; the triggers raise exactly these.
POSTED = "villagebook: posted rows stay"
JOURNAL = "villagebook: the journal stays"
CLOSING = "villagebook: closings stay"
CLOSED = "villagebook: the period is closed"

_BY_TEXT: tuple[tuple[str, Callable[[], VillagebookError]], ...] = (
    (POSTED, posted),
    (JOURNAL, journal_fixed),
    (CLOSING, closing_fixed),
    (CLOSED, closed),
    ("database or disk is full", disk_full),
    ("No space left on device", disk_full),  # PostgreSQL
    ("database is locked", busy),
    ("attempt to write a readonly database", read_only),
    ("cannot execute INSERT in a read-only transaction", read_only),
    ("malformed", corrupt),
    ("file is not a database", corrupt),
    ("file is encrypted", corrupt),
    ("disk I/O error", _disk_error),
    ("unable to open database file", _disk_error),
    ("FOREIGN KEY constraint failed", referred),
    ("violates foreign key constraint", referred),
    ("connection to server", unreachable),
    ("server closed the connection", unreachable),
    ("the connection is lost", unreachable),
    ("terminating connection", unreachable),
)


def known(error: BaseException) -> VillagebookError | None:
    """Return the known error behind a driver's or the system's error, or None if it is not one we know."""
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return disk_full()
        if error.errno == errno.EROFS:
            return read_only()
        if error.errno in (errno.EACCES, errno.EPERM):
            return no_access(str(error.filename or ""))
        return _disk_error() if error.errno in (errno.EIO, errno.ENODEV, errno.ENXIO) else None
    cause = error.orig if isinstance(error, DBAPIError) else error
    if cause is None or (not isinstance(error, DBAPIError) and not _is_driver_error(error)):
        return None
    text = str(cause)
    return next((make() for part, make in _BY_TEXT if part in text), None)


def _is_driver_error(error: BaseException) -> bool:
    return any(kind.__module__.startswith("sqlcipher3") for kind in type(error).__mro__)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn the known troubles of a block into errors the person can read; others pass."""
    try:
        yield
    except VillagebookError:
        raise
    except Exception as error:
        said = known(error)
        if said is None:
            raise
        raise said from error
