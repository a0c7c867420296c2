"""What lists let one do to several rows: `BULKS`, filled as the admin's screens are registered."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from registrations.actors import Actor
from registrations.lists.rules import Verdict


class Deed(Protocol):
    """One act, in the hands of one actor, with what its form was given; `run` once it is more than a dry run."""

    run: Any

    def allowed(self) -> bool: ...

    def instances(self, pks: Iterable[int]) -> Mapping[int, Any]: ...

    def prepare(self, instances: list[Any]) -> None: ...

    def verdict(self, instance: Any) -> Verdict: ...

    def act(self, instance: Any) -> None: ...


MakeDeed = Callable[[Actor, Mapping[str, Any]], Deed]
BULKS: dict[tuple[str, str], MakeDeed] = {}
"""`(screen, action)` -> a function of the actor and of what the form was given."""
