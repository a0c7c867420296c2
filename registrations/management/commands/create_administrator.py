"""Make the first account of the team."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from registrations.team.actions import create_administrator


class Command(BaseCommand):
    help = "Make an administrator's account; it signs in by a code sent to its address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"This is not an e-mail address: {options['email']}") from error
        person = create_administrator(email=options["email"], at=timezone.now())
        self.stdout.write(
            f"{person.email} is an administrator.\n"
            f"1. Open {settings.SITE_URL}/comptes/login/code/ and give this address: a code is sent to it\n"
            "   (without a mail server, it is printed by the web server in the console).\n"
            "2. Add a passkey or an authenticator application when asked: the admin requires a second factor.\n"
            f"3. Open {settings.SITE_URL}/admin/ and follow the checklist of the first day."
        )
