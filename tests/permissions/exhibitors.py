"""Exhibitors."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row

SCREENS = {
    "forfaits-d-exposants": screen(change=("event_lead",)),
    "exposants": screen(change=("accounting", "event_lead")),
}
ROWS = {
    "GET /exposants/": Row(answers(200, anonymous=302)),
    "GET /exposants/<uuid:uuid>/commander/": Row(answers(404, anonymous=302)),
}
