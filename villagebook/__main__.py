"""``python -m villagebook`` is the command line."""

from villagebook.cli import main

main()
