"""The parts pages are made of: each paints from tokens, follows the text size, and has an accessible name.

No page, no service and no policy is known here. To add a part: a module named by its noun; measures through ``px``,
colours through ``color``, text through ``paint.text``; an accessible name on everything that is painted.
"""
