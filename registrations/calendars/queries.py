"""One's own feed, whose feed an address is, and what it holds."""

from datetime import datetime
from hashlib import sha256
from operator import attrgetter

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from registrations.calendars.models import CalendarFeed
from registrations.calendars.rules import LONGEST_SECRET, secret_of
from registrations.errors import NotFound
from registrations.messages.calendar import feed_file
from registrations.messages.registry import CALENDAR_ENTRIES
from registrations.people.models import User
from registrations.people.queries import hashed


def address_of(person: User) -> str | None:
    """The address of one's live feed; None when there is none, or no key of the site makes its secret any more."""
    feed = CalendarFeed.objects.filter(person=person, revoked_at=None).first()
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if feed else ():
        secret = secret_of(feed.uuid, key) if feed else ""
        if feed and hashed(secret) == feed.hash:
            return f"{settings.SITE_URL}/calendar/{secret}.ics"
    return None


def feed_behind(secret: str) -> CalendarFeed:
    """The live feed of a secret. Raises `NotFound`: revoked, unknown, or of somebody who is out of use."""
    found = None
    if len(secret) <= LONGEST_SECRET and secret.isascii():
        rows = CalendarFeed.objects.filter(revoked_at=None, person__is_active=True, person__erased_at=None)
        found = rows.select_related("person").filter(hash=hashed(secret)).first()
    if found is None:
        raise NotFound()
    return found


def calendar_of(person: User, *, at: datetime) -> tuple[bytes, str]:
    """The file and its mark (ETag): the same as long as nothing changed. No name, no address is in it."""
    with override(person.language):
        entries = [entry for give in CALENDAR_ENTRIES for entry in give(person, at)]
        content = feed_file(sorted(entries, key=attrgetter("starts_at", "uid")), name=_("AXTRA – my registrations"))
    return content, f'"{sha256(content).hexdigest()[:32]}"'
