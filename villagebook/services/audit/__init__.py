"""The evidence of a year for the township: one signed zip that proves itself, and the proof.

Lives here: what goes into a package (``contents``), what its redacted edition leaves out (``redaction``), the pages in
it that people read (``words``), making one (``making``) and proving one (``proving``). Does not live here: the form of
a package and its manifest (exporting/evidence.py), the journal's sealed lines and the book's key (store/).

To let one more ledger go along: its id in ``contents.AUDITED``.
"""

from villagebook.services.audit.making import EDITIONS, Made, make
from villagebook.services.audit.proving import Proof, prove

__all__ = ["EDITIONS", "Made", "Proof", "make", "prove"]
