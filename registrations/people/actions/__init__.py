"""What changes about people: their records, addresses, accounts and tokens."""

from registrations.people.actions.access import deactivate, reactivate, send_way_in
from registrations.people.actions.addresses import add_address, ask_code, choose_address, remove_address, type_code
from registrations.people.actions.leaving import ask_own_address, close_addresses, end_sessions
from registrations.people.actions.locks import lock_people
from registrations.people.actions.merging import Preview, join_record, keys_to_people, merge_people, preview_people
from registrations.people.actions.records import (
    PersonFields,
    change_person,
    change_profile,
    give_names,
    record_person,
    register_person,
    rewrite_person,
)
from registrations.people.actions.signing import close_if_left, open_account, prove_address, sign_up
from registrations.people.actions.tokens import create_token, end_tokens, note_token_use, revoke_token

__all__ = [
    "PersonFields",
    "Preview",
    "add_address",
    "ask_code",
    "ask_own_address",
    "change_person",
    "change_profile",
    "choose_address",
    "close_addresses",
    "close_if_left",
    "create_token",
    "deactivate",
    "end_sessions",
    "end_tokens",
    "give_names",
    "join_record",
    "keys_to_people",
    "lock_people",
    "merge_people",
    "note_token_use",
    "open_account",
    "preview_people",
    "prove_address",
    "reactivate",
    "record_person",
    "register_person",
    "remove_address",
    "revoke_token",
    "rewrite_person",
    "send_way_in",
    "sign_up",
    "type_code",
]
