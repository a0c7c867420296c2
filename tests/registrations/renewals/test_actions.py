"""Dues, campaigns and declarations: what changes them, and what refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from registrations.actors import Actor
from registrations.errors import NotFound
from registrations.memberships.actions import admit
from registrations.memberships.queries import standing
from registrations.models import (
    CreditNote,
    Declaration,
    DuesScale,
    Entry,
    Invoice,
    Membership,
    Message,
    Order,
    TaxProfile,
)
from registrations.orders.actions import Wanted, credit_invoice, estimate, place_order
from registrations.payments.actions import record_received, reverse_payment
from registrations.renewals.actions import (
    ask_signature,
    change_campaign,
    close_campaign,
    copy_scales,
    decline_renewal,
    fill_campaign,
    invoice_dues,
    invoice_provisionally,
    note_budget,
    open_campaign,
    remind,
    resume_renewal,
    save_part,
    set_scale,
    sign_declaration,
)
from registrations.renewals.errors import (
    AlreadyInvoiced,
    DeclarationChanged,
    DeclarationIncomplete,
    DeclarationNotYours,
    DeclarationSigned,
    DirectionSigns,
    DuesNotAdmitted,
    NoBudgetBefore,
    NoScaleToCopy,
    NotDeclared,
    NotDueYet,
    NothingOwed,
    NoYearBefore,
    RenewalDeclined,
    RenewalsNotYours,
    ScaleBroken,
    ScaleInUse,
    StatementChanged,
)
from registrations.renewals.queries import step_filter
from registrations.renewals.rules import Bracket, Step
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    UserFactory,
)
from tests.factories.renewals import (
    LAST_YEAR,
    CampaignFactory,
    DeclarationFactory,
    director_of,
    dues_scale,
    last_year_member,
    prepared,
    registrar_of,
)
from tests.factories.sales import actor_for

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ACCOUNTANT = actor_for(None, "accounting")


@pytest.fixture
def declaration():
    """Awaited from an admitted member, with a scale and a tax profile."""
    dues_scale()
    return DeclarationFactory()


def sign(declaration, by=None, **changes):
    director = by or director_of(declaration.membership.organisation)
    given = {"name": "Alix Roy", "title": "Directrice générale", "statement_version": 1}
    return sign_declaration(**{"declaration": declaration, "by": actor_for(director), "at": NOW} | given | changes)


def pay(order, cents, reference="0042", at=NOW):
    given = {"method": "cheque", "cents": cents, "received_on": TODAY, "reference": reference}
    return record_received(order=order, by=ACCOUNTANT, at=at, **given)


def membership_of(declaration):
    return Membership.objects.get(pk=declaration.membership_id)


# Scales


def test_set_scale_replaces_the_whole_scale():
    year, category = MembershipYearFactory(), MembershipCategoryFactory()
    for amounts in ([(0, 100), (50, 200)], [(0, 300)]):
        brackets = [Bracket(*each) for each in amounts]
        scale = set_scale(year=year, category=category, brackets=brackets, by=ACCOUNTANT, at=NOW)
    assert list(scale.brackets.values_list("from_cents", "amount_cents")) == [(0, 300)]
    assert DuesScale.objects.count() == 1


def test_set_scale_with_a_hole_is_refused():
    year, category = MembershipYearFactory(), MembershipCategoryFactory()
    with pytest.raises(ScaleBroken):
        set_scale(year=year, category=category, brackets=[Bracket(5, 1)], by=ACCOUNTANT, at=NOW)


def test_set_scale_once_dues_follow_from_it_is_refused(declaration):
    sign(prepared(declaration))
    scale = DuesScale.objects.get()
    with pytest.raises(ScaleInUse):
        set_scale(year=scale.year, category=scale.category, brackets=[Bracket(0, 1)], by=ACCOUNTANT, at=NOW)


def test_copy_scales_takes_those_of_the_year_before_once():
    dues_scale(year=MembershipYearFactory(**LAST_YEAR))
    year = MembershipYearFactory()

    assert [len(scale.brackets.all()) for scale in copy_scales(year=year, by=ACCOUNTANT, at=NOW)] == [3]
    assert copy_scales(year=year, by=ACCOUNTANT, at=NOW) == []
    with pytest.raises(NoScaleToCopy):
        copy_scales(year=MembershipYearFactory(**LAST_YEAR), by=ACCOUNTANT, at=NOW)


# The sale


def order_dues(declaration, **changes):
    organisation = declaration.membership.organisation
    line = Wanted("dues", declaration.membership.uuid)
    given = {"lines": [line], "payer": organisation, "by": ACCOUNTANT, "at": NOW, "on_account": True}
    return place_order(**given | changes)


def test_dues_before_the_declaration_are_not_for_sale(declaration):
    with pytest.raises(NotDeclared):
        order_dues(declaration)


def test_dues_before_admission_are_not_for_sale(declaration):
    Membership.objects.update(state="requested")
    with pytest.raises(DuesNotAdmitted):
        order_dues(declaration)


def test_dues_of_another_organisation_do_not_exist(declaration):
    with pytest.raises(NotFound):
        order_dues(declaration, payer=MembershipFactory().organisation)


@pytest.mark.parametrize(
    ("budget", "cents"), [(0, 50_000), (24_999_999, 50_000), (25_000_000, 90_000), (10**10, 150_000)]
)
def test_dues_follow_the_bracket_of_the_declared_budget(declaration, budget, cents):
    sign(prepared(declaration, budget))
    assert [(order.total_cents, order.tax_cents) for order in Order.objects.all()] == [(cents, 0)]


def test_dues_are_ordered_once(declaration):
    sign(prepared(declaration))
    with pytest.raises(NothingOwed):
        order_dues(declaration)


def test_dues_paid_by_card_that_never_comes_give_nothing(declaration):
    Declaration.objects.update(signed_at=NOW, budget_cents=5, statement_version=1, statement="x")
    order_dues(declaration, on_account=False)
    assert membership_of(declaration).state == "admitted"


# From invoicing to payment, and back


def test_invoiced_dues_activate_until_grace_and_payment_extends_to_the_end(declaration):
    sign(prepared(declaration))
    order = Order.objects.get()
    invoiced = membership_of(declaration)
    assert (invoiced.state, invoiced.lapses_on) == ("active", TODAY + timedelta(days=90))

    payment = pay(order, 90_000)
    assert membership_of(declaration).lapses_on == date(2027, 6, 30)

    reverse_payment(payment=payment, reason="Sans provision", by=ACCOUNTANT, at=NOW)
    assert membership_of(declaration).lapses_on == TODAY + timedelta(days=90)


def test_partial_payment_does_not_extend(declaration):
    sign(prepared(declaration))
    pay(Order.objects.get(), 89_999)
    assert membership_of(declaration).lapses_on == TODAY + timedelta(days=90)


def test_rights_lapse_with_unpaid_dues_and_come_back_the_day_they_are_paid(declaration):
    person = AffiliationFactory(organisation=declaration.membership.organisation).person
    sign(prepared(declaration))
    late = TODAY + timedelta(days=100)
    assert [standing(person, on=on).is_member for on in (TODAY, late)] == [True, False]

    pay(Order.objects.get(), 90_000, at=NOW + timedelta(days=100))
    assert standing(person, on=late).is_member is True


def test_dues_credited_whole_and_unpaid_end_the_rights(declaration):
    sign(prepared(declaration))
    credit_invoice(invoice=Invoice.objects.get(), reason="Retrait", by=ACCOUNTANT, at=NOW)
    assert (Order.objects.get().state, membership_of(declaration).lapses_on) == ("cancelled", TODAY)


def test_a_bracket_without_dues_makes_a_member_without_an_order():
    dues_scale(brackets=((0, 0),))
    declaration = DeclarationFactory()
    sign(prepared(declaration))
    found = membership_of(declaration)
    assert (found.state, found.lapses_on, Order.objects.count()) == ("active", date(2027, 6, 30), 0)


# The campaign


def opened(**changes):
    given = {"year": MembershipYearFactory(), "due_on": TODAY + timedelta(days=30), "by": ACCOUNTANT, "at": NOW}
    return open_campaign(**given | changes)


def filled(campaign, at=NOW):
    return fill_campaign(campaign=campaign, most=50, by=ACCOUNTANT, at=at)


def test_open_campaign_gives_each_member_a_membership_and_a_declaration():
    member = last_year_member()
    person = registrar_of(member.organisation)
    campaign = opened()

    assert (campaign.expected, filled(campaign), filled(campaign)) == (1, 1, 0)

    renewed = Membership.objects.get(year=campaign.year)
    assert (renewed.state, renewed.organisation, renewed.resolution) == ("admitted", member.organisation, "CA-2019-03")
    assert renewed.declaration.told_at == NOW
    assert list(Message.objects.values_list("kind", "to")) == [("declaration-open", person.pk)]
    campaign.refresh_from_db()
    assert campaign.filled_at == NOW


def test_open_campaign_twice_adds_nothing():
    last_year_member()
    first = opened()
    filled(first)
    counted = [model.objects.count() for model in (Declaration, Membership, Message, Entry)]

    assert opened(due_on=TODAY) == first
    assert filled(first) == 0
    assert [model.objects.count() for model in (Declaration, Membership, Message)] == counted[:3]


def test_one_campaign_a_year_and_one_declaration_a_membership_are_held_by_the_database(declaration):
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFactory(year=declaration.campaign.year)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclarationFactory(campaign=declaration.campaign, membership=declaration.membership)


def test_open_campaign_leaves_out_those_who_lapsed_and_those_archived():
    last_year_member(lapses_on=TODAY)
    gone = last_year_member()
    type(gone.organisation).objects.filter(pk=gone.organisation.pk).update(archived_at=NOW)
    last_year_member(state="cancelled")
    assert (opened().expected, filled(opened())) == (0, 0)


def test_fill_campaign_takes_the_membership_that_is_there_and_those_admitted_since():
    member = last_year_member()
    there = MembershipFactory(organisation=member.organisation)
    newcomer = MembershipFactory(state="admitted")
    campaign = opened()

    assert filled(campaign) == 2
    assert set(Declaration.objects.values_list("membership", flat=True)) == {there.pk, newcomer.pk}
    assert Membership.objects.filter(year=campaign.year).count() == 2


def test_admit_in_the_course_of_a_campaign_asks_the_declaration_at_once():
    membership = MembershipFactory(state="requested")
    director = director_of(membership.organisation)
    campaign = CampaignFactory(year=membership.year)
    admit(membership=membership, resolution="CA-2026-31", resolved_on=TODAY, by=ACCOUNTANT, at=NOW)
    declaration = Declaration.objects.get()
    assert (declaration.membership, declaration.campaign) == (membership, campaign)
    assert Message.objects.get(kind="declaration-open").to == director
    assert fill_campaign(campaign=campaign, most=20, by=ACCOUNTANT, at=NOW) == 0


def test_who_is_admitted_after_the_due_day_is_late_a_month_after():
    membership = MembershipFactory(state="requested")
    CampaignFactory(year=membership.year, due_on=TODAY - timedelta(days=5))
    admit(membership=membership, resolution="CA-2026-31", resolved_on=TODAY, by=ACCOUNTANT, at=NOW)
    declaration = Declaration.objects.get()
    last = TODAY + timedelta(days=30)
    for on, late in ((last, False), (last + timedelta(days=1), True)):
        assert declaration.is_late(on=on) is late
        assert Declaration.objects.filter(step_filter(Step.LATE, on=on)).exists() is late


def test_admit_without_an_open_campaign_asks_nothing_yet():
    membership = MembershipFactory(state="requested")
    CampaignFactory(year=membership.year, closed_at=NOW)
    admit(membership=membership, resolution="CA-2026-31", resolved_on=TODAY, by=ACCOUNTANT, at=NOW)
    assert Declaration.objects.count() == 0


def test_open_campaign_when_the_board_resolves_each_renewal_asks_it():
    last_year_member()
    campaign = opened(needs_resolution=True)
    filled(campaign)
    renewed = Membership.objects.get(year=campaign.year)
    assert (renewed.state, renewed.resolution) == ("requested", "")


def test_open_campaign_without_a_year_before_is_refused():
    with pytest.raises(NoYearBefore):
        opened()


def test_fill_campaign_keeps_the_budget_of_the_year_before():
    member = last_year_member()
    before = CampaignFactory(year=member.year)
    DeclarationFactory(
        campaign=before, membership=member, signed_at=NOW, budget_cents=77, statement="x", statement_version=1
    )
    campaign = opened()
    filled(campaign)
    assert campaign.declarations.get().reference_cents == 77


@pytest.mark.parametrize("role", ["training_lead", "board_secretary", "event_lead", "librarian"])
def test_campaigns_scales_and_invoices_are_accountings(declaration, role):
    by = actor_for(None, role)
    acts = [
        lambda: opened(by=by),
        lambda: fill_campaign(campaign=declaration.campaign, most=1, by=by, at=NOW),
        lambda: close_campaign(campaign=declaration.campaign, by=by, at=NOW),
        lambda: copy_scales(year=declaration.campaign.year, by=by, at=NOW),
        lambda: invoice_dues(declaration=declaration, by=by, at=NOW),
        lambda: invoice_provisionally(declaration=declaration, by=by, at=NOW),
        lambda: note_budget(declaration=declaration, cents=1, by=by, at=NOW),
    ]
    for act in acts:
        with pytest.raises(RenewalsNotYours):
            act()


# Preparing and signing


def test_save_part_is_for_registrars_and_directors_of_the_organisation(declaration):
    stranger = registrar_of(MembershipFactory().organisation)
    practitioner = AffiliationFactory(organisation=declaration.membership.organisation).person
    unverified = director_of(declaration.membership.organisation, verified_at=None)
    for person in (stranger, practitioner, unverified, UserFactory()):
        with pytest.raises(DeclarationNotYours):
            prepared(declaration, by=person)


def test_save_part_by_two_colleagues_keeps_both_parts_and_refuses_to_overwrite(declaration):
    by = actor_for(registrar_of(declaration.membership.organisation))
    given = {"declaration": declaration, "version": 0, "by": by, "at": NOW}
    save_part(section="budget", values={"budget_cents": 100}, **given)
    save_part(section="personnel", values={"confirmed": True}, **given)

    with pytest.raises(DeclarationChanged):
        save_part(section="budget", values={"budget_cents": 200}, **given)

    declaration.refresh_from_db()
    assert (declaration.budget_cents, declaration.content["personnel"]["confirmed"]) == (100, True)


def test_the_journal_never_holds_a_budget(declaration):
    sign(prepared(declaration, 31_415_926))
    assert [entry for entry in Entry.objects.all() if "31415926" in str(entry.details)] == []


def test_sign_declaration_is_the_directions_alone(declaration):
    declaration = prepared(declaration)
    for person in (registrar_of(declaration.membership.organisation), UserFactory()):
        with pytest.raises((DirectionSigns, DeclarationNotYours)):
            sign(declaration, by=person)
    other = director_of(MembershipFactory().organisation)
    with pytest.raises(DeclarationNotYours):
        sign(declaration, by=other)


def test_sign_declaration_that_is_incomplete_is_refused(declaration):
    with pytest.raises(DeclarationIncomplete):
        sign(declaration)
    with pytest.raises(DeclarationIncomplete):
        sign(prepared(declaration), name=" ")


def test_sign_declaration_after_the_statement_changed_is_refused(declaration):
    declaration = prepared(declaration)
    campaign = change_campaign(
        campaign=declaration.campaign,
        due_on=TODAY,
        reminders=[],
        statement_fr="Autre",
        statement_en="",
        by=ACCOUNTANT,
        at=NOW,
    )
    assert campaign.statement_version == 2
    with pytest.raises(StatementChanged):
        sign(declaration)
    assert sign(declaration, statement_version=2).statement == "Autre"


def test_sign_declaration_corrects_the_register_and_invoices_at_once(declaration):
    director = director_of(declaration.membership.organisation)
    signed = sign(prepared(declaration), by=director)

    signed.membership.organisation.refresh_from_db()
    order = Order.objects.get()
    assert signed.membership.organisation.phone == "418 555-0199"
    assert (signed.signed_by, signed.signer_title, signed.statement_version) == (director, "Directrice générale", 1)
    assert signed.content["personnel"] == {"confirmed": True, "people": 2}
    assert (order.placed_by, order.on_account, Invoice.objects.count()) == (director, True, 1)
    assert Entry.objects.filter(action="renewals.sign", person=director).count() == 1


def test_sign_declaration_twice_is_refused(declaration):
    sign(prepared(declaration))
    with pytest.raises(DeclarationSigned):
        sign(declaration)
    assert Order.objects.count() == 1


def test_sign_declaration_without_tax_profile_waits_for_its_invoice(declaration):
    TaxProfile.objects.all().delete()
    signed = sign(prepared(declaration))
    assert (signed.signed_at, Order.objects.count(), membership_of(declaration).state) == (NOW, 0, "admitted")

    dues = TaxProfile.objects.create(kind="dues", category="exempt")
    assert invoice_dues(declaration=signed, by=ACCOUNTANT, at=NOW).lines.get().accounting_code == dues.accounting_code
    assert membership_of(declaration).state == "active"


@pytest.mark.parametrize(
    "change", ["budget_cents = 1", "content = '{}'", "signed_at = NULL", "statement = 'autre'", "signer_title = ''"]
)
def test_a_signed_declaration_is_immutable_even_for_raw_sql(declaration, change):
    sign(prepared(declaration))
    with pytest.raises(IntegrityError, match="declaration_immutable"), transaction.atomic():
        connection.cursor().execute(f"UPDATE registrations_declaration SET {change}")


def test_a_signed_declaration_is_never_deleted(declaration):
    sign(prepared(declaration))
    with pytest.raises(IntegrityError, match="declaration_immutable"), transaction.atomic():
        connection.cursor().execute("DELETE FROM registrations_declaration")


def test_ask_signature_tells_the_direction_once_a_version(declaration):
    organisation = declaration.membership.organisation
    director, registrar = director_of(organisation), registrar_of(organisation)
    with pytest.raises(DeclarationIncomplete):
        ask_signature(declaration=declaration, by=actor_for(registrar), at=NOW)

    declaration = prepared(declaration, by=registrar)
    for _time in range(2):
        ask_signature(declaration=declaration, by=actor_for(registrar), at=NOW)
    assert list(Message.objects.values_list("kind", "to")) == [("declaration-to-sign", director.pk)]


# Not renewing


def test_decline_renewal_and_change_of_mind(declaration):
    by = actor_for(registrar_of(declaration.membership.organisation))
    declined = decline_renewal(declaration=declaration, reason="Fusion", by=by, at=NOW)
    with pytest.raises(RenewalDeclined):
        sign(declined)

    for _time in range(2):
        resumed = resume_renewal(declaration=declined, by=by, at=NOW)
    assert (declined.decline_reason, resumed.declined_at, resumed.decline_reason) == ("Fusion", None, "")


def test_decline_renewal_once_invoiced_is_refused(declaration):
    by = actor_for(registrar_of(declaration.membership.organisation))
    provisional(declaration)
    with pytest.raises(AlreadyInvoiced):
        decline_renewal(declaration=declaration, reason="Fusion", by=by, at=NOW)


# Provisional invoices


def provisional(declaration, cents=30_000_000, at=NOW + timedelta(days=31)):
    note_budget(declaration=declaration, cents=cents, by=ACCOUNTANT, at=NOW)
    return invoice_provisionally(declaration=declaration, by=ACCOUNTANT, at=at)


def test_invoice_provisionally_follows_last_years_budget_after_the_due_date(declaration):
    with pytest.raises(NotDueYet):
        provisional(declaration, at=NOW + timedelta(days=30))
    with pytest.raises(NoBudgetBefore):
        provisional(declaration, cents=None)

    order = provisional(declaration)
    assert (order.total_cents, order.lines.get().basis) == (90_000, "provisional")
    assert membership_of(declaration).state == "active"
    with pytest.raises(AlreadyInvoiced):
        invoice_provisionally(declaration=declaration, by=ACCOUNTANT, at=NOW + timedelta(days=32))


def test_a_higher_declaration_invoices_the_difference(declaration):
    provisional(declaration)
    sign(prepared(declaration, 100_000_000))
    assert sorted(Order.objects.values_list("total_cents", flat=True)) == [60_000, 90_000]


def test_a_lower_declaration_is_credited(declaration):
    order = provisional(declaration)
    sign(prepared(declaration, 1_000))

    note = CreditNote.objects.get()
    assert (note.total_cents, note.invoice.order, Order.objects.count()) == (40_000, order, 1)
    pay(order, 50_000)
    order.refresh_from_db()
    assert (order.state, membership_of(declaration).lapses_on) == ("settled", date(2027, 6, 30))


def test_a_declaration_in_the_same_bracket_changes_no_invoice(declaration):
    provisional(declaration)
    sign(prepared(declaration, 26_000_000))
    assert (Order.objects.count(), CreditNote.objects.count()) == (1, 0)


def test_estimate_of_dues_says_what_is_left(declaration):
    sign(prepared(declaration, 30_000_000))
    credit_invoice(invoice=Invoice.objects.get(), reason="Erreur", by=ACCOUNTANT, at=NOW)
    lines = [Wanted("dues", declaration.membership.uuid)]
    assert estimate(lines=lines, payer=declaration.membership.organisation, at=NOW).totals.total_cents == 90_000


# Reminders


def test_remind_once_a_fact_and_stop_once_signed(declaration):
    people = [registrar_of(declaration.membership.organisation)]
    due = NOW + timedelta(days=30)
    for hours in (0, 5, 24):
        remind(declaration=declaration, people=people, at=due + timedelta(hours=hours))
    assert list(Message.objects.values_list("kind", flat=True)) == ["declaration-reminder"]

    signed = sign(prepared(declaration))
    assert remind(declaration=signed, people=people, at=due + timedelta(days=7)) == 0


def test_system_actor_may_fill():
    last_year_member()
    assert fill_campaign(campaign=opened(), most=5, by=Actor.system("renewals"), at=NOW) == 1
