"""What changes the staff lists. Locks: the organisation's row first, then people; nobody locks them the other way."""

from registrations.staff.actions.asking import (
    answer_proposal,
    ask_for_post,
    leave_post,
    name_colleague,
    propose_name,
    verify_by_domain,
)
from registrations.staff.actions.bouncing import ask_about_bounce
from registrations.staff.actions.confirming import ask_for_confirmations, confirm_list
from registrations.staff.actions.inviting import (
    accept_invitation,
    decline_invitation,
    invite,
    invite_everybody,
    revoke_when_ended,
)
from registrations.staff.actions.posts import (
    add_colleague,
    answer_bounce,
    change_address,
    change_colleague,
    change_post_as_asked,
    confirm_post,
    correct_name,
    end_post,
    refuse_post,
    undo_end,
)
from registrations.staff.actions.waves import note_departures, open_wave, send_wave, stop_wave

__all__ = [
    "accept_invitation",
    "add_colleague",
    "answer_bounce",
    "answer_proposal",
    "ask_about_bounce",
    "ask_for_confirmations",
    "ask_for_post",
    "change_address",
    "change_colleague",
    "change_post_as_asked",
    "confirm_list",
    "confirm_post",
    "correct_name",
    "decline_invitation",
    "end_post",
    "invite",
    "invite_everybody",
    "leave_post",
    "name_colleague",
    "note_departures",
    "open_wave",
    "propose_name",
    "refuse_post",
    "revoke_when_ended",
    "send_wave",
    "stop_wave",
    "undo_end",
    "verify_by_domain",
]
