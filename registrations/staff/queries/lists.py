"""Staff lists: who is on them, what is known of each, whom a line means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from registrations.errors import NotFound
from registrations.folding import folded, words
from registrations.ids import made_at
from registrations.imports.models import ImportBatch, ImportLine
from registrations.memberships.models import Membership
from registrations.messages.queries import bounced
from registrations.organisations.models import Affiliation, Organisation
from registrations.organisations.rules import AffiliationRole, Verification
from registrations.people.models import User
from registrations.people.queries import name_key, who_signs_in_with
from registrations.staff.errors import OtherName, TwoOfThisName
from registrations.staff.models import Invitation, NameProposal, StaffConfirmation
from registrations.staff.rules import EMAIL, FAMILY, GIVEN, REGISTRAR, ROLE, UNDO, SignIn, period_of, role_named


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of a staff list."""

    post: Affiliation
    sign_in: SignIn
    has_own_record: bool

    @property
    def person(self) -> User:
        return self.post.person


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `shown`: "", unverified, left, or a `SignIn`."""

    q: str = ""
    role: str = ""
    shown: str = ""


def staff_of(organisation: Organisation, *, on: date) -> "QuerySet[Affiliation]":
    """The live staff of an organisation, by name."""
    return _known(Affiliation.objects.live(on=on).filter(organisation=organisation))


def colleagues(organisation: Organisation, wanted: Wanted, *, on: date) -> list[Colleague]:
    """The staff by name, narrowed, each with what is known of their account (two statements)."""
    if wanted.shown == "left":
        ended = Affiliation.objects.filter(organisation=organisation, ends_on__lte=on, ends_on__gte=on - UNDO)
        found = _known(ended.filter(refused_at=None))
    else:
        found = staff_of(organisation, on=on)
    return sorted((each for each in _lines(found) if _matches(each, wanted)), key=_by_name)


def colleague_named(organisation: Organisation, uuid: UUID) -> Colleague:
    """One line, live or ended; `NotFound` for a post of another organisation."""
    post = _known(Affiliation.objects.filter(organisation=organisation, uuid=uuid)).first()
    if post is None:
        raise NotFound()
    return _lines([post])[0]


def posts_to_answer(organisation: Organisation, *, on: date) -> list[Affiliation]:
    """The live posts that nobody verified yet, the oldest first."""
    waiting = Affiliation.objects.live(on=on).filter(organisation=organisation, verified_at=None)
    return list(waiting.select_related("person").order_by("pk"))


def live_post(person: User, organisation: Organisation, *, on: date) -> Affiliation | None:
    """The post that this person has here that day."""
    live = Affiliation.objects.live(on=on).filter(person=person, organisation=organisation)
    return live.select_related("person", "organisation").first()


def has_own_record(person: User) -> bool:
    """Whether the person ever signed in or proved an address: their name and their addresses are theirs from then."""
    return person.last_login is not None or EmailAddress.objects.filter(user=person, verified=True).exists()


def is_known_elsewhere(post: Affiliation) -> bool:
    """Whether the record of this post's person holds more than this list gave it: another organisation's post, ever,
    a role in the team, or a life before a registrar added them here."""
    person = post.person
    if person.is_superuser or person.groups.exists():
        return True
    if Affiliation.objects.filter(person=person).exclude(organisation=post.organisation_id).exists():
        return True
    added_here = post.verified_how == Verification.REGISTRAR and post.asked_at is None
    return added_here and person.created_at < made_at(post.uuid) - timedelta(minutes=1)


def person_meant(
    organisation: Organisation, *, given_name: str, family_name: str, email: str, contact_email: str, on: date
) -> User | None:
    """The record of whoever is named, or None for somebody new.

    Raises `OtherName` when the address is known under another name, which it does not tell, and `TwoOfThisName` when
    only a name is given and the list already has it.
    """
    name, address = name_key(given_name, family_name), (email or contact_email).lower()
    if email and (holder := _holder(address)):
        if not holder.is_active or name_key(holder.given_name, holder.family_name) not in (name, ""):
            raise OtherName()
        return holder
    if address:
        had = Q(contact_email__iexact=address) | Q(former_addresses__address=address)
        reached = User.objects.filter(had, is_active=True, merged_into=None).distinct()
        return next((each for each in reached if name_key(each.given_name, each.family_name) == name), None)
    staff = User.objects.filter(affiliations__in=Affiliation.objects.live(on=on).filter(organisation=organisation))
    if any(name_key(each.given_name, each.family_name) == name for each in staff):
        raise TwoOfThisName()
    return None


def registrars_of(organisation_id: int, *, on: date) -> list[User]:
    """The people who keep this list that day."""
    keepers = Affiliation.objects.live(on=on).filter(is_registrar=True, verified_at__isnull=False)
    posts = keepers.filter(organisation=organisation_id, person__is_active=True).select_related("person")
    return [post.person for post in posts.order_by("pk")]


def is_confirmed(organisation: Organisation, *, on: date) -> bool:
    """Whether the list was confirmed for this half-year."""
    return StaffConfirmation.objects.filter(organisation=organisation, period=period_of(on)).exists()


def confirmation_of(organisation: Organisation, *, on: date) -> StaffConfirmation | None:
    """This half-year's confirmation, once it was given."""
    rows = StaffConfirmation.objects.select_related("confirmed_by")
    return rows.filter(organisation=organisation, period=period_of(on)).first()


def own_post(person: User, uuid: UUID, *, on: date) -> Affiliation:
    """A live post of this very person; `NotFound` for anybody else's."""
    live = Affiliation.objects.live(on=on).filter(person=person, uuid=uuid)
    found = live.select_related("person", "organisation").first()
    if found is None:
        raise NotFound()
    return found


def proposals_to(person: User) -> list[NameProposal]:
    """The names that registrars believe this person has, not answered yet."""
    return list(NameProposal.objects.filter(person=person, answered_at=None).select_related("organisation"))


def proposal_for(person: User, uuid: UUID) -> NameProposal:
    """One of them, answered or not; `NotFound` for somebody else's."""
    found = NameProposal.objects.filter(person=person, uuid=uuid).select_related("person").first()
    if found is None:
        raise NotFound()
    return found


def batch_of(organisation: Organisation, uuid: UUID) -> ImportBatch:
    """A list that was given for this organisation; `NotFound` for another's."""
    found = ImportBatch.objects.filter(kind="staff", about_uuid=organisation.uuid, uuid=uuid).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line of a list as its check shows it."""

    line: ImportLine
    name: str
    email: str
    role: str
    is_registrar: bool


def lines_read(batch: ImportBatch) -> list[LineRead]:
    """The lines in their order, with the role that each title means."""
    return [_read(line) for line in batch.lines.order_by("number")]


def _read(line: ImportLine) -> LineRead:
    cells = line.values
    role = role_named(cells.get(ROLE, ""))
    return LineRead(
        line,
        name=f"{cells.get(GIVEN, '')} {cells.get(FAMILY, '')}".strip(),
        email=cells.get(EMAIL, ""),
        role=str(AffiliationRole(role).label) if role else cells.get(ROLE, ""),
        is_registrar=folded(cells.get(REGISTRAR, "")) in ("oui", "o", "vrai", "x"),
    )


def lists_to_confirm(*, on: date) -> list[tuple[Organisation, User]]:
    """The members whose list nobody confirmed this half-year, each with one of its registrars, of all."""
    done = StaffConfirmation.objects.filter(period=period_of(on)).values("organisation")
    members = Membership.objects.active(on=on).exclude(organisation__in=done).values("organisation")
    keepers = Affiliation.objects.live(on=on).filter(is_registrar=True, verified_at__isnull=False)
    posts = keepers.filter(organisation__in=members, organisation__archived_at=None, person__is_active=True)
    return [(post.organisation, post.person) for post in posts.select_related("organisation", "person").order_by("pk")]


def _holder(address: str) -> User | None:
    return who_signs_in_with(address)


def _known(posts: "QuerySet[Affiliation]") -> "QuerySet[Affiliation]":
    proved = EmailAddress.objects.filter(user=OuterRef("person"), verified=True)
    invited = Invitation.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("organisation"), state__in=["waiting", "sent"]
    )
    rows = posts.select_related("person", "organisation").annotate(proved=Exists(proved), invited=Exists(invited))
    return rows.order_by("person__family_name", "person__given_name", "pk")


def _lines(posts: Iterable[Affiliation]) -> list[Colleague]:
    rows = list(posts)
    returned = bounced(post.person.address for post in rows)
    return [_line(post, returned=post.person.address.lower() in returned) for post in rows]


def _line(post: Affiliation, *, returned: bool) -> Colleague:
    own = post.person.last_login is not None or bool(post.proved)  # type: ignore[attr-defined]  # annotated
    if returned:
        state = SignIn.BOUNCED
    elif own:
        state = SignIn.ACTIVE
    elif not post.person.email:
        state = SignIn.NONE
    else:
        state = SignIn.INVITED if post.invited else SignIn.NEVER  # type: ignore[attr-defined]  # the same
    return Colleague(post, state, has_own_record=own)


def _by_name(line: Colleague) -> tuple[str, str, int]:
    """As a French reader sorts, whatever the database: accents do not count."""
    return folded(line.person.family_name), folded(line.person.given_name), line.post.pk


def _matches(line: Colleague, wanted: Wanted) -> bool:
    text = folded(f"{line.person.get_full_name()} {line.person.address}")
    if any(word not in text for word in words(wanted.q)) or wanted.role not in ("", line.post.role):
        return False
    if wanted.shown == "unverified":
        return line.post.verified_at is None
    if wanted.shown == "registrars":
        return line.post.is_registrar
    return wanted.shown in ("", "left", line.sign_in)
