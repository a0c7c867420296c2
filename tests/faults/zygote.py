"""A process that has imported everything and forks for each command: a child costs milliseconds, and may be killed.

It has no thread and no connection of its own, so that forking it is safe. One command a line, in JSON, on its standard
input: `{"act": "live", "kill_at": 7, "database": ..., "folder": ..., "provider": ...}`; one answer a line.
"""

import json
import os
import sys
import traceback
from typing import Any


def main() -> None:
    import django

    django.setup()
    _import_all()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_in_a_child(json.loads(line))) + "\n")
        sys.stdout.flush()


def _import_all() -> None:
    """What a child would otherwise import again and again."""
    import stripe.checkout  # noqa: F401
    import typst  # noqa: F401
    from django.urls import get_resolver

    import tests.factories.sales
    import tests.faults.story  # noqa: F401

    get_resolver().reverse_dict  # noqa: B018 - it loads every address


def _in_a_child(command: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _live_and_end(command, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(child, 0)
    return {"killed": os.WIFSIGNALED(status), "said": json.loads(said) if said else None}


def _live_and_end(command: dict[str, Any], writing: int) -> None:
    """Never returns: the child ends here, without the goodbyes of its parent's modules."""
    try:
        said = {"done": _done(command)}
    except BaseException:  # noqa: BLE001 - it is told to the parent
        said = {"failed": traceback.format_exc()}
    with os.fdopen(writing, "w") as pipe:
        json.dump(said, pipe)
    os._exit(0)


def _done(command: dict[str, Any]) -> Any:
    from tests.faults import story
    from tests.faults.steps import Steps

    story.at_home(**{name: command[name] for name in ("database", "folder", "provider")})
    if command["act"] == "seed":
        return story.seed()
    if command["act"] == "finish":
        return story.finish(comes_back=command["comes_back"])
    steps = Steps(command["kill_at"])
    steps.install()
    return story.live(steps)


if __name__ == "__main__":
    main()
