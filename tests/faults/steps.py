"""The moments at which a process may die: after every commit, request, mail and file opened. Counted, killed at one.

Between two of them nothing is left outside the process, so that dying before one is dying after the one before.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

import stripe
from django.core.files.storage import filesystem
from django.core.mail import EmailMessage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

WRITES = ("INSERT", "UPDATE", "DELETE")


class Steps:
    """Counts moments once armed; at the one that was chosen (from 1) the process kills itself, as a power cut would."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.armed = False
        self.seen: list[str] = []

    def reach(self, moment: str) -> None:
        if not self.armed:
            return
        self.seen.append(moment)
        if len(self.seen) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, owner: Any, name: str, label: str, when: Callable[..., bool] = lambda *_args: True) -> None:
        """Make a moment of the end of a call."""
        real = getattr(owner, name)

        def watched(*args: Any, **given: Any) -> Any:
            answer = real(*args, **given)
            if when(*args):
                self.reach(label)
            return answer

        setattr(owner, name, watched)

    def install(self) -> None:
        self.after(BaseDatabaseWrapper, "_commit", "commit")
        self.after(CursorWrapper, "execute", "write", _commits_by_itself)
        self.after(stripe.RequestsClient, "request", "request")
        self.after(EmailMessage, "send", "mail")
        self.after(filesystem.locks, "lock", "open file")


def _commits_by_itself(cursor: CursorWrapper, sql: Any, *_params: Any) -> bool:
    """A write outside any transaction is its own commit."""
    return not cursor.db.in_atomic_block and str(sql).lstrip().upper().startswith(WRITES)
