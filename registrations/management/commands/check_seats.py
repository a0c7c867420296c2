"""Say whether every seat counter agrees with what is held and with who waits."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registrations.seats.queries import miscounted_pools


class Command(BaseCommand):
    help = "Compare the seat counters with live claims and waiting lists; fails when one disagrees."

    def handle(self, *args: Any, **options: Any) -> None:
        if wrong := miscounted_pools():
            raise CommandError(f"Seat pools that do not add up: {', '.join(map(str, wrong))}")
        self.stdout.write("Every seat pool adds up.")
