"""Invitations to sessions: the training lead sends them; who is invited answers, by a link or among their own."""

from tests.permissions.kinds import answers, screen
from tests.permissions.table import NOTHING, Row

SCREENS = {"invitations-aux-seances": screen(change=("training_lead",))}


def unknown(_world):
    return {"secret": "unknown"}


def nothing(_world):
    return {"uuid": NOTHING["uuid"]}


ROWS = {
    "GET /api/v1/me/invitations": Row(answers(200, anonymous=401)),
    "POST /api/v1/me/invitations/{invitation_id}/answer": Row(
        answers(404, anonymous=401), lambda _world: {"invitation_id": NOTHING["uuid"]}, body={"answer": "no"}
    ),
    "GET /moi/invitations/": Row(answers(200, anonymous=302)),
    "GET /moi/invitations/<uuid:uuid>/": Row(answers(404, anonymous=302), nothing),
    "POST /moi/invitations/<uuid:uuid>/": Row(answers(404, anonymous=302), nothing, body={}),
    "GET /formation/invitation/<str:secret>/": Row(answers(404), unknown),
    "POST /formation/invitation/<str:secret>/": Row(answers(404), unknown, body={}),
}
