"""Where each person joins each meeting of their sessions."""

from collections.abc import Collection
from dataclasses import dataclass

from registrations.actors import Actor
from training.enrolments.models import Enrolment
from training.enrolments.registry import own_links
from training.enrolments.rules import EnrolmentState
from training.sessions.models import Meeting
from training.sessions.rules import links_to_join


@dataclass(frozen=True, slots=True)
class Joining:
    """One meeting of a person's session; `join_url` is empty while no link is theirs: confirmed people alone join."""

    meeting: Meeting
    place: str
    join_url: str


def joinings(enrolments: Collection[Enrolment]) -> dict[int, list[Joining]]:
    """Each one's meetings, by enrolment. Their sessions' meetings are in hand; one statement for all the own links."""
    own = own_links(enrolments)
    return {row.pk: _joinings(row, own.get(row.pk, "")) for row in enrolments}


def joinings_of(enrolment: Enrolment) -> list[Joining]:
    """The meetings of one enrolment, as its person sees them."""
    return joinings([enrolment])[enrolment.pk]


def joinings_for(enrolment: Enrolment, *, to: Actor) -> list[Joining]:
    """The same for somebody who may see the enrolment: a personal link is shown to its person alone."""
    its_own = to.person is not None and to.person.pk == enrolment.person_id
    return joinings_of(enrolment) if its_own else _joinings(enrolment, "")


def _joinings(enrolment: Enrolment, own: str) -> list[Joining]:
    session, meetings = enrolment.session, list(enrolment.session.meetings.all())
    links = links_to_join(own, session.join_url, [meeting.join_url for meeting in meetings])
    shown = enrolment.state == EnrolmentState.CONFIRMED
    return [
        Joining(meeting, meeting.place or session.place, link if shown else "")
        for meeting, link in zip(meetings, links, strict=True)
    ]
