"""What registrars read on Monday: once, nothing when there is nothing, one mail for several organisations."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from registrations.dates import MONTREAL
from registrations.messages.models import Message
from tests.factories.registrations import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.training import EnrolmentFactory, SessionFactory
from tests.people import actor_for
from training.digests import jobs
from training.digests.actions import choose_digest
from training.digests.mails import registrar_digest
from training.models import Digest

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
NINE = datetime(2026, 9, 7, 9, tzinfo=MONTREAL)
DAY = timedelta(days=1)


@pytest.fixture
def sweep(monkeypatch):
    def run(now):
        monkeypatch.setattr(jobs.timezone, "now", lambda: now)
        return jobs.sweep_digests.call_local()

    return run


def keeper(*organisations, **person):
    somebody = UserFactory(**person)
    for organisation in organisations:
        AffiliationFactory(person=somebody, organisation=organisation, is_registrar=True)
    return somebody


def seat(organisation, *, at=NINE - 3 * DAY, starts_at=NINE + 30 * DAY, **fields):
    opens_at = starts_at - 60 * DAY
    session = SessionFactory(opens_at=opens_at, starts_at=starts_at, activity__title=fields.pop("title", "Accueillir"))
    return EnrolmentFactory(session=session, organisation=organisation, created_at=at, **fields)


def facts(language="fr"):
    with override(language):
        return dict(registrar_digest(Digest.objects.get().uuid, language).facts)


def test_registrar_reads_what_changed_waits_must_be_confirmed_and_comes(sweep):
    one = OrganisationFactory()
    keeper(one)
    seat(one, title="Nouvelle")
    seat(one, title="Annulée", state="cancelled", cancelled_at=NINE - DAY, at=NINE - 90 * DAY)
    seat(one, title="Réservée", state="reserved", reserved_until=NINE + DAY)
    seat(one, title="Bientôt", at=NINE - 90 * DAY, starts_at=NINE + 3 * DAY)
    seat(one, title="Vieille", at=NINE - 90 * DAY)
    seat(OrganisationFactory(), title="Ailleurs")

    assert sweep(NINE) == 1
    assert {label: lines.split(" – ")[1].split(",")[0] for label, lines in facts().items()} == {
        "À confirmer": "Réservée",
        "Nouvelles inscriptions": "Nouvelle",
        "Annulations": "Annulée",
        "Séances à venir": "Bientôt",
    }


def test_several_organisations_are_one_mail_that_names_them(sweep):
    one, two = OrganisationFactory(name="Un"), OrganisationFactory(name="Deux")
    keeper(one, two)
    seat(one)
    seat(two)

    assert (sweep(NINE), Message.objects.count()) == (1, 1)
    assert list(facts()) == ["Deux – Nouvelles inscriptions", "Un – Nouvelles inscriptions"]


def test_it_is_told_once_from_monday_at_seven_until_thursday(sweep):
    one = OrganisationFactory()
    keeper(one)
    seat(one)

    instants = [NINE.replace(hour=6), NINE + 4 * DAY, NINE + DAY, NINE + DAY]

    assert [sweep(now) for now in instants] == [0, 0, 1, 0]


def test_nothing_is_sent_when_nothing_happened(sweep):
    one = OrganisationFactory()
    keeper(one)
    seat(one, at=NINE - 90 * DAY)

    assert (sweep(NINE), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [{}, {"state": "reserved", "reserved_until": NINE + 5 * DAY}, {"starts_at": NINE + 8 * DAY}],
    ids=["registered", "to confirm", "soon"],
)
def test_what_comes_after_monday_is_told_the_next_monday_alone(sweep, fields):
    one = OrganisationFactory()
    keeper(one)
    seat(one, at=NINE + DAY, **fields)

    assert [sweep(NINE + days * DAY) for days in (1, 2, 7)] == [0, 0, 1]
    assert list(Digest.objects.filter(uuid__in=told()).values_list("week_on", flat=True)) == [MONDAY + 7 * DAY]


def test_who_was_judged_on_monday_is_not_judged_again(sweep):
    one = OrganisationFactory()
    keeper(one)
    sweep(NINE)
    seat(one)

    assert (sweep(NINE + DAY), Message.objects.count()) == (0, 0)


def test_who_is_registrar_no_more_reads_no_name(sweep):
    one = OrganisationFactory()
    somebody = keeper(one)
    seat(one)
    sweep(NINE)
    somebody.affiliations.update(ends_on=MONDAY + DAY)
    sweep(NINE + 2 * DAY)  # the clock is Wednesday's

    assert registrar_digest(Digest.objects.get().uuid, "fr") is None


def told():
    return Message.objects.filter(kind="registrar-digest").values("about_uuid")


def test_who_stopped_it_has_none_and_what_was_left_does_not_leave(sweep):
    one = OrganisationFactory()
    somebody, other = keeper(one), keeper(one)
    seat(one)
    choose_digest(wanted=False, by=actor_for(somebody), at=NINE)

    assert (sweep(NINE), Digest.objects.get().person) == (1, other)
    choose_digest(wanted=False, by=actor_for(other), at=NINE)
    assert registrar_digest(Digest.objects.get().uuid, "fr") is None


def test_page_stops_it_and_takes_it_up_again(client):
    somebody = keeper(OrganisationFactory())
    client.force_login(somebody)
    address = reverse("digests:choice")

    client.post(address, {"stop": "1"})
    stopped = client.get(address).context["stopped"]
    client.post(address, {"resume": "1"})

    assert (stopped, client.get(address).context["stopped"]) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_digest_reads_in_a_number_of_statements_that_does_not_grow(sweep, count, django_assert_max_num_queries):
    ones = OrganisationFactory.create_batch(count)
    keeper(*ones)
    for one in ones:
        seat(one)
    sweep(NINE)
    uuid = Digest.objects.get().uuid

    with django_assert_max_num_queries(4):
        registrar_digest(uuid, "fr")
