"""What tables show: declared columns and cells (columns), rows fetched by page (rows). No widget lives here.

To add a kind of column: one value in columns.KINDS and its painting in widgets/cells.py.
"""
