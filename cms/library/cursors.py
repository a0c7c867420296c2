"""The place of a page in a list, as an address carries it: signed, so that nobody makes one up."""

from datetime import date

from django.core import signing

from cms.library.queries import Place
from registrations.schemas import BadCursor

SALT = "library"


def cursor_of(place: Place | None) -> str | None:
    """None when there is no page there."""
    if place is None:
        return None
    rank, day, key = place.keys
    return signing.dumps([rank, day.isoformat(), key, int(place.backwards)], salt=SALT)


def place_of(cursor: str) -> Place | None:
    """None for the first page. Raises `BadCursor`."""
    if not cursor:
        return None
    try:
        rank, day, key, backwards = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor from error
    return Place((rank, date.fromisoformat(day), key), backwards=bool(backwards))
