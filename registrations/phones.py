"""Telephone numbers, spelled one way everywhere: 514 555-0100, poste 12; +33 1 23 45 67 89 elsewhere."""

import re

import phonenumbers

HOME = "CA"
LONGEST = 30
_EXTENSION = re.compile(r"\bposte\b\.?", re.IGNORECASE)


def spelled_phone(given: str) -> str | None:
    """The number as we keep it; "" for none, None when it is not a telephone number."""
    if not given.strip():
        return ""
    try:
        number = phonenumbers.parse(_EXTENSION.sub("ext.", given), HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    spelled = _spelled(number)
    return spelled if len(spelled) <= LONGEST else None


def _spelled(number: phonenumbers.PhoneNumber) -> str:
    """Quebec's usage for North America (Office québécois de la langue française), the international form elsewhere."""
    if number.country_code != 1:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    digits = str(number.national_number)
    spelled = f"{digits[:3]} {digits[3:6]}-{digits[6:]}"
    return f"{spelled}, poste {number.extension}" if number.extension else spelled
