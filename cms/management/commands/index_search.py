"""Write the search index anew: after an upgrade that changes the folding of words, or a restored backup."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.search.registry import SOURCES


class Command(BaseCommand):
    help = "Index anew everything that can be searched; readers keep finding the old entries meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, source in SOURCES.items():
            self.stdout.write(f"{kind}: {source.rebuild()}")
