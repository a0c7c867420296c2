"""Extract the sentences to translate into the French catalogue, sorted, without places: changes read well."""

from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    help = "Renew config/locale/fr/LC_MESSAGES/django.po from the code and templates."
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-output"]
    xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]

    def handle(self, *args: Any, **options: Any) -> None:
        options |= {"locale": ["fr"], "no_location": True, "no_obsolete": True, "no_wrap": True, "verbosity": 0}
        options["ignore_patterns"] = [".venv", ".venv/*", "var/*", "tests/*"]
        super().handle(*args, **options)
        catalogue = settings.LOCALE_PATHS[0] / "fr/LC_MESSAGES/django.po"
        empty = catalogue.read_text().count('msgstr ""\n\n') + catalogue.read_text().count('msgstr[0] ""\n')
        self.stdout.write(f"Sentences without French: {empty}")
