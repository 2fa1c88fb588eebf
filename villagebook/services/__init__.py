"""The verbs and use cases: the only writers of the book, and all that the window and the command line call.

Functions take the open book first and return frozen values; a writing function is marked ``@verb`` and returns what
changed. Does not live here: SQL of ledgers, paper, file formats, questions to the person.

To add a verb: one function in ``<subject>.py`` with its ``@verb(...)`` declaration; a test walks all of them.
"""
