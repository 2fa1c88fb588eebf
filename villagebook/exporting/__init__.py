"""Files that leave the program as spreadsheets or packages, and the last look at any file before it leaves.

Lives here: xlsx and csv out of columns and rows (``table``, ``xlsx``, ``csv``), the user's own list handed back with
reasons (``refused``), passwords on workbooks (``locked``), packages that prove themselves and their proof
(``evidence``, ``evidence_check``), the leak scan of finished files (``leaks``). Does not live here: where rows come
from, sessions, records, paper. Everything takes plain values and a target path, writes beside the target and replaces
it only when the finished file has been read back and found equal.

To export one more kind of value: one ``Dress`` in dress.py (a test walks the kinds of fields and demands it). To look
for one more kind of leak: one entry in ``leaks.KINDS`` and one finder in leaks/search.py.
"""
