"""Give an empty site its first pages; safe to repeat."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.pages.actions import prepare_pages
from magazine.issues.actions import prepare_magazine


class Command(BaseCommand):
    help = "Make the home page, the first pages and the record of the site."

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.SITE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        home = prepare_pages(name=settings.WAGTAIL_SITE_NAME, host=address.hostname or "localhost", port=port)
        prepare_magazine(home=home)
        self.stdout.write(f"The site's pages are ready: {settings.SITE_URL}/")
