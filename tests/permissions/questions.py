"""Questions: one's own to answer; written, and their answers read, by those responsible for what asks them."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.questions import CAR, asking
from tests.factories.sales import TicketTypeFactory, on_sale_now
from tests.factories.training import EnrolmentFactory
from tests.permissions.kinds import answers, screen
from tests.permissions.table import Row


def enrolled(world):
    """The participant's, whose session asks one question."""
    soon = timezone.now() + timedelta(days=14)
    enrolment = EnrolmentFactory(person=world.people["participant"], session__starts_at=soon)
    asking(enrolment.session, [CAR])
    return {"uuid": enrolment.uuid, "enrolment_id": enrolment.uuid, "slug": "formation"}


def ticket(world):
    ticket_type = on_sale_now(TicketTypeFactory())
    asking(ticket_type, [CAR])
    made = ticket_type.tickets.create(
        colloquium=ticket_type.colloquium, person=world.people["participant"], created_at=ticket_type.opens_at
    )
    return {"ticket_id": made.uuid}


OWN, OWN_PAGE = answers(404, anonymous=401, participant=200), answers(404, anonymous=302, participant=200)
ROWS = {
    "GET /moi/questions/<slug:slug>/<uuid:uuid>/": Row(OWN_PAGE, make=enrolled),
    "GET /api/v1/training/enrolments/{enrolment_id}/answers": Row(OWN, make=enrolled),
    "PUT /api/v1/training/enrolments/{enrolment_id}/answers": Row(OWN, make=enrolled, body={"answers": {}}),
    "GET /api/v1/tickets/{ticket_id}/answers": Row(OWN, make=ticket),
    "PUT /api/v1/tickets/{ticket_id}/answers": Row(OWN, make=ticket, body={"answers": {}}),
}
SCREENS = {"questions-posees": screen(change=("training_lead", "event_lead"))}
