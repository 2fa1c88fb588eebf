"""villagebook (村务一本清): one village's one book, from lists in to paper out.

How the packages depend on each other, and how to add one more of each kind, is in CONTRIBUTING.md;
each package's own docstring says what lives there.
"""

__version__ = "0.1.0"
