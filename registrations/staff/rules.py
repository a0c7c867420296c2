"""Staff lists: who may keep them, how a pasted list is read, when lists are confirmed, what an invitation's link is."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from registrations.folding import folded
from registrations.imports.errors import ColumnsWrong, FileEmpty
from registrations.imports.rules import DELIMITERS, Row, Sheet, read
from registrations.organisations.rules import AffiliationRole

UNDO = timedelta(days=30)
"""How long the end of a post may be taken back."""
MOST_ASKED = 3
"""Posts that one person may have asked for and that nobody answered yet."""
REFUSED_FOR = timedelta(days=90)
"""How long an organisation's "not ours" keeps the same person from asking again."""
INVITATION_LASTS = timedelta(days=30)
BETWEEN_INVITATIONS = timedelta(hours=20)


class InvitationState(TextChoices):
    WAITING = "waiting", _("In line")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Withdrawn")


NEXT_INVITATION: dict[str, frozenset[str]] = {
    InvitationState.WAITING: frozenset({InvitationState.SENT, InvitationState.ACCEPTED, InvitationState.REVOKED}),
    InvitationState.SENT: frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.REVOKED}),
}


class WaveState(TextChoices):
    OPEN = "open", _("Being sent")
    DONE = "done", _("All sent")
    CANCELLED = "cancelled", _("Stopped")


NEXT_WAVE: dict[str, frozenset[str]] = {
    WaveState.OPEN: frozenset({WaveState.DONE, WaveState.CANCELLED}),
}


class SignIn(TextChoices):
    """What is known of a colleague's account."""

    NEVER = "never", _("Never signed in")
    INVITED = "invited", _("Invited")
    BOUNCED = "bounced", _("Address returned")
    ACTIVE = "active", pgettext_lazy("account", "Active")
    NONE = "none", _("No address of their own")


def share_of(per_hour: int, *, already: int) -> int:
    """How many invitations of a wave leave now, twelve times an hour, when `already` left within the last hour."""
    return max(0, min(per_hour - already, -(-per_hour // 12)))


def secret_of(uuid: UUID, key: str) -> str:
    """The 128 bits of an invitation's link, from its row and the site's key: the table alone gives no link."""
    made = hmac.new(key.encode(), b"staff.invitation:" + uuid.bytes, sha256).digest()[:16]
    return urlsafe_b64encode(made).decode().rstrip("=")


# The two days of the year from which a list is to be confirmed: before the memberships are renewed (1 April), and
# after the summer's departures. Source: the team's practice, written in the issue "confirmed twice a year".
HALF_YEARS = ((3, 15), (9, 15))
REMINDERS = (timedelta(0), timedelta(days=14), timedelta(days=35))
"""When a list that is not confirmed is asked for, counted from the half-year's day."""


def period_of(on: date) -> date:
    """The half-year that `on` belongs to, by its first day."""
    days = [date(year, month, day) for year in (on.year - 1, on.year) for month, day in HALF_YEARS]
    return max(day for day in days if day <= on)


def next_period(on: date) -> date:
    """The first day of the half-year after that of `on`."""
    days = [date(year, month, day) for year in (on.year, on.year + 1) for month, day in HALF_YEARS]
    return min(day for day in days if day > on)


def reminder_due(on: date) -> int | None:
    """Which of the reminders is the latest due that day, counted from 0; None long after."""
    since = on - period_of(on)
    if since > REMINDERS[-1] + timedelta(days=14):
        return None
    return max(number for number, delay in enumerate(REMINDERS) if delay <= since)


# How people write columns and posts in their own spreadsheets, folded (no accents, no plural).
GIVEN, FAMILY, EMAIL, ROLE, REGISTRAR = "Prénom", "Nom", "Courriel", "Rôle", "Personne responsable"
POSITIONS = (GIVEN, FAMILY, EMAIL, ROLE)
SPELLINGS: dict[str, tuple[str, ...]] = {
    GIVEN: ("prénom", "prénoms", "first name", "given name", "firstname", "forename"),
    FAMILY: ("nom", "nom de famille", "last name", "family name", "surname", "lastname", "name"),
    EMAIL: (
        *("courriel", "email", "e-mail", "mail", "adresse courriel", "adresse de courriel", "adresse électronique"),
        *("adresse e-mail", "email address", "e-mail address", "courrier électronique"),
    ),
    ROLE: ("rôle", "role", "fonction", "poste", "titre", "titre d'emploi", "emploi", "title", "job title", "position"),
    REGISTRAR: ("personne responsable", "responsable", "registrar"),
}
HEADINGS = {folded(spelling): heading for heading, spellings in SPELLINGS.items() for spelling in spellings}

# The beginnings of folded words, the most telling first: "adjointe à la direction" is administrative.
TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (AffiliationRole.MANAGER, ("directeur adjoint", "directrice adjointe", "direction adjointe")),
    (
        AffiliationRole.ADMINISTRATIVE,
        (
            *("adjoint", "administrati", "soutien", "secretai", "reception", "comptab", "commis", "technicien"),
            *("assistant", "accueil", "admin", "bookkeep", "office", "support"),
        ),
    ),
    (
        AffiliationRole.DIRECTOR,
        ("direction generale", "directeur general", "directrice generale", "executive director"),
    ),
    (
        AffiliationRole.MANAGER,
        ("gestion", "direct", "coordonna", "coordinat", "chef", "superviseu", "manager", "head"),
    ),
    (
        AffiliationRole.PRACTITIONER,
        (
            *("intervena", "conseil", "orient", "formateu", "formatric", "agent", "psycho", "travail", "animat"),
            *("charge", "practitioner", "counsel", "adviser", "advisor", "coach", "trainer", "worker", "practicien"),
        ),
    ),
)


def role_named(text: str) -> str | None:
    """The role that a title means, "" for none, None when nobody knows."""
    said = folded(text)
    if not said:
        return ""
    if said in {"direction", "dg", "director", "directeur", "directrice"}:
        return AffiliationRole.DIRECTOR
    for role, starts in TITLES:
        if any(f" {said}".find(f" {start}") >= 0 for start in starts):
            return role
    return None


def columns_of(first: Sequence[str]) -> list[str | None] | None:
    """What each cell of a first line heads (None: a column that is left aside), or None when it is not headings."""
    found = [HEADINGS.get(folded(cell)) for cell in first]
    return found if EMAIL in found or {GIVEN, FAMILY} <= set(found) else None


def places_of(rows: Sequence[Sequence[str]]) -> list[str | None]:
    """The columns of a list without headings: the addresses give themselves away, the names come before the roles."""
    width = max((len(row) for row in rows), default=0)
    address = next((place for place in range(width) if _mostly(rows, place, lambda cell: "@" in cell)), None)
    role = next(
        (p for p in range(width) if p != address and _mostly(rows, p, lambda cell: bool(role_named(cell)))), None
    )
    names = [place for place in range(width) if place not in (address, role)][:2]
    found: list[str | None] = [None] * width
    for place, heading in zip((*names, address, role), POSITIONS, strict=False) if len(names) > 1 else ():
        if place is not None:
            found[place] = heading
    return found


def _mostly(rows: Sequence[Sequence[str]], place: int, says: Callable[[str], bool]) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return bool(cells) and 2 * sum(says(cell) for cell in cells) >= len(cells)


def pasted(text: str, *, max_lines: int) -> Sheet:
    """What was pasted from a spreadsheet, under our headings. Raises a `FileRefused`."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    # The engine takes the first line for headings: an invented one keeps the true first line among the lines.
    invented = delimiter.join("x" * (first.count(delimiter) + 1))
    rows = read(f"{invented}\n{text}".encode(), max_lines=max_lines + 1).rows
    return understood([Row(row.number - 1, row.cells, row.formulas) for row in rows])


def uploaded(content: bytes, *, max_lines: int) -> Sheet:
    """A CSV or XLSX file as people keep their own list, under our headings. Raises a `FileRefused`."""
    sheet = read(content, max_lines=max_lines)
    return understood([Row(max(1, sheet.rows[0].number - 1), sheet.headings), *sheet.rows])


def understood(rows: Sequence[Row]) -> Sheet:
    """The columns that we keep, found by their headings, else by what they hold; the others are left aside."""
    found = columns_of(rows[0].cells)
    body = list(rows[1:] if found else rows)
    if not body:
        raise FileEmpty()
    columns = found or places_of([row.cells for row in body])
    places = {heading: columns.index(heading) for heading in SPELLINGS if heading in columns}
    if not {GIVEN, FAMILY} <= places.keys():
        raise ColumnsWrong(details=gettext("One person a line: given name, family name, e-mail, role."))
    return Sheet(list(places), [_chosen(row, list(places.values())) for row in body])


def _chosen(row: Row, places: Sequence[int]) -> Row:
    cells = [row.cells[place] if place < len(row.cells) else "" for place in places]
    formulas = frozenset(new for new, place in enumerate(places) if place in row.formulas)
    return Row(row.number, cells, formulas)
