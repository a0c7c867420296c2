"""The participant's journey on plain pages: find, check, register, cancel, answer an offer."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from registrations.models import Order
from registrations.orders.actions import declare_registration, set_tax_profile
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import SessionFactory
from tests.people import actor_for
from training.enrolments.actions import cancel_enrolment, enrol
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db


def soon(**fields):
    now = timezone.now()
    return SessionFactory(opens_at=now - timedelta(days=1), starts_at=now + timedelta(days=10), **fields)


def url(name, row):
    return reverse(f"training_enrolments:{name}", args=[row.uuid])


@pytest.fixture
def person(client):
    person = UserFactory(given_name="Camille", family_name="Lavoie")
    client.force_login(person)
    return person


def enrolled(session, person):
    return enrol(session=session, person=person, by=actor_for(person), at=timezone.now())


def test_session_list_groups_by_month_and_filters_by_address(client):
    shown, other = soon(activity__mode="on_site"), soon(activity__mode="online")

    page = client.get("/formation/", {"mode": "on_site"}).content.decode()

    assert url("session", shown) in page
    assert url("session", other) not in page


def test_session_list_that_is_empty_proposes_something(client):
    assert "Aucune séance ne correspond" in client.get("/formation/").content.decode()


def test_session_list_with_senseless_filters_shows_everything(client):
    session = soon()

    page = client.get("/formation/?mode=x&page=99999999999999999999&programme=%27").content.decode()

    assert url("session", session) in page


@pytest.mark.parametrize("count", [1, 3])
def test_session_list_query_count(client, person, count, assert_own_queries):
    for _ in range(count):
        soon()

    with assert_own_queries(6):
        assert client.get("/formation/").status_code == 200


def test_session_page_query_count(client, person, assert_own_queries):
    session = soon()

    with assert_own_queries(8):
        assert client.get(url("session", session)).status_code == 200


def test_session_page_offers_registration_to_a_visitor(client):
    session = soon()

    page = client.get(url("session", session)).content.decode()

    assert f'href="{url("register", session)}"' in page
    assert client.get(url("register", session)).status_code == 302


def test_session_page_says_from_when_when_it_is_not_open(client):
    session = soon()
    session.opens_at = timezone.now() + timedelta(days=2)
    session.save()

    page = client.get(url("session", session)).content.decode()

    assert "Les inscriptions ne sont pas encore ouvertes" in page
    assert url("register", session) not in page


def test_session_that_is_a_draft_is_404(client):
    assert client.get(url("session", soon(state="draft"))).status_code == 404


def test_register_checks_then_confirms_and_says_what_comes_next(client, person):
    session = soon()

    check = client.get(url("register", session)).content.decode()
    answer = client.post(url("register", session), follow=True)

    made = Enrolment.objects.get()
    assert "Camille Lavoie" in check
    assert (made.person, made.state, answer.redirect_chain) == (person, "confirmed", [(url("done", made), 302)])
    assert "Votre inscription est confirmée" in answer.content.decode()


def test_register_when_refused_shows_the_refusal_on_the_form(client, person):
    session = soon()
    enrolled(session, person)

    answer = client.post(url("register", session))

    assert answer.status_code == 409
    assert "Cette personne est déjà inscrite à cette séance." in answer.content.decode()


def test_register_when_already_registered_shows_the_registration(client, person):
    session = soon()
    already = enrolled(session, person)

    answer = client.get(url("register", session))

    assert (answer.status_code, answer["Location"]) == (302, url("done", already))


def test_registrar_registers_a_colleague(client, person):
    organisation = OrganisationFactory()
    AffiliationFactory(person=person, organisation=organisation, is_registrar=True)
    colleague = AffiliationFactory(organisation=organisation).person
    stranger, session = UserFactory(), soon()

    assert client.post(url("register", session), {"person": stranger.pk}).status_code == 409
    client.post(url("register", session), {"person": colleague.pk})

    assert list(Enrolment.objects.values_list("person", "registered_by")) == [(colleague.pk, person.pk)]


def test_cancel_asks_once_then_frees_the_seat(client, person):
    made = enrolled(soon(), person)

    assert client.get(url("cancel", made)).status_code == 200
    made.refresh_from_db()
    assert made.state == "confirmed"
    client.post(url("cancel", made), {"answer": "cancel"})
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_offer_is_accepted_from_its_page(client, person):
    session, first = soon(pool__capacity=1), UserFactory()
    seated, mine = enrolled(session, first), enrolled(session, person)
    cancel_enrolment(seated, by=actor_for(first), at=timezone.now())

    assert "Une place vous est réservée" in client.get("/moi/inscriptions/").content.decode()
    client.post(url("offer", mine), {"answer": "accept"})

    mine.refresh_from_db()
    assert mine.state == "confirmed"


def test_offer_that_is_over_says_so(client, person):
    mine = enrolled(soon(), person)

    assert "terminée" in client.get(url("offer", mine)).content.decode()
    assert client.post(url("offer", mine), {"answer": "decline"}).status_code == 409


def test_pages_of_somebody_else_are_404(client, person):
    theirs = enrolled(soon(), UserFactory())

    assert [client.get(url(name, theirs)).status_code for name in ("done", "cancel", "offer", "calendar")] == [404] * 4


@pytest.mark.parametrize("count", [1, 3])
def test_my_registrations_query_count(client, person, count, assert_own_queries):
    for number in range(count):
        session = soon()
        session.meetings.update(
            starts_at=session.ends_at + timedelta(days=number),
            ends_at=session.ends_at + timedelta(days=number, hours=1),
        )
        enrolled(session, person)

    with assert_own_queries(6):
        assert client.get("/moi/inscriptions/").status_code == 200


def test_calendar_file_of_a_registration(client, person):
    response = client.get(url("calendar", enrolled(soon(), person)))

    assert response["Content-Disposition"] == 'attachment; filename="inscription.ics"'
    assert str(Calendar.from_ical(response.content)["method"]) == "REQUEST"


def test_pages_speak_english_when_asked(client, person):
    page = client.get(url("session", soon()), headers={"accept-language": "en"}).content.decode()

    assert "Register for this session" in page


@pytest.mark.parametrize(("category", "asked"), [("taxable", True), ("exempt", False)])
def test_a_paid_session_asks_for_the_province_only_when_it_matters_and_taxes_there(client, person, category, asked):
    by, numbers = actor_for(None, "accounting"), {"gst_number": "123456789RT0001", "qst_number": "1234567890TQ0001"}
    declare_registration(**numbers, on=date(2020, 1, 1), by=by, at=timezone.now())
    set_tax_profile(kind="session", category=category, accounting_code="4200", by=by, at=timezone.now())
    address = url("order", soon(price_cents=10_000))
    assert ('name="province"' in client.get(address).content.decode()) is asked

    if asked:
        assert (client.post(address, {"promotion_code": ""}).status_code, Order.objects.count()) == (409, 0)
    answers = {"province": "ON"} if asked else {"promotion_code": ""}
    total = client.post(address, answers).context["estimate"].totals.total_cents
    client.post(address, answers | {"total": str(total)})

    order = Order.objects.get()
    expected = ("ON", 11_300) if asked else ("", 10_000)
    assert (order.province, order.total_cents) == expected
    assert ('name="province"' in client.get(address).content.decode()) is False  # known by the last order
