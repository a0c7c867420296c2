"""What changes dues scales, campaigns and declarations."""

from registrations.renewals.actions.campaigns import (
    change_campaign,
    close_campaign,
    fill_campaign,
    greet_newcomer,
    open_campaign,
    remind,
    tell_of_lapse,
)
from registrations.renewals.actions.declarations import (
    ask_signature,
    decline_renewal,
    note_budget,
    record_paper,
    renew,
    resume_renewal,
    save_part,
    sign_declaration,
)
from registrations.renewals.actions.dues import invoice_dues, invoice_provisionally
from registrations.renewals.actions.sale import DuesSale
from registrations.renewals.actions.scales import copy_scales, set_scale

__all__ = [
    "DuesSale",
    "ask_signature",
    "change_campaign",
    "close_campaign",
    "copy_scales",
    "decline_renewal",
    "fill_campaign",
    "greet_newcomer",
    "invoice_dues",
    "invoice_provisionally",
    "note_budget",
    "open_campaign",
    "record_paper",
    "remind",
    "renew",
    "resume_renewal",
    "save_part",
    "set_scale",
    "sign_declaration",
    "tell_of_lapse",
]
