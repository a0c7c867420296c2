"""The kinds of person, and how their answers are written."""

from dataclasses import dataclass, field

from registrations.actors import Role

ROLES = tuple(role.value for role in Role)
TEAM = tuple(role for role in ROLES if role not in (Role.DOOR, Role.ADMINISTRATOR))
PEOPLE = ("participant", "member", "manager", "registrar")
KINDS = ("anonymous", *PEOPLE, *ROLES)


def answers(default: int, **by_kind: int) -> dict[str, int]:
    """One status per kind: `answers(200, anonymous=401)`; `team=` stands for every role but `door`."""
    team = by_kind.pop("team", None)
    unknown = set(by_kind) - set(KINDS)
    assert not unknown, f"Unknown kinds of person: {sorted(unknown)}"
    every = dict.fromkeys(KINDS, default)
    if team is not None:
        every |= dict.fromkeys((*TEAM, Role.ADMINISTRATOR.value), team)
    return every | by_kind


@dataclass(frozen=True)
class Screen:
    """Who reads an admin viewset's lists and pages, and who may open what acts; the administrator always may."""

    view: frozenset[str] = field(default_factory=frozenset)
    change: frozenset[str] = field(default_factory=frozenset)


def screen(*, view: tuple[str, ...] = (), change: tuple[str, ...] = ()) -> Screen:
    always = frozenset({Role.ADMINISTRATOR.value})
    return Screen(frozenset(view) | frozenset(change) | always, frozenset(change) | always)
