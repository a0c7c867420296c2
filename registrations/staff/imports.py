"""A registrar's own list, pasted or uploaded: one line is one colleague, of that organisation alone."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.imports.errors import UnknownImport
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Cell, Email, Text, YesNo
from registrations.memberships.queries import organisations_managed_by
from registrations.organisations.models import Affiliation, Organisation
from registrations.people.models import User
from registrations.people.queries import name_key
from registrations.people.rules import may_keep_register, spelled_name
from registrations.staff.actions import add_colleague, change_colleague, confirm_post, name_colleague
from registrations.staff.actions.keeping import expect_another_registrar
from registrations.staff.errors import RegistrarNeedsAddress, TwoOfThisName
from registrations.staff.models import NameProposal
from registrations.staff.queries import has_own_record, is_known_elsewhere, live_post, person_meant, staff_of
from registrations.staff.rules import EMAIL, FAMILY, GIVEN, REGISTRAR, ROLE, role_named

SHARED = frozenset(
    {"info", "accueil", "admin", "administration", "reception", "contact", "bureau", "courrier", "general"}
)
"""Local parts of addresses that are an office's, not a person's."""


class Title(Cell):
    """A role, under whatever title people give it."""

    empty = ""

    def read(self, text: str) -> str:
        if (role := role_named(text)) is None:
            raise ValueError(
                _("“%(value)s” is not a role that we know: write practitioner, manager, director or support")
                % {"value": text[:60]}
            )
        return role


class ColleagueLines(Lines):
    given_name = Column(GIVEN, example="Camille", required=True, cell=Text(100))
    family_name = Column(FAMILY, example="Tremblay", required=True, cell=Text(100))
    email = Column(EMAIL, example="camille.tremblay@espace-carriere.example", cell=Email())
    role = Column(ROLE, example="Conseillère en emploi", cell=Title())
    is_registrar = Column(REGISTRAR, example="non", cell=YesNo())


@dataclass(slots=True)
class Known:
    """Addresses that the list gives to several names, or that an office has: nobody signs in with them."""

    shared: frozenset[str] = field(default_factory=frozenset)

    def reached(self, values: Values) -> dict[str, str]:
        """The line's address as an own one or as a shared one."""
        address = values.get("email") or ""
        own = address not in self.shared and address.partition("@")[0] not in SHARED
        return {"email": address if own else "", "contact_email": "" if own else address}


class StaffImport(ImportKind):
    """Scoped to one organisation: a file of its registrar can touch no other, nor a record that somebody keeps."""

    kind = "staff"
    label = gettext_lazy("Staff of an organisation")
    lines = ColleagueLines
    roles = frozenset()
    key = ("email", "given_name", "family_name")
    scoped = True

    def __init__(self, organisation: Organisation | None = None) -> None:
        self.organisation = organisation

    def within(self, about: UUID | None) -> "StaffImport":
        found = Organisation.objects.filter(uuid=about, archived_at=None).first()
        if found is None:
            raise UnknownImport()
        return StaffImport(found)

    def allows(self, by: Actor, *, on: date) -> bool:
        return may_keep_register(by) or self.organisation in organisations_managed_by(by, on=on)

    def prepare(self, lines: Sequence[Values]) -> Known:
        names = {(v["email"], name_key(v["given_name"], v["family_name"])) for v in lines if v.get("email")}
        people = Counter(address for address, _name in names)
        return Known(frozenset(address for address, count in people.items() if count > 1))

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - nothing is past here
        today = timezone.localdate()
        try:
            person = self._person(values, known, on=today)
            if values.get("is_registrar") and not (known.reached(values)["email"] or (person and person.email)):
                raise RegistrarNeedsAddress()
            post = live_post(person, self._organisation, on=today) if person else None
            if post and values.get("is_registrar") is False and post.is_registrar:
                expect_another_registrar(post)
        except DomainError as refusal:
            return refused(str(refusal))
        if person is None:
            return Outcome(Verdict.NEW)
        if post is None:
            return Outcome(Verdict.NEW, [_("Already known to AXTRA: their name and address stay as they wrote them.")])
        return _compared(post, values)

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:  # noqa: ARG002 - the same
        today = timezone.localdate(at)
        person = self._person(values, known, on=today)
        post = live_post(person, self._organisation, on=today) if person else None
        if post is None:
            self._add(values, known, by=by, at=at)
            return
        wanted = _wanted(values)
        if post.verified_at is None:
            confirm_post(post, by=by, at=at, **wanted)
        elif wanted:
            change_colleague(post, by=by, at=at, **wanted)
        if _respelled(post, values):
            names = {"given_name": values["given_name"], "family_name": values["family_name"]}
            name_colleague(post, by=by, at=at, **names)

    @property
    def _organisation(self) -> Organisation:
        if self.organisation is None:
            raise UnknownImport()
        return self.organisation

    def _person(self, values: Values, known: Known, *, on: date) -> User | None:
        """Whom the line means; a name without an address means the only colleague who has it."""
        names = {"given_name": values["given_name"], "family_name": values["family_name"]}
        try:
            return person_meant(self._organisation, **names, **known.reached(values), on=on)
        except TwoOfThisName:
            staff = [post.person for post in staff_of(self._organisation, on=on)]
            same = [each for each in staff if name_key(each.given_name, each.family_name) == name_key(**names)]
            if len(same) != 1:
                raise
            return same[0]

    def _add(self, values: Values, known: Known, *, by: Actor, at: datetime) -> None:
        names = {"given_name": values["given_name"], "family_name": values["family_name"]}
        add_colleague(
            organisation=self._organisation, **names, **known.reached(values), **_wanted(values), by=by, at=at
        )


def _compared(post: Affiliation, values: Values) -> Outcome:
    """What of a colleague's line is new; a name that its person keeps is proposed to them, once."""
    changed = post.verified_at is None or any(getattr(post, name) != value for name, value in _wanted(values).items())
    notes = []
    if _respelled(post, values) and _keeps_name(post):
        notes = [_("Their name stays as they wrote it: this spelling is proposed to them.")]
        names = {"given_name": values["given_name"], "family_name": values["family_name"]}
        asked = NameProposal.objects.filter(person=post.person, organisation=post.organisation, **names).exists()
        changed = changed or not asked
    elif _respelled(post, values):
        changed = True
    return Outcome(Verdict.UPDATE if changed else Verdict.SAME, notes)


def _respelled(post: Affiliation, values: Values) -> bool:
    """Accents, case or hyphens alone: another name is another person. Accents that are only lost correct nothing."""
    known = (post.person.given_name, post.person.family_name)
    written = (spelled_name(values["given_name"]), spelled_name(values["family_name"]))
    return any(known) and written not in (known, tuple(map(_plain, known)))


def _keeps_name(post: Affiliation) -> bool:
    """Whether a name is not this list's to write: it is proposed."""
    return has_own_record(post.person) or is_known_elsewhere(post)


def _plain(name: str) -> str:
    """A name as a keyboard without accents writes it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _wanted(values: Values) -> dict[str, Any]:
    """What the line says of the post; a cell that is left empty changes nothing."""
    wanted: dict[str, Any] = {"role": values["role"]} if values.get("role") else {}
    if "is_registrar" in values:
        wanted["is_registrar"] = values["is_registrar"]
    return wanted


KINDS: tuple[ImportKind, ...] = (StaffImport(),)
