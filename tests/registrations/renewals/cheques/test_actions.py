"""Dues paid by cheque, from the application or the renewal to a cheque without funds after the rights came back."""

from datetime import date, timedelta

import pytest

from registrations.memberships.actions import Declared, admit, apply_for_membership
from registrations.memberships.queries import standing
from registrations.models import (
    Affiliation,
    Campaign,
    Declaration,
    Invoice,
    Membership,
    Message,
    Order,
    ReminderLetter,
)
from registrations.payments.actions import Part, record_receipt, release_part, reverse_receipt
from registrations.receivables.actions import send_due, start_dunning
from registrations.renewals.actions import fill_campaign, open_campaign, sign_declaration, tell_of_lapse
from registrations.renewals.mails import lapsed_mail
from registrations.renewals.queries import answering
from registrations.renewals.rules import notice_due
from tests.factories.registrations import NOW, MembershipCategoryFactory, MembershipYearFactory, OrganisationFactory
from tests.factories.renewals import director_of, dues_scale, last_year_member, prepared
from tests.factories.sales import actor_for

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ACCOUNTANT = actor_for(None, "accounting")
PAID_UNTIL, UNPAID_UNTIL = date(2027, 6, 30), TODAY + timedelta(days=90)


def after(days):
    return {"by": ACCOUNTANT, "at": NOW + timedelta(days=days)}


def applied():
    """Its director applies, the board resolves; the open campaign asks the declaration at once."""
    director = director_of(OrganisationFactory())
    Campaign.objects.create(year=MembershipYearFactory(), due_on=TODAY, statement_fr="Vrai.", opened_at=NOW)
    asked = {
        "subject": director.affiliations.get().organisation,
        "role": "director",
        "declared": Declared(shown=(), met=()),
    }
    application = apply_for_membership(**asked, category=MembershipCategoryFactory(), by=actor_for(director), at=NOW)
    admit(membership=application.membership, resolution="CA-31", resolved_on=TODAY, **after(0))
    return director


def renewed():
    """A member of last year finds its declaration in the campaign of this one."""
    director = director_of(last_year_member().organisation)
    campaign = open_campaign(year=MembershipYearFactory(), due_on=TODAY + timedelta(days=30), **after(0))
    Campaign.objects.update(statement_fr="Vrai.")
    assert fill_campaign(campaign=campaign, most=20, **after(0)) == 1
    return director


@pytest.fixture(params=[applied, renewed])
def director(request):
    """Signed, and invoiced 900 $, with rights for ninety days and reminders that leave by themselves."""
    dues_scale()
    director = request.param()
    start_dunning(**after(0))
    declaration = prepared(Declaration.objects.get())
    said = {"name": "Alix Roy", "title": "Direction", "statement_version": declaration.campaign.statement_version}
    sign_declaration(declaration=declaration, by=actor_for(director), at=NOW, **said)
    assert (Invoice.objects.get().total_cents, Invoice.objects.get().due_on) == (90_000, TODAY + timedelta(days=30))
    return director


def cheque(cents, reference, days):
    order = Order.objects.get()
    given = {"payer": order.organisation, "method": "cheque", "reference": reference, "cents": cents}
    given["received_on"] = TODAY + timedelta(days=days)
    return record_receipt(**given, parts=[Part(order, cents)], **after(days))


def stands():
    """What the register and the books say: the day of lapse, what is owed, the state of the order."""
    membership = Membership.objects.get(declaration__isnull=False)
    return membership.lapses_on, Invoice.objects.get().balance.due_cents, Order.objects.get().state


def is_member(person, days):
    return standing(person, on=TODAY + timedelta(days=days)).is_member


def sweep(days):
    """What the sweeps of that day tell of rights that end."""
    membership = Membership.objects.get(declaration__isnull=False)
    on = TODAY + timedelta(days=days)
    if notice := notice_due(lapses_on=membership.lapses_on, on=on):
        people = answering([membership.organisation_id], on=on)[membership.organisation_id]
        tell_of_lapse(membership=membership, notice=notice, people=people, at=NOW + timedelta(days=days))


def told(person, kind):
    return Message.objects.filter(to=person, kind=kind).count()


def test_dues_by_cheque_in_two_parts_lapse_come_back_and_end_with_a_cheque_without_funds(director):
    cheque(40_000, "0001", 10)
    assert stands() == (UNPAID_UNTIL, 50_000, "placed")

    assert [send_due(**after(days)) for days in (36, 37, 38)] == [0, 1, 0]
    assert ReminderLetter.objects.get().due_cents == 50_000
    for days in (77, 90, 91):
        sweep(days)
    assert (told(director, "membership-soon"), told(director, "membership-lapsed")) == (1, 1)
    assert [is_member(director, days) for days in (89, 90)] == [True, False]

    rest = cheque(50_000, "0002", 100)
    assert stands() == (PAID_UNTIL, 0, "settled")
    assert (is_member(director, 100), send_due(**after(101))) == (True, 0)

    reverse_receipt(receipt=rest, reason="Sans provision", **after(120))
    assert stands() == (UNPAID_UNTIL, 50_000, "placed")
    assert is_member(director, 120) is False
    assert told(director, "membership-lapsed") == 2
    membership = Membership.objects.get(declaration__isnull=False)
    assert lapsed_mail(membership.uuid, "fr") is not None

    cheque(50_000, "0002", 125)  # the same number again: the first was taken back
    assert stands() == (PAID_UNTIL, 0, "settled")
    assert is_member(director, 125) is True
    assert Affiliation.objects.filter(person=director).count() == 1


def test_a_cheque_without_funds_within_the_ninety_days_ends_nothing_before_its_day(director):
    first = cheque(90_000, "0001", 10)
    reverse_receipt(receipt=first, reason="Sans provision", **after(20))
    assert (stands(), is_member(director, 89)) == ((UNPAID_UNTIL, 90_000, "placed"), True)
    assert told(director, "membership-lapsed") == 0


def test_one_part_put_back_on_the_account_owes_the_dues_again(director):
    first, second = cheque(40_000, "0001", 10), cheque(50_000, "0002", 100)
    release_part(payment=first.payments.get(), reason="Autre facture", **after(110))
    assert (stands(), is_member(director, 110)) == ((UNPAID_UNTIL, 40_000, "placed"), False)
    reverse_receipt(receipt=second, reason="Sans provision", **after(111))
    assert stands() == (UNPAID_UNTIL, 90_000, "placed")
    assert told(director, "membership-lapsed") == 1
