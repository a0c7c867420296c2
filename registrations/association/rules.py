"""Who may describe the association, and the form of its numbers."""

import re
from typing import Protocol

from registrations.actors import Actor, Role

GST_NUMBER = re.compile(r"\d{9} RT\d{4}", re.ASCII)
QST_NUMBER = re.compile(r"\d{10} TQ\d{4}", re.ASCII)


def may_describe(by: Actor) -> bool:
    """The identity, the people in charge and the tap are the administrator's."""
    return by.has()


def may_decide_taxes(by: Actor) -> bool:
    """Taxes are the accountant's."""
    return by.has(Role.ACCOUNTING)


def spaced(number: str) -> str:
    """A registration number as it is printed: `123456789RT0001` becomes `123456789 RT0001`."""
    bare = "".join(number.upper().split())
    return re.sub(r"^(\d+)(RT|TQ)(\d+)$", r"\1 \2\3", bare)


def is_gst_number(number: str) -> bool:
    return GST_NUMBER.fullmatch(number) is not None


def is_qst_number(number: str) -> bool:
    return QST_NUMBER.fullmatch(number) is not None


class Sender(Protocol):
    """What mails say of who writes."""

    sender_name: str
    sender_email: str
    email: str


def can_send(sender: Sender) -> bool:
    """Whether mails have a sender, and somebody to answer to."""
    return bool(sender.sender_name and sender.sender_email and sender.email)
