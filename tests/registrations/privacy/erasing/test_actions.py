"""The proof: nothing that is stored names an erased person, accounting excepted, and every count is what it was."""

from datetime import timedelta

import pytest

from registrations.actors import Actor
from registrations.models import Affiliation, Entry, Message, Order, Ticket, User
from registrations.people.queries import claimable_record
from registrations.privacy.actions import ask, erase
from registrations.privacy.errors import EraseBlocked, NotConfirmed, NotInCharge
from registrations.privacy.queries import fates
from registrations.privacy.registry import Blocks, Ends, Gone, Kept
from tests.factories.registrations import NOW, AffiliationFactory, UserFactory
from tests.people import actor_for, with_role
from tests.registrations.privacy.busy import (
    ACCOUNTING,
    ADMIN,
    FAMILY,
    GIVEN,
    OWN,
    busy_person,
    found_in_files,
    found_in_tables,
    numbers,
    sessions_holding,
)
from training.models import Enrolment

pytestmark = pytest.mark.django_db
NAME = f"{GIVEN} {FAMILY}"
LATER = NOW + timedelta(hours=1)


def elsewhere(found):
    """What is not an accounting document."""
    return [place for place in found if place.partition(".")[0] not in ACCOUNTING]


def test_erase_leaves_no_name_address_or_number_anywhere_but_in_accounting():
    person = busy_person()
    assert len(found_in_tables()) > 40
    assert (found_in_files() != [], sessions_holding() != []) == (True, True)

    erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    assert elsewhere(found_in_tables()) == []
    assert sorted({place.partition(".")[0] for place in found_in_tables()}) == ["registrations_invoice"]
    assert found_in_files() == []
    assert sessions_holding() == []


def test_erase_keeps_every_count_true():
    person = busy_person()
    before = numbers()

    erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    assert numbers() == before


def test_erase_ends_what_is_to_come_and_frees_the_seats():
    person = busy_person()
    coming = Enrolment.objects.get(person=person, state="confirmed")

    erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    coming.session.pool.refresh_from_db()
    assert coming.session.pool.taken == 0
    assert list(Enrolment.objects.filter(person=person).values_list("state", flat=True)) == ["cancelled", "attended"]
    assert Ticket.objects.filter(person=person).count() == 0
    assert not Affiliation.objects.live(on=LATER.date()).filter(person=person).exists()
    assert not Message.objects.filter(to=person, state__in=["waiting", "failed"]).exists()


def test_erased_person_cannot_sign_in_and_is_named_by_nothing():
    person = busy_person()

    erased = erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    assert (erased.email, erased.is_active, erased.erased_at, erased.has_usable_password()) == (
        None,
        False,
        LATER,
        False,
    )
    assert str(erased) == "Personne effacée"
    assert claimable_record(OWN, on=LATER.date()) is None
    assert Order.objects.get(person=person).state == "settled"


def test_erase_twice_is_one_act():
    person = busy_person()
    erase(person, confirmation=NAME, by=ADMIN, at=LATER)
    rows = User.objects.filter(pk=person.pk).values().get()

    erase(person, confirmation="", by=ADMIN, at=LATER + timedelta(days=1))

    assert User.objects.filter(pk=person.pk).values().get() == rows
    assert Entry.objects.filter(action="privacy.erase").count() == 1


def test_preview_says_what_ends_goes_and_stays_and_writes_nothing():
    person = busy_person()
    before = found_in_tables()

    said = list(fates(person, on=NOW.date()))

    kinds = {kind: sum(isinstance(fate, kind) for fate in said) for kind in (Blocks, Ends, Gone, Kept)}
    assert kinds[Blocks] == 0
    assert min(kinds[Ends], kinds[Gone], kinds[Kept]) >= 5
    assert found_in_tables() == before
    invoices = next(fate for fate in said if isinstance(fate, Kept) and "factures" in str(fate.what))
    assert invoices.until.year == 2033


def test_preview_of_an_erased_person_has_nothing_to_end_or_to_empty():
    person = erase(busy_person(), confirmation=NAME, by=ADMIN, at=LATER)

    said = [str(fate.what) for fate in fates(person, on=LATER.date()) if isinstance(fate, Ends | Gone | Blocks)]

    assert said == []


@pytest.mark.parametrize("make", ["team", "unpaid", "request"])
def test_erase_is_blocked_by_what_must_be_ended_by_hand(make):
    person = busy_person()
    if make == "team":
        with_role(person, "editor")
    elif make == "unpaid":
        Order.objects.filter(person=person).update(state="placed", settled_at=None)
    else:
        ask(person, kind="access", wording="", channel="portal", by=actor_for(person), at=NOW)

    with pytest.raises(EraseBlocked):
        erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    person.refresh_from_db()
    assert person.erased_at is None


def test_erase_asks_for_the_name_and_for_an_administrator():
    person = UserFactory(given_name="Ana", family_name="Roy")

    with pytest.raises(NotConfirmed):
        erase(person, confirmation="Ana", by=ADMIN, at=NOW)
    for by in (Actor(person=None), actor_for(person), actor_for(UserFactory(), "training_lead")):
        with pytest.raises(NotInCharge):
            erase(person, confirmation="Ana Roy", by=by, at=NOW)
    assert erase(person, confirmation=" ana  ROY ", by=ADMIN, at=NOW).erased_at == NOW


def test_erase_leaves_namesakes_and_colleagues_alone():
    person = busy_person()
    namesake = UserFactory(given_name=GIVEN, family_name=FAMILY, email="autre@exemple.test")
    post = AffiliationFactory(person=namesake)

    erase(person, confirmation=NAME, by=ADMIN, at=LATER)

    namesake.refresh_from_db()
    post.refresh_from_db()
    assert (namesake.get_full_name(), namesake.email, post.ends_on) == (NAME, "autre@exemple.test", None)
