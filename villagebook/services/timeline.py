"""The story of one household (经过): everything the book knows to have happened there, the newest first.

Each source of events is one value in ``SOURCES``: one function that reads one kind of records with one query and yields
events. What has no known day comes last (时间不详). Words hold no numbers of persons, no illness and no free notes: the
same events are printed for the visitor at the door.

To add a source: one function and one line in ``SOURCES``, in timeline_sources.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from villagebook.services.timeline_events import UNKNOWN, Event, Source, Story
from villagebook.services.timeline_sources import SOURCES

__all__ = ["SOURCES", "UNKNOWN", "Event", "Source", "Story", "in_order", "kinds", "of"]


def of(
    connection: Connection,
    village_id: uuid.UUID,
    home: Mapping[str, Any],
    only: Iterable[str] | None = None,
    *,
    on_paper: bool = False,
) -> tuple[Event, ...]:
    """Return the events of a household, the newest first, those of unknown days last.

    Args:
        home: The household's row.
        only: Ids of sources; None: all.
        on_paper: Leave out sources that are not for paper.

    Raises:
        KeyError: there is no such source.
    """
    story = Story(connection, village_id, home)
    chosen = SOURCES if only is None else [SOURCES[id] for id in only]
    found = (event for source in chosen if source.on_paper or not on_paper for event in source.read(story))
    return in_order(found)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events: the newest first, of one day as they come, unknown days last."""
    return tuple(sorted(events, key=lambda event: event.on or dt.date.min, reverse=True))


def kinds(events: Iterable[Event]) -> Iterator[tuple[str, str, int]]:
    """Yield (id, title, how many) of the sources that these events come from, in declared order."""
    counts: dict[str, int] = {}
    for event in events:
        counts[event.source] = counts.get(event.source, 0) + 1
    for source in SOURCES:
        if source.id in counts:
            yield source.id, source.title, counts[source.id]
