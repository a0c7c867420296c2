"""What a report's names are compared with: the people of the list, all their addresses, the names decided before."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from training.attendance.models import JoinLink, KnownName, ParticipantReport, ReportLine
from training.attendance.rules import ON_THE_LIST, Found, Seat
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting, Session


def seats_for(session: Session) -> list[Seat]:
    """Everybody on the lists of a session, in three statements."""
    people = list(on_the_list(session))
    proved, known = _addresses([row.person_id for row in people]), _known([row.person_id for row in people])
    return [
        Seat(
            key=row.pk,
            name=row.person.get_full_name(),
            addresses=frozenset(
                {*proved[row.person_id], (row.person.email or "").lower(), row.person.contact_email.lower()} - {""}
            ),
            known_as=frozenset(known[row.person_id]),
        )
        for row in people
    ]


def on_the_list(session: Session) -> "QuerySet[Enrolment]":
    """The enrolments that have a seat, by family name."""
    rows = Enrolment.objects.filter(session=session, state__in=ON_THE_LIST).select_related("person", "organisation")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def _addresses(people: Sequence[int]) -> dict[int, set[str]]:
    """Those that they proved: nobody can join under another's by only saying it."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = EmailAddress.objects.filter(user__in=people, verified=True).values_list("user", "email")
    for person, email in rows:
        found[person].add(email.lower())
    return found


def _known(people: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for person, key in KnownName.objects.filter(person__in=people).values_list("person", "key"):
        found[person].add(key)
    return found


def report_to_review(meeting: Meeting) -> ParticipantReport | None:
    """The report of a meeting that was checked and not applied yet."""
    return ParticipantReport.objects.filter(meeting=meeting, applied_at=None).first()


def lines_to_review(report: ParticipantReport) -> list[ReportLine]:
    """Its participants, those to confirm first."""
    order = [Found.DOUBTFUL, Found.UNKNOWN, Found.MATCHED]
    rows = report.lines.select_related("enrolment__person")
    return sorted(rows, key=lambda line: (order.index(Found(line.found)), line.name.casefold()))


def registrants(session: Session) -> list[tuple[str, str, str]]:
    """Who goes to the video conference: given name, family name, address; those without an address are left out."""
    people = (row.person for row in on_the_list(session))
    return [(one.given_name, one.family_name, one.address) for one in people if one.address]


def own_links(enrolments: Collection[Enrolment]) -> dict[int, str]:
    """The personal join links of the people who have these confirmed places, by enrolment."""
    people = {row.pk: row.person_id for row in enrolments}
    rows = JoinLink.objects.filter(enrolment__in=people, enrolment__state=EnrolmentState.CONFIRMED)
    found = rows.values_list("enrolment_id", "person_id", "url")
    return {enrolment: url for enrolment, person, url in found if people[enrolment] == person}
