"""Addresses of every sort: e-mail, web, telephone, postal codes, domains."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from registrations.imports.rules.cells.numbers import SPACES
from registrations.imports.rules.cells.words import Cell
from registrations.phones import spelled_phone


class Email(Cell):
    """An address, in lower case."""

    empty = ""

    def read(self, text: str) -> str:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("“%(value)s” is not an e-mail address") % {"value": text[:80]}) from None
        return text.lower()


class Url(Cell):
    """A web address; `https://` may be left out."""

    empty = ""

    def read(self, text: str) -> str:
        address = text if "://" in text else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ValueError(_("“%(value)s” is not a web address") % {"value": text[:80]}) from None
        if len(address) > 200:
            raise ValueError(_("at most %(length)s characters, not %(given)s") % {"length": 200, "given": len(address)})
        return address


class Phone(Cell):
    """A telephone number of North America, or with its country code; kept as 514 555-0100, poste 12."""

    empty = ""

    def read(self, text: str) -> str:
        if (spelled := spelled_phone(text)) is None:
            raise ValueError(_("“%(value)s” is not a telephone number") % {"value": text[:40]})
        return spelled


class Matching(Cell):
    """Text of one form, given without spaces and in capitals: a postal code, an NEQ."""

    def __init__(self, form: str, example: str, *, form_kept: str = r"\g<0>", empty: str | None = "") -> None:
        super().__init__()
        self.form, self.example, self.form_kept, self.empty = re.compile(form), example, form_kept, empty

    def read(self, text: str) -> str:
        found = self.form.fullmatch(text.translate(SPACES).replace("-", "").upper())
        if not found:
            raise ValueError(_("“%(value)s” has not the form %(example)s") % self._said(text))
        return found.expand(self.form_kept)

    def _said(self, text: str) -> dict[str, str]:
        return {"value": text[:40], "example": self.example}


POSTAL_CODE = Matching(r"([A-Z][0-9][A-Z])([0-9][A-Z][0-9])", "H2X 1Y4", form_kept=r"\1 \2")


class Domain(Cell):
    """The part of an e-mail address after its sign."""

    def read(self, text: str) -> str:
        domain = text.lower().removeprefix("@")
        if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", domain):
            raise ValueError(_("“%(value)s” is not an e-mail domain: write centre.qc.ca") % {"value": text[:60]})
        return domain
