"""Check that the French catalogue is complete: extract again, and name each sentence that has none or is doubtful."""

from typing import Any

from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registrations.management.commands.messages import Command as Messages


class Command(BaseCommand):
    help = "Fail when a sentence of the code has no French."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.LOCALE_PATHS[0] / "fr/LC_MESSAGES/django.po"
        before = path.read_bytes()
        try:
            Messages().run_from_argv(["manage.py", "messages"])
            missing = self.missing(path)
        finally:
            path.write_bytes(before)
        if missing:
            raise CommandError("Sentences without French:\n  " + "\n  ".join(missing))
        self.stdout.write("The French catalogue is complete.")

    def missing(self, path: Any) -> list[str]:
        """Message ids whose translation is empty or fuzzy."""
        with path.open("rb") as file:
            catalogue = read_po(file, locale="fr")
        return [
            str(message.id) for message in catalogue if message.id and (message.fuzzy or not complete(message.string))
        ]


def complete(translation: Any) -> bool:
    """A plural has all its forms."""
    return all(translation) if isinstance(translation, (tuple, list)) else bool(translation)
