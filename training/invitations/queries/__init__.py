"""Reading invitations, and judging lists of people to invite."""

from training.invitations.queries.judging import Asked, Judged, judge
from training.invitations.queries.reading import (
    WITH_SESSION,
    Tally,
    an_invitation,
    forgettable,
    has_seat,
    invitation_of,
    invitations_of,
    link_of,
    my_invitation,
    new_hash,
    places_of,
    session_to_invite,
    standing_of,
    tally,
    to_answer,
    to_remind,
)

__all__ = [
    "WITH_SESSION",
    "Asked",
    "Judged",
    "Tally",
    "an_invitation",
    "forgettable",
    "has_seat",
    "invitation_of",
    "invitations_of",
    "judge",
    "link_of",
    "my_invitation",
    "new_hash",
    "places_of",
    "session_to_invite",
    "standing_of",
    "tally",
    "to_answer",
    "to_remind",
]
