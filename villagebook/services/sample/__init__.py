"""The sample village 上云村: invented, with two years of work, for ``villagebook demo``, tests and golden files.

``build(ids, today)`` gives rows by record class and the notices to be made; it writes nothing and asks no clock.
Lives here: the data (people.py, projects.py, funds.py, notices.py, village.py), what is derived from it (facts.py,
persons.py, homes.py, incomes.py) and the making of rows. Does not live here: writing to a book.

All of it is invented: the area code 350699 is assigned to no county, office phones are 0599-555xxxx, mobile numbers
1390000xxxx. To add something: one value in the table of its noun; each table's module says what to mind.
"""

from villagebook.services.sample.build import Planted, SampleVillage, build, planted
from villagebook.services.sample.facts import SAMPLE_DAY
from villagebook.services.sample.notices import NoticeOrder

__all__ = ["SAMPLE_DAY", "NoticeOrder", "Planted", "SampleVillage", "build", "planted"]
