"""Importing people with their posts: one line is one person in one organisation."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, changes, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Day, Email, Phone, Text, YesNo
from registrations.organisations.actions import affiliate, change_affiliation
from registrations.organisations.imports.words import LANGUAGES, ROLES
from registrations.organisations.models import Affiliation
from registrations.organisations.queries import OrganisationBook
from registrations.organisations.rules import AffiliationRole
from registrations.people.actions import change_person, register_person
from registrations.people.models import User
from registrations.people.queries import PeopleBook, name_key
from registrations.people.rules import KEEPERS

OF_PERSON = ("given_name", "family_name", "language", "phone")
OF_POST = ("role", "is_registrar", "starts_on", "ends_on")


class PersonLines(Lines):
    given_name = Column("Prénom", example="Camille", required=True, cell=Text(100))
    family_name = Column("Nom", example="Tremblay", required=True, cell=Text(100))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", required=False, cell=Email())
    phone = Column("Téléphone", example="514 555-0101", cell=Phone())
    language = Column("Langue", example="Français", cell=Choice(LANGUAGES, empty="fr"))
    organisation = Column("Organisme", example="Espace carrière du Fleuve", required=True, cell=Text(200))
    role = Column("Rôle", example="Intervenant·e", cell=Choice(ROLES, empty=AffiliationRole.PRACTITIONER))
    is_registrar = Column("Personne responsable", example="non", cell=YesNo())
    starts_on = Column("Depuis", example="2024-09-01", cell=Day())
    ends_on = Column("Jusqu'au", example="", cell=Day())
    verified = Column("À vérifier", example="non", cell=YesNo())


@dataclass(slots=True)
class Known:
    """What the lines may mean: organisations, people, the posts of both, and addresses that several names share."""

    organisations: OrganisationBook
    people: PeopleBook
    shared: frozenset[str]
    posts: dict[tuple[int, int], list[Affiliation]] = field(default_factory=lambda: defaultdict(list))
    staff: dict[tuple[int, str], set[User]] = field(default_factory=lambda: defaultdict(set))

    def add(self, post: Affiliation) -> None:
        """Make later lines see this post."""
        held = self.posts[post.person_id, post.organisation_id]
        if post not in held:
            held.append(post)
        person = post.person
        self.staff[post.organisation_id, name_key(person.given_name, person.family_name)].add(person)

    def person(self, values: Values, organisation_id: int) -> User | None:
        """By address and name; without an address, by name among the staff of the organisation."""
        if address := values.get("email"):
            return self.people.find(address, values["given_name"], values["family_name"])
        same = self.staff[organisation_id, name_key(values["given_name"], values["family_name"])]
        return next(iter(same)) if len(same) == 1 else None

    def post(self, person: User, organisation_id: int, starts_on: date | None) -> Affiliation | None:
        """The post that the line speaks of: that of its first day, else the live one."""
        held = self.posts[person.pk, organisation_id]
        same_day = [post for post in held if post.starts_on == starts_on]
        live = [post for post in held if post.ends_on is None]
        return next(iter(same_day or live), None)


class PersonImport(ImportKind):
    """Found by address and name (or by name among the staff); the post by its first day, else the live one."""

    kind = "people"
    label = gettext_lazy("People and their posts")
    lines = PersonLines
    roles = frozenset(KEEPERS)
    key = ("email", "given_name", "family_name", "organisation", "starts_on")
    order = 30

    def prepare(self, lines: Sequence[Values]) -> Known:
        organisations = OrganisationBook.load()
        known = Known(organisations, PeopleBook.load(v.get("email", "") for v in lines), _shared(lines))
        named = {found.pk for v in lines if (found := organisations.find(v["organisation"]))}
        for post in Affiliation.objects.filter(organisation__in=named).select_related("person", "organisation"):
            known.add(post)
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            name = {"name": values["organisation"]}
            return refused(
                _("The organisation “%(name)s” is unknown, or several have this name: write its NEQ.") % name
            )
        if values.get("ends_on") and values.get("starts_on") and values["ends_on"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        person = known.person(values, organisation.pk)
        if person is None:
            return _new_person(values, known, organisation.pk)
        post = known.post(person, organisation.pk, values.get("starts_on"))
        if post is None:
            return Outcome(Verdict.NEW)
        same = not changes(person, **_of_person(values)) and not _changed_post(post, values)
        return Outcome(Verdict.SAME if same else Verdict.UPDATE)

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            raise LookupError(values["organisation"])
        person = known.person(values, organisation.pk)
        if person is None:
            address = values.get("email", "")
            kept = {"contact_email": address} if address in known.shared else {"email": address}
            person = register_person(**_of_person(values), **kept, historical=historical, by=by, at=at)
        else:
            change_person(person=person, **_of_person(values), by=by, at=at)
        post = known.post(person, organisation.pk, values.get("starts_on"))
        if post is not None:
            verified = not values["verified"] if "verified" in values else None
            post = change_affiliation(affiliation=post, verified=verified, **_of_post(values), by=by, at=at)
        else:
            fields = {"starts_on": localdate(at)} | _of_post(values)
            post = affiliate(
                person=person,
                organisation=organisation,
                verified=not values.get("verified"),
                historical=historical,
                by=by,
                at=at,
                **fields,
            )
        known.people.add(person)
        known.add(post)


def _unknown(name: str) -> Outcome:
    sentence = _("The organisation “%(name)s” is unknown, or several have this name: write its NEQ.")
    return refused(sentence % {"name": name})


def _shared(lines: Sequence[Values]) -> frozenset[str]:
    """Addresses that the file gives to people of different names: they reach people, but nobody signs in with them."""
    names = {(v["email"], name_key(v["given_name"], v["family_name"])) for v in lines if v.get("email")}
    return frozenset(address for address, count in Counter(address for address, _name in names).items() if count > 1)


def _new_person(values: Values, known: Known, organisation_id: int) -> Outcome:
    """An address that somebody else signs in with, or a name that two colleagues have, is for a person to settle."""
    owner = known.people.by_email.get(values.get("email", ""))
    if owner:
        return refused(_("This address is %(name)s's: write the same name, or another address.") % {"name": str(owner)})
    if len(known.staff[organisation_id, name_key(values["given_name"], values["family_name"])]) > 1:
        return refused(_("Several people of this organisation have this name: write an address."))
    return Outcome(Verdict.NEW)


def _of_person(values: Values) -> dict[str, Any]:
    return given(values, OF_PERSON)


def _of_post(values: Values) -> dict[str, Any]:
    """A first day that is not given stays what it was."""
    fields = given(values, OF_POST)
    if fields.get("starts_on", 1) is None:
        del fields["starts_on"]
    return fields


def _changed_post(post: Affiliation, values: Values) -> bool:
    verified = "verified" in values and values["verified"] == (post.verified_at is not None)
    return verified or bool(changes(post, **_of_post(values)))
