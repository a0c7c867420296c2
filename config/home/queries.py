"""What the home page and a person's space show, gathered from every feature."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cms.diffusion.models import PolicyAdoption
from cms.diffusion.queries import to_confirm
from magazine.issues.models import IssuePage
from registrations.actors import Actor
from registrations.colloquium.asking import registered as ticket_registered
from registrations.colloquium.asking import without_answers as places_without
from registrations.colloquium.models import Colloquium, Ticket
from registrations.colloquium.queries import current_edition, tickets_of
from registrations.memberships.queries import organisations_managed_by
from registrations.orders.models import Order, OrderState
from registrations.orders.queries import orders_of
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Tile
from registrations.questions.registry import Registered
from registrations.staff.queries import tiles_of
from registrations.surveys.models import SurveyReceipt
from registrations.surveys.queries import open_surveys_of
from training.enrolments.asking import registered
from training.enrolments.asking import without_answers as seats_without
from training.enrolments.models import Enrolment
from training.enrolments.queries import waiting_for as seats_of
from training.enrolments.rules import EnrolmentState
from training.invitations.models import Invitation
from training.invitations.queries import to_answer
from training.sessions.models import Session
from training.sessions.queries import Wanted, public_sessions
from training.sessions.rules import SessionState

SHOWN = 3
ASKED = {10, 20, 40}
"""The tiles that ask something: record, staff, declaration. Orders are listed one by one; a membership asks nothing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person, in order of urgency: answers to give, orders to pay, what an organisation that they
    look after asks, then days to come.
    """

    offers: list[Enrolment] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    to_pay: list[Order] = field(default_factory=list)
    to_look_after: list[tuple[Organisation, list[Tile]]] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    in_line: list[Enrolment] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    surveys: list[SurveyReceipt] = field(default_factory=list)
    policies: list[PolicyAdoption] = field(default_factory=list)
    questions: list[Registered] = field(default_factory=list)

    def __bool__(self) -> bool:
        asks = (
            self.offers,
            self.invitations,
            self.to_pay,
            self.to_look_after,
            self.surveys,
            self.policies,
            self.questions,
        )
        return any((*asks, self.enrolments, self.in_line, self.tickets))


def waiting_for(by: Actor, *, at: datetime, on: date) -> Waiting:
    """Everything that waits for this person that day (six queries, and a hub for who keeps one)."""
    if by.person is None:
        return Waiting()
    coming, tickets = seats_of(by.person, at=at), list(tickets_of(by.person).filter(colloquium__ends_on__gt=on))
    unpaid = orders_of(by, on=on).filter(state=OrderState.PLACED).order_by("placed_at")
    return Waiting(
        offers=[row for row in coming if row.state == EnrolmentState.OFFERED],
        invitations=to_answer(by.person, at=at),
        to_pay=list(unpaid),
        to_look_after=_asked(by, at=at, on=on),
        enrolments=[
            row
            for row in coming
            if row.state in (EnrolmentState.CONFIRMED, EnrolmentState.RESERVED, EnrolmentState.HELD)
        ],
        in_line=[row for row in coming if row.state == EnrolmentState.WAITLISTED],
        tickets=tickets,
        surveys=open_surveys_of(by.person),
        policies=to_confirm(by),
        questions=_unanswered(coming, tickets, at=at),
    )


def _unanswered(coming: list[Enrolment], tickets: list[Ticket], *, at: datetime) -> list[Registered]:
    """The registrations in which a required answer is missing and can still be given; nothing is read where no question
    is asked."""
    seats, places = seats_without(coming), places_without(tickets)
    found = [registered(row) for row in coming if row.uuid in seats]
    found += [one for row in tickets if row.uuid in places and (one := ticket_registered(row))]
    return [one for one in found if at < one.until]


def _asked(by: Actor, *, at: datetime, on: date) -> list[tuple[Organisation, list[Tile]]]:
    """The organisations that this registrar keeps where something is urgent, with the tiles that say so."""
    kept = (
        (organisation, tiles_of(organisation, by=by, at=at)) for organisation in organisations_managed_by(by, on=on)
    )
    asking = ((kept_, [tile for tile in tiles if tile.urgent and tile.order in ASKED]) for kept_, tiles in kept)
    return [(organisation, tiles) for organisation, tiles in asking if tiles]


@dataclass(frozen=True, slots=True)
class Offer:
    """What anybody finds on the home page: each part may be empty on a new site."""

    sessions: list[Session]
    issue: IssuePage | None
    colloquium: Colloquium | None


def on_offer(*, at: datetime, on: date) -> Offer:
    """The next sessions, the current issue, the colloquium that is on or comes next."""
    coming = public_sessions(Wanted(), at=at).filter(state=SessionState.PUBLISHED, starts_at__gt=at)
    edition = current_edition(at=at, on=on)
    return Offer(
        sessions=list(coming[:SHOWN]),
        issue=IssuePage.objects.visible(at=at).select_related("cover").first(),
        colloquium=edition if edition and edition.ends_on > on else None,
    )
