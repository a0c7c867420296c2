"""Making one's calendar address, and making another in its place."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from registrations.actors import Actor
from registrations.calendars.models import CalendarFeed
from registrations.calendars.rules import secret_of
from registrations.errors import Forbidden
from registrations.ids import uuid7
from registrations.journal import actions as journal
from registrations.people.models import User
from registrations.people.queries import hashed


@transaction.atomic
def renew_feed(*, by: Actor, at: datetime) -> CalendarFeed:
    """One's own new address; the former one opens nothing from now on. One at a time, under the person's lock."""
    if by.person is None:
        raise Forbidden()
    User.objects.lock(by.person.pk)
    CalendarFeed.objects.filter(person=by.person, revoked_at=None).update(revoked_at=at)
    uuid = uuid7()
    made = hashed(secret_of(uuid, settings.SECRET_KEY))
    feed = CalendarFeed.objects.create(uuid=uuid, person=by.person, hash=made, created_at=at)
    journal.log(feed, "calendars.renew", by=by, at=at)
    return feed
