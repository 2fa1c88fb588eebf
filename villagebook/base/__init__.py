"""The foundation: standard library only. Money, days, resident ids, errors, findings, progress, registry, settings, resources. Knows no record and no file format."""
