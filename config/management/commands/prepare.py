"""Make the data folder ready to serve: catalogues, migrations, static files, first pages, demo data. Safe to repeat."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from registrations.models import User


class Command(BaseCommand):
    help = "Prepare the site (or the demo) in DATA_DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", choices=["site", "demo"])

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("compile_messages")
        if self.pending():
            self.stdout.write("Preparing the database (once, about twenty seconds)...")
            call_command("migrate", verbosity=0, interactive=False)
        self.collect_static()
        call_command("prepare_site")
        if options["place"] == "demo":
            call_command("load_demo")
        elif not User.objects.filter(groups__name="administrator").exists():
            self.stdout.write(
                "Create the first account: .venv/bin/python manage.py create_administrator you@example.org"
            )

    def pending(self) -> bool:
        """Whether a migration is not applied yet."""
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def collect_static(self) -> None:
        """Hashing and compressing all of Wagtail's files takes seconds: only when ours or the dependencies changed."""
        stamp, now = settings.STATIC_ROOT / "collected.sha256", self.static_fingerprint()
        if not stamp.exists() or stamp.read_text() != now:
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(now)

    def static_fingerprint(self) -> str:
        """Changes with the lock and with each static file of ours."""
        digest = sha256((settings.ROOT / "requirements.lock").read_bytes())
        for path in sorted(path for path in settings.ROOT.glob("*/static/**/*") if path.is_file()):
            digest.update(f"{path}{path.stat().st_size}{path.stat().st_mtime_ns}".encode())
        return digest.hexdigest()
