"""Paper from plain values: faces, line breaking, pages, tables, forms, and the sheets made of them.

The only package that knows ReportLab. It knows no book and no record: what is printed comes in as text,
numbers, dates and rows of them. From the bottom up:

* ``truetype`` reads a font file and cuts subsets; ``faces`` says which face sets which role and what to do
  with a character it lacks; ``composite`` embeds a face in a PDF.
* ``breaking`` turns a text and a width into lines. It knows no page.
* ``page`` is the paper: text, rules, pictures, layers drawn once, QR codes. ``foot`` is the foot of a sheet.
* ``table`` sets a table from rows; ``forms`` a form page from one declaration; ``text_form`` the plain text
  of both; ``checkcode`` the code printed at the foot.
* ``notice`` sets notices, ``listing`` any ledger, ``handbook`` the books of households; ``saving`` puts a
  finished file in its place.

To add a sheet: a module with a frozen dataclass of plain values and a function that draws it on a Paper.
To add a handbook page or dossier paper: a Form (see ``forms``).
"""
