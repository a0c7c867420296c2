"""Calendar feeds: one's own address, and a feed for whoever has its secret."""

from registrations.calendars.actions import renew_feed
from registrations.calendars.queries import address_of
from tests.factories.registrations import NOW
from tests.people import actor_for
from tests.permissions.kinds import answers
from tests.permissions.table import Row


def made(world):
    person = world.people["participant"]
    renew_feed(by=actor_for(person), at=NOW)
    return {"token": address_of(person).rpartition("/")[2].removesuffix(".ics")}


ROWS = {
    "GET /moi/calendrier/": Row(answers(200, anonymous=302)),
    "POST /moi/calendrier/": Row(answers(302), body={}),
    "GET /calendar/<str:token>.ics": Row(answers(200), make=made),
    "GET /api/v1/me/calendar": Row(answers(200, anonymous=401)),
    "POST /api/v1/me/calendar": Row(answers(201, anonymous=401), body={}),
}
