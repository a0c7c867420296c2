"""Joins and leaves: how long somebody was there, however often the line was cut."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time in intervals that neither overlap nor touch, in order; those that last nothing are left out."""
    merged: list[Interval] = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def clipped(intervals: Iterable[Interval], starts_at: datetime, ends_at: datetime) -> list[Interval]:
    """What of it was within the meeting."""
    cut = ((max(start, starts_at), min(end, ends_at)) for start, end in intervals)
    return [(start, end) for start, end in cut if start < end]


def minutes_in(intervals: Iterable[Interval], starts_at: datetime, ends_at: datetime) -> int:
    """Minutes within the meeting, to the nearest: two devices at once count once, an early connection not at all."""
    there = sum((end - start for start, end in clipped(union(intervals), starts_at, ends_at)), timedelta())
    whole = int((ends_at - starts_at).total_seconds()) // 60
    return min(whole, int(there.total_seconds() + 30) // 60)
