"""Notice kinds: what may hang on the village's wall, for how long, and in which words.

Lives here: the kinds, their drafts as plain content, and the words that never hang on a wall. Does not live here:
posting (services), drawing (documents), the scan of the finished file (exporting).

To add a kind: one ``NoticeKind`` in the kinds_ module of its subject and the function that gives its tables; its
length is a policy ``notice.<kind>.days``. A column that shows a secret field, or an office field without the rule
that demands it, fails at import.
"""

from villagebook.notices.kind import Disclosure, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.kinds import NOTICE_KINDS
from villagebook.notices.subject import NoticeRules, NoticeSubject

__all__ = ["NOTICE_KINDS", "Disclosure", "NoticeColumn", "NoticeKind", "NoticeRules", "NoticeSubject", "NoticeTable"]
