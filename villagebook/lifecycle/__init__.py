"""The life of a project as it is laid down: its stages with what each needs, and the slots of its binder.

Lives here: declared stages (stages.py) and binder slots (slots.py), and how far a project is by them, all as plain
functions of plain values: no book, no database. Does not live here: reading the book for them (services/), paper.

To add a stage: one ``Stage`` in stages.py. To add a slot of the binder: one ``Slot`` in slots.py.
"""
