"""What changes reminders, and the sending of statements."""

from registrations.receivables.actions.reminding import remind_payer, send_due
from registrations.receivables.actions.settings import (
    end_pause,
    pause_reminders,
    save_step,
    start_dunning,
    stop_dunning,
)
from registrations.receivables.actions.statements import send_statement

__all__ = [
    "end_pause",
    "pause_reminders",
    "remind_payer",
    "save_step",
    "send_due",
    "send_statement",
    "start_dunning",
    "stop_dunning",
]
