"""Migration scripts, shipped with the program and run by store/migrate.py.

To add one: a file ``versions/NNNN_what.py`` with ``revision``, ``down_revision`` and ``upgrade()``; it never
imports today's models, because it must still build yesterday's schema in ten years. Then set
``store.schema.VERSION``. On SQLite a column that is not simply added needs ``op.batch_alter_table``.
A script that removes or adds rows names their tables in ``ROWS_MAY_CHANGE = ("table",)``; otherwise the counts
before and after must be equal.
"""
