"""Who may keep the register of people, and the form of what it keeps."""

import unicodedata

import phonenumbers

from registrations.actors import Actor, Role

KEEPERS = (Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
HOME = "CA"


def may_keep_register(by: Actor) -> bool:
    """The team members who register organisations, people and their posts."""
    return by.has(*KEEPERS)


def spelled_phone(given: str) -> str | None:
    """A telephone number as we keep it, (514) 555-0123 or +33 1 ...; "" for none, None when it is not one."""
    if not given.strip():
        return ""
    try:
        number = phonenumbers.parse(given, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    formats = phonenumbers.PhoneNumberFormat
    form = formats.NATIONAL if number.country_code == 1 else formats.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def spelled_name(given: str) -> str:
    """A name on one line, without the marks that nobody sees: they break spreadsheets, calendars and headers."""
    return " ".join("".join(c for c in given if c.isspace() or unicodedata.category(c)[0] != "C").split())
