"""Make a personal or service API token, and print its secret, which is kept nowhere."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.people.actions import create_token
from registrations.people.models import TokenScope, User


class Command(BaseCommand):
    help = "Make an API token that acts as a person, within its scopes, until it ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's sign-in address")
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--scope", action="append", choices=TokenScope.values, default=[])
        parser.add_argument("--days", type=int, default=90, help="until it ends, 366 at most")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if person is None:
            raise CommandError("Nobody signs in with this address.")
        now, by = timezone.now(), Actor.system("create_api_token")
        scopes = options["scope"] or [TokenScope.READ.value]
        end = now + timedelta(days=options["days"])
        try:
            _token, secret = create_token(
                person=person, name=options["name"], scopes=scopes, expires_at=end, by=by, at=now
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(secret)
