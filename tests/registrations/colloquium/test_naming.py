"""Places ordered for a group, named later."""

from datetime import timedelta
from hashlib import sha256

import pytest

from registrations.colloquium.actions import apply_names, name_newcomer, name_place
from registrations.colloquium.errors import AlreadyHasTicket, PlaceGone, TooLateToName
from registrations.colloquium.jobs import remind_of_names
from registrations.colloquium.mails import places_to_name, ticket_confirmed
from registrations.colloquium.places import judge_names, live_places
from registrations.colloquium.rules import NamedLine, read_names
from registrations.errors import Forbidden
from registrations.messages.models import Message
from registrations.models import Affiliation, Colloquium, Invoice, Ticket
from registrations.orders.actions import Wanted, cancel_order, place_order
from registrations.orders.errors import MayNotOrderFor
from registrations.orders.queries import nameable
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.sales import TicketTypeFactory, actor_for, quebec_taxes

pytestmark = pytest.mark.django_db
ON = NOW.date()


@pytest.fixture
def registrar():
    quebec_taxes()
    organisation = OrganisationFactory(may_pay_later=True)
    return AffiliationFactory(organisation=organisation, is_registrar=True)


@pytest.fixture
def colleague(registrar):
    return AffiliationFactory(organisation=registrar.organisation).person


def ordered(registrar, *counts, on_account=True):
    edition = TicketTypeFactory().colloquium
    types = [TicketTypeFactory(colloquium=edition) for _ in counts]
    lines = [Wanted("ticket", kind.uuid, count) for kind, count in zip(types, counts, strict=True)]
    by = actor_for(registrar.person)
    return place_order(lines=lines, payer=registrar.organisation, by=by, at=NOW, on_account=on_account)


def name(place, person, registrar, *, at=NOW):
    return name_place(ticket=place, person=person, by=actor_for(registrar.person), at=at)


def told(kind):
    return [message.to for message in Message.objects.filter(kind=kind).order_by("pk")]


def test_three_of_one_type_and_seven_of_another_in_one_order(registrar):
    order = ordered(registrar, 3, 7)

    places = live_places(order)
    assert ([line.quantity for line in order.lines.all()], len(places)) == ([3, 7], 10)
    assert {(place.state, place.person) for place in places} == {("confirmed", None)}
    assert told("ticket-confirmed") == []


def test_named_person_is_told_once_and_the_line_says_who_attends_and_the_invoice_does_not_change(registrar, colleague):
    order = ordered(registrar, 2)
    before = Invoice.objects.values().get()

    for _twice in range(2):
        name(live_places(order)[0], colleague, registrar)

    assert told("ticket-confirmed") == [colleague]
    assert order.lines.get().attendees == [str(colleague.uuid)]
    assert Invoice.objects.values().get() == before


def test_another_name_makes_the_former_code_dead_and_tells_both(registrar, colleague):
    place = live_places(ordered(registrar, 1))[0]
    place = name(place, colleague, registrar)
    before = place.secret

    place = name(place, registrar.person, registrar)

    assert place.secret != before
    assert place.secret_hash == sha256(place.secret.encode()).hexdigest()
    assert (told("ticket-confirmed"), told("ticket-passed-on")) == ([colleague, registrar.person], [colleague])


def test_place_awaiting_payment_is_named_and_told_when_paid(registrar, colleague):
    order = ordered(registrar, 1, on_account=False)
    name(live_places(order)[0], colleague, registrar)
    assert told("ticket-confirmed") == []

    from registrations.payments.actions import record_received

    paid = {"method": "cheque", "cents": order.total_cents, "received_on": ON, "reference": "7"}
    record_received(order=order, by=actor_for(None, "accounting"), at=NOW, **paid)

    assert told("ticket-confirmed") == [colleague]
    assert ticket_confirmed(Ticket.objects.get().uuid, "fr").attachments


def test_person_has_one_ticket(registrar, colleague):
    first, second = live_places(ordered(registrar, 2))
    name(first, colleague, registrar)
    with pytest.raises(AlreadyHasTicket):
        name(second, colleague, registrar)
    second.refresh_from_db()
    assert (second.person, second.secret_version) == (None, 1)


def test_stranger_is_not_named_and_does_not_name(registrar, colleague):
    place = live_places(ordered(registrar, 1))[0]
    with pytest.raises(MayNotOrderFor):
        name(place, UserFactory(), registrar)
    with pytest.raises(Forbidden):
        name_place(ticket=place, person=colleague, by=actor_for(colleague), at=NOW)


def test_names_change_until_the_last_day(registrar, colleague):
    place = live_places(ordered(registrar, 1))[0]
    Colloquium.objects.update(names_until=ON)
    name(live_places(place.line.order)[0], colleague, registrar)
    with pytest.raises(TooLateToName):
        name(live_places(place.line.order)[0], registrar.person, registrar, at=NOW + timedelta(days=1))


def test_cancelled_place_is_not_named(registrar, colleague):
    order = ordered(registrar, 1, on_account=False)
    place = live_places(order)[0]
    cancel_order(order=order, by=actor_for(registrar.person), at=NOW)
    with pytest.raises(PlaceGone):
        name(place, colleague, registrar)


def test_newcomer_joins_the_staff_list(registrar):
    place = live_places(ordered(registrar, 1))[0]
    who = {"given_name": "Lou", "family_name": "Gagnon", "email": "lou@exemple.ca"}

    named = name_newcomer(ticket=place, **who, by=actor_for(registrar.person), at=NOW)

    assert Affiliation.objects.filter(organisation=registrar.organisation, person=named.person).exists()


def test_pasted_list_is_judged_then_applied_line_by_line(registrar, colleague):
    order = ordered(registrar, 3)
    text = f"""Qui Que Quoi; {colleague.email}
    Lou Gagnon\tlou@exemple.ca
    sans adresse
    Autre Personne; LOU@exemple.ca
    Max; Roy; max@exemple.ca
    De Trop; trop@exemple.ca"""
    by = actor_for(registrar.person)

    verdicts = judge_names(order, read_names(text), colleagues=nameable(by, on=ON))
    assert [(v.person, v.is_new, v.is_refused) for v in verdicts] == [
        (colleague, False, False),
        (None, True, False),
        (None, False, True),
        (None, False, True),
        (None, True, False),
        (None, False, True),
    ]
    assert all(place.person is None for place in live_places(order))
    done = apply_names(order, verdicts, by=by, at=NOW)

    assert [verdict.is_refused for verdict in done] == [False, False, True, True, False, True]
    assert [place.person.email for place in live_places(order)] == [colleague.email, "lou@exemple.ca", "max@exemple.ca"]


def test_line_that_the_world_has_refused_since_is_said_and_the_others_stand(registrar, colleague):
    order = ordered(registrar, 2)
    by = actor_for(registrar.person)
    verdicts = judge_names(
        order, read_names(f"A B; {colleague.email}\nLou Gagnon; lou@exemple.ca"), colleagues=nameable(by, on=ON)
    )
    name(live_places(order)[1], colleague, registrar)

    done = apply_names(order, verdicts, by=by, at=NOW)

    assert [verdict.is_refused for verdict in done] == [True, False]
    assert live_places(order)[0].person.email == "lou@exemple.ca"


def test_own_order_names_no_newcomer():
    quebec_taxes()
    kind, person = TicketTypeFactory(), UserFactory()
    by = actor_for(person)
    order = place_order(lines=[Wanted("ticket", kind.uuid, 2)], payer=person, by=by, at=NOW)

    verdicts = judge_names(order, read_names("Lou Gagnon; lou@exemple.ca"), colleagues=[person])

    assert [verdict.is_refused for verdict in verdicts] == [True]
    with pytest.raises(MayNotOrderFor):
        name_newcomer(
            ticket=live_places(order)[0], given_name="Lou", family_name="Gagnon", email="lou@exemple.ca", by=by, at=NOW
        )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Lou Gagnon; lou@exemple.ca", ("Lou", "Gagnon", "lou@exemple.ca")),
        ("Marie Ève Roy\tM@Exemple.CA", ("Marie Ève", "Roy", "m@exemple.ca")),
        ("Lou, Saint Jean, lou@exemple.ca", ("Lou", "Saint Jean", "lou@exemple.ca")),
        ("lou@exemple.ca", ("", "", "")),
        ("Lou; lou@exemple.ca", ("", "", "")),
        ("Lou Gagnon; lou@@exemple", ("", "", "")),
    ],
)
def test_read_names(typed, read):
    assert read_names(f"\n{typed}\n") == [NamedLine(1, typed, *read)]


def test_buyer_is_reminded_once_of_places_without_a_name(registrar):
    from django.utils import timezone

    order = ordered(registrar, 2)
    today = timezone.localdate()
    Colloquium.objects.update(starts_on=today + timedelta(days=15), ends_on=today + timedelta(days=16))
    assert remind_of_names.call_local() == 0
    Colloquium.objects.update(starts_on=today + timedelta(days=14))
    remind_of_names.call_local()
    remind_of_names.call_local()

    assert told("places-to-name") == [registrar.person]
    assert order.code in str(places_to_name(order.uuid, "fr").facts)
