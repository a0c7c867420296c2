"""Who completed an activity: a pure rule, asked by the lists, the certificates and the funder's report."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`percent`: the share of the minutes to attend. `replay_counts`: minutes seen afterwards count as attended."""

    percent: int = 80
    replay_counts: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """One meeting of the session, and how long one person was there; `replay`: how long they saw of it afterwards."""

    planned: int
    minutes: int = 0
    replay: int = 0
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """Minutes attended, of those planned, and whether the activity is completed."""

    minutes: int
    planned: int
    completed: bool


def completion(meetings: Iterable[Presence], rule: Rule) -> Completion:
    """The share over the whole session, and in each mandatory meeting too. Nobody completes by being absent."""
    counted = [(_counted(meeting, rule), meeting) for meeting in meetings]
    minutes, planned = sum(sat for sat, _ in counted), sum(meeting.planned for _, meeting in counted)
    enough = all(_enough(sat, meeting.planned, rule) for sat, meeting in counted if meeting.mandatory)
    return Completion(minutes, planned, minutes > 0 and enough and _enough(minutes, planned, rule))


def _counted(meeting: Presence, rule: Rule) -> int:
    """What counts of a meeting: never more than it lasted."""
    return min(meeting.planned, meeting.minutes + (meeting.replay if rule.replay_counts else 0))


def _enough(minutes: int, planned: int, rule: Rule) -> bool:
    return minutes * 100 >= rule.percent * planned
