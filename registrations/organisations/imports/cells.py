"""What the cells of the register's own files may hold: the rules of its actions, asked when the file is read."""

import uuid

from django.utils.translation import gettext as _

from registrations.imports.rules.cells import Cell, Domain, Matching, Text
from registrations.organisations.errors import DomainImpossible, NeqImpossible, PublicMailDomain
from registrations.organisations.rules import is_possible_domain, is_possible_neq, is_public_mail
from registrations.people.rules import spelled_name


class Name(Text):
    """One line, without the marks that nobody sees."""

    def read(self, text: str) -> str:
        return super().read(spelled_name(text))


class Neq(Matching):
    """Ten digits of the register of enterprises."""

    def __init__(self) -> None:
        super().__init__(r"[0-9]{10}", "1141234567", empty=None)

    def read(self, text: str) -> str:
        neq = super().read(text)
        if not is_possible_neq(neq):
            raise ValueError(said(NeqImpossible(neq=neq)))
        return neq


class OwnDomain(Domain):
    """A domain that can be one organisation's."""

    def read(self, text: str) -> str:
        domain = super().read(text)
        if not is_possible_domain(domain):
            raise ValueError(said(DomainImpossible(domain=domain)))
        if is_public_mail(domain):
            raise ValueError(said(PublicMailDomain(domain=domain)))
        return domain


class Identifier(Cell):
    """The public identifier that our exports write."""

    def read(self, text: str) -> uuid.UUID:
        try:
            return uuid.UUID(text)
        except ValueError:
            raise ValueError(_("“%(value)s” is not an identifier of our exports") % {"value": text[:40]}) from None


def said(refusal: Exception) -> str:
    """The sentence of a refusal inside that of a line, which ends it."""
    return str(refusal).rstrip(".")
