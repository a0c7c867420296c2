"""Importing people with their posts: one line is one person in one organisation."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.actors import Actor
from registrations.imports.registry import Column, ImportKind, Lines, Outcome, Values, changes, given, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.cells import Choice, Day, Email, Phone, Text, YesNo
from registrations.organisations.actions import record_colleague
from registrations.organisations.imports.cells import Identifier, Name
from registrations.organisations.imports.places import unknown_organisation
from registrations.organisations.imports.words import LANGUAGES, ROLES
from registrations.organisations.models import Affiliation
from registrations.organisations.queries import OrganisationBook
from registrations.organisations.rules import AffiliationRole
from registrations.people.models import User
from registrations.people.queries import PART, PeopleBook, name_key
from registrations.people.rules import KEEPERS

OF_PERSON = ("given_name", "family_name", "language", "phone", "contact_email")
OF_POST = ("role", "is_registrar", "starts_on", "ends_on")


class PersonLines(Lines):
    given_name = Column("Prénom", example="Camille", required=True, cell=Name(100))
    family_name = Column("Nom", example="Tremblay", required=True, cell=Name(100))
    email = Column("Courriel", example="camille.tremblay@espace-carriere.example", required=False, cell=Email())
    phone = Column("Téléphone", example="514 555-0101", cell=Phone())
    language = Column("Langue", example="Français", cell=Choice(LANGUAGES, empty="fr"))
    organisation = Column("Organisme", example="Espace carrière du Fleuve", required=True, cell=Text(200))
    role = Column("Rôle", example="Intervenant·e", cell=Choice(ROLES, empty=AffiliationRole.PRACTITIONER))
    is_registrar = Column("Personne responsable", example="non", cell=YesNo())
    starts_on = Column("Depuis", example="2024-09-01", cell=Day())
    ends_on = Column("Jusqu'au", example="", cell=Day())
    to_verify = Column("À vérifier", example="non", cell=YesNo())
    contact_email = Column("Courriel de contact", example="", cell=Email())
    uuid = Column("Identifiant", example="", cell=Identifier())


@dataclass(slots=True)
class Known:
    """What the lines may mean: organisations, people, the posts of both, and addresses that several names share."""

    organisations: OrganisationBook
    people: PeopleBook
    shared: frozenset[str]
    by_uuid: dict[UUID, User] = field(default_factory=dict)
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
        """By identifier; by address and name; without an address, by name among the staff of the organisation."""
        identifier: UUID | None = values.get("uuid")
        if identifier and identifier in self.by_uuid:
            return self.by_uuid[identifier]
        if address := values.get("email") or values.get("contact_email"):
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
    """Found by identifier, by address and name, or by name among the staff; the post by its first day, else live."""

    kind = "people"
    label = gettext_lazy("People and their posts")
    lines = PersonLines
    roles = frozenset(KEEPERS)
    key = ("email", "contact_email", "given_name", "family_name", "organisation", "starts_on", "uuid")
    order = 30
    one_action = True
    exports = True

    def prepare(self, lines: Sequence[Values]) -> Known:
        organisations = OrganisationBook.load()
        addresses = (v.get(name, "") for v in lines for name in ("email", "contact_email"))
        known = Known(organisations, PeopleBook.load(addresses), _shared(lines), _by_uuid(lines))
        named = {found.pk for v in lines if (found := organisations.find(v["organisation"]))}
        for post in Affiliation.objects.filter(organisation__in=named).select_related("person", "organisation"):
            known.add(post)
        return known

    def check(self, values: Values, known: Known, *, historical: bool) -> Outcome:  # noqa: ARG002 - dates are the line's
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            return unknown_organisation(values["organisation"])
        if values.get("ends_on") and values.get("starts_on") and values["ends_on"] < values["starts_on"]:
            return refused(_("The last day comes before the first."))
        person = known.person(values, organisation.pk)
        if person is None:
            return _new_person(values, known, organisation.pk)
        if _other_address(person, values):
            return refused(_("The address with which this person signs in is theirs to change: leave it as it is."))
        post = known.post(person, organisation.pk, values.get("starts_on"))
        if post is None:
            return Outcome(Verdict.NEW)
        same = not changes(person, **given(values, OF_PERSON)) and not _changed_post(post, values)
        return Outcome(Verdict.SAME if same else Verdict.UPDATE)

    def apply(self, values: Values, known: Known, *, by: Actor, at: datetime, historical: bool) -> None:
        organisation = known.organisations.find(values["organisation"])
        if organisation is None:
            raise LookupError(values["organisation"])
        person = known.person(values, organisation.pk)
        post = known.post(person, organisation.pk, values.get("starts_on")) if person else None
        of_person: Any = given(values, OF_PERSON)
        email = values.get("email", "")
        if person is None and email in known.shared:
            email, of_person["contact_email"] = "", email
        of_post: Any = _of_post(values) if post else {"starts_on": localdate(at)} | _of_post(values)
        post = record_colleague(
            person=person,
            post=post,
            organisation=organisation,
            email=email,
            of_person=of_person,
            of_post=of_post,
            verified=not values["to_verify"] if "to_verify" in values else None,
            historical=historical,
            by=by,
            at=at,
        )
        known.people.add(post.person)
        known.add(post)

    def lines_out(self) -> Iterator[Values]:
        """One line a post, in the organisations that are not archived."""
        organisations = OrganisationBook.load()
        posts = Affiliation.objects.filter(organisation__archived_at=None, person__erased_at=None)
        for post in posts.select_related("person", "organisation").order_by("organisation__name", "person", "pk"):
            yield {name: getattr(post.person, name) for name in (*OF_PERSON, "email", "uuid")} | {
                "organisation": organisations.word_of(post.organisation),
                "to_verify": post.verified_at is None,
                **{name: getattr(post, name) for name in OF_POST},
            }


def _by_uuid(lines: Iterable[Values]) -> dict[UUID, User]:
    wanted = list({v["uuid"] for v in lines if v.get("uuid")})
    parts = (wanted[start : start + PART] for start in range(0, len(wanted), PART))
    return {person.uuid: person for part in parts for person in User.objects.filter(uuid__in=part, erased_at=None)}


def _other_address(person: User, values: Values) -> bool:
    """Whether a line that names its person by identifier gives them another address to sign in."""
    return bool(values.get("uuid") and values.get("email") and values["email"] not in (person.email, person.address))


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


def _of_post(values: Values) -> dict[str, Any]:
    """A first day that is not given stays what it was."""
    fields = given(values, OF_POST)
    if fields.get("starts_on", 1) is None:
        del fields["starts_on"]
    return fields


def _changed_post(post: Affiliation, values: Values) -> bool:
    verified = "to_verify" in values and values["to_verify"] == (post.verified_at is not None)
    return verified or bool(changes(post, **_of_post(values)))
