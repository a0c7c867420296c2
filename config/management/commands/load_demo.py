"""Load the demo's two years, once: what is already loaded is left as it is."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config.demo.loader import is_loaded, load, summary


class Command(BaseCommand):
    help = "Load the demo data (only where DEMO is on)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", help="the day that the demo takes for today, as 2026-11-21 (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_loaded():
            day = options["as_of"]
            at = timezone.make_aware(datetime.fromisoformat(f"{day} 10:00")) if day else timezone.now()
            load(at=at, say=self.stdout.write)
        self.stdout.write(summary())
