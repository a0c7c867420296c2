"""Read a delivery status notification that a mail server hands over, as from a pipe of its aliases."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils import timezone

from registrations.actors import Actor, Via
from registrations.messages.actions import record_bounce
from registrations.messages.dsn import Failure, Notification, read_notification
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.queries import message_named
from registrations.messages.rules import BounceKind

LARGEST = 5_000_000
TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the notification and comes back


class Command(BaseCommand):
    help = "Read one bounce (RFC 3464) on the standard input and keep the address that refused our mail."

    def handle(self, *args: Any, **options: Any) -> None:
        found = read_notification(sys.stdin.buffer.read(LARGEST))
        if found is None:
            self.stdout.write("This mail is no delivery status notification: ignored.")
            return
        try:
            self.keep(found)
        except OperationalError as busy:
            self.stderr.write(f"The database is busy: {busy}")
            sys.exit(TRY_AGAIN)

    def keep(self, found: Notification) -> None:
        """Only for a mail that we sent: anybody can write a notification, nobody can guess a Message-ID."""
        named = (message_named(name) for name in found.message_ids)
        message = next((message for message in named if message), None)
        if message is None:
            self.stdout.write("This notification is about no mail of ours: ignored.")
            return
        for failure in found.failures:
            row = self.bounce(failure, message)
            self.stdout.write(f"Kept ({row.kind}), message {message.uuid}.")

    @staticmethod
    def bounce(failure: Failure, message: Message) -> BouncedAddress:
        """Against the address to which we wrote; another one (forwarded, or changed since) is noted, never stopped."""
        is_ours = message.address.lower() in failure.addresses
        return record_bounce(
            address=message.address if is_ours else failure.addresses[0],
            kind=failure.kind if is_ours else BounceKind.SOFT,
            diagnosis=failure.diagnosis,
            message=message,
            by=Actor(person=None, via=Via.COMMAND, job="read_bounce"),
            at=timezone.now(),
        )
