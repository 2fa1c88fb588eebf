"""The foundation: standard library only.

Money, days and periods, resident ids, errors, findings, progress, the clock and ids, registry, settings,
resources. Nothing here knows a record or a file format, and nothing here asks the clock by itself.

To add a setting: one line in settings.py. To accept one more way in which people write amounts or dates: one
pattern in money.py or days.py and one line in the table of its test.
"""
