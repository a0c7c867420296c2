"""Purge what is past its term, or say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from registrations.actors import Actor, Via
from registrations.privacy import actions
from registrations.privacy.registry import RETENTIONS


class Command(BaseCommand):
    help = "Delete or empty what is past its term (Law 25); the worker does it each night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and touch nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if dry_run:
            counts = {each.name: each.due(timezone.localdate(now)) for each in RETENTIONS}
        else:
            system = Actor(person=None, via=Via.COMMAND, job="purge")
            done = actions.purge(by=system, at=now).counts
            counts = {each.name: done.get(each.name, 0) for each in RETENTIONS}
        for name, number in counts.items():
            self.stdout.write(f"{number:8} {name}")
        self.stdout.write(f"{sum(counts.values()):8} {'would go' if dry_run else 'gone'}")
