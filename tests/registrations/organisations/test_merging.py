"""Two records of one organisation become one: what moves, what contradicts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cms.library.models import DownloadCount
from registrations.actors import Actor, Role, Via
from registrations.exhibitors.errors import ExhibitorsContradict
from registrations.exhibitors.models import Exhibitor, ExhibitorPackage
from registrations.journal.models import Entry
from registrations.memberships.errors import MembershipsContradict
from registrations.models import (
    Affiliation,
    Contact,
    EmailDomain,
    Membership,
    Organisation,
    Receipt,
    ServicePoint,
)
from registrations.organisations.actions import merge_organisations, preview_merge
from registrations.organisations.errors import MergedAlready, NeqsDiffer, PostsContradict, SameOrganisation
from registrations.organisations.queries import current_slug, likely_duplicates
from registrations.organisations.registry import MERGES
from registrations.people.errors import RegisterNotYours
from registrations.staff.models import Invitation, NameProposal, StaffConfirmation
from tests.factories.registrations import (
    AffiliationFactory,
    ContactFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    SeatPoolFactory,
    ServicePointFactory,
    TermFactory,
    UserFactory,
)
from tests.factories.sales import ColloquiumFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
TODAY = date(2026, 10, 6)
TEAM = Actor(person=None, roles=frozenset({Role.ACCOUNTING}), via=Via.ADMIN)


@pytest.fixture
def pair():
    kept, dropped = OrganisationFactory(name="Cap"), OrganisationFactory(name="Le Cap")
    for organisation, domain in ((kept, "cap.test"), (dropped, "lecap.test")):
        EmailDomain.objects.create(organisation=organisation, name=domain)
        Organisation.objects.filter(pk=organisation.pk).update(email_domains=[domain])
    return kept, dropped


def merge(pair):
    return merge_organisations(kept=pair[0], dropped=pair[1], by=TEAM, at=AT)


def test_every_key_to_an_organisation_is_spoken_for():
    keys = {
        f"{relation.related_model._meta.label_lower}.{relation.field.name}"
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many and relation.related_model
        if relation.related_model is not Organisation.terms.through
    }
    spoken = [key for each in MERGES for key in each.speaks_for]
    assert sorted(spoken) == sorted(keys)
    assert len(spoken) == len(set(spoken))


def test_the_same_cheque_recorded_under_both_stays_two_receipts(pair):
    for organisation in pair:
        Receipt.objects.create(
            organisation=organisation,
            method="cheque",
            reference="1042",
            received_on=TODAY,
            received_cents=100,
            recorded_at=AT,
        )
    merge(pair)
    assert [(row.organisation, row.reference) for row in Receipt.objects.order_by("pk")] == [
        (pair[0], "1042"),
        (pair[0], f"1042 ({pair[1].pk})"),
    ]


def test_everything_moves_and_the_other_record_leads_to_the_one_kept(pair):
    kept, dropped = pair
    older = OrganisationFactory(archived_at=AT, merged_into=dropped)
    post, membership = AffiliationFactory(organisation=dropped), MembershipFactory(organisation=dropped)
    point, contact = ServicePointFactory(organisation=dropped), ContactFactory(organisation=dropped)
    merge(pair)
    for row in (post, membership, point, contact):
        row.refresh_from_db()
        assert row.organisation == kept
    dropped.refresh_from_db()
    assert (dropped.archived_at, dropped.merged_into, dropped.email_domains) == (AT, kept, [])
    assert (current_slug(dropped.slug), current_slug(older.slug), current_slug(kept.slug)) == (
        kept.slug,
        kept.slug,
        None,
    )
    assert set(kept.domains.values_list("name", flat=True)) == {"cap.test", "lecap.test"}
    entry = Entry.objects.get(about_uuid=kept.uuid)
    assert (entry.action, entry.details["moved"]["registrations.membership.organisation"]) == ("organisations.merge", 1)
    assert Entry.objects.filter(about_uuid=dropped.uuid).values_list("action", flat=True)[0] == (
        "organisations.merged_into"
    )


def test_what_is_empty_is_filled_and_what_is_said_stays(pair):
    kept, dropped = pair
    words = TermFactory(), TermFactory(kind="measure")
    kept.terms.add(words[0])
    dropped.terms.add(*words)
    Organisation.objects.filter(pk=kept.pk).update(phone="514 555-0100", region="06")
    Organisation.objects.filter(pk=dropped.pk).update(
        phone="514 555-0199", neq="1141234567", region="11", municipality="Gaspé", latitude=Decimal("48.8"),
        longitude=Decimal("-64.4"), logo="a.png", logo_small="b.png",
    )  # fmt: skip
    merge(pair)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.phone, kept.neq, kept.region, kept.municipality, kept.latitude, kept.logo.name) == (
        "514 555-0100",
        "1141234567",
        "06",
        "Gaspé",
        Decimal("48.80000"),
        "a.png",
    )
    assert (dropped.neq, dropped.logo.name, set(kept.terms.all())) == (None, "", set(words))
    assert "gaspe" in kept.search_text


def test_two_posts_of_one_person_are_joined(pair):
    kept, dropped = pair
    person = UserFactory()
    one = AffiliationFactory(organisation=kept, person=person, starts_on=date(2020, 1, 1), verified_at=None)
    two = AffiliationFactory(
        organisation=dropped, person=person, starts_on=date(2018, 1, 1), is_registrar=True, role="manager"
    )
    merge(pair)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.starts_on, one.ends_on, one.is_registrar, one.role) == (date(2018, 1, 1), None, True, "practitioner")
    assert one.verified_at == two.verified_at
    assert (two.organisation, two.ends_on) == (dropped, TODAY)


def test_posts_that_follow_each_other_both_stay(pair):
    kept, dropped = pair
    person = UserFactory()
    AffiliationFactory(organisation=kept, person=person, starts_on=date(2018, 1, 1), ends_on=date(2020, 1, 1))
    AffiliationFactory(organisation=dropped, person=person, starts_on=date(2020, 1, 1))
    merge(pair)
    spans = Affiliation.objects.filter(organisation=kept).order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(spans) == [(date(2018, 1, 1), date(2020, 1, 1)), (date(2020, 1, 1), None)]


def test_posts_that_cannot_be_joined_refuse_the_whole_merge(pair):
    kept, dropped = pair
    person = UserFactory()
    AffiliationFactory(organisation=kept, person=person, starts_on=date(2015, 1, 1), ends_on=date(2017, 1, 1))
    AffiliationFactory(organisation=kept, person=person, starts_on=date(2019, 1, 1))
    AffiliationFactory(organisation=dropped, person=person, starts_on=date(2016, 1, 1))
    expect_refused(pair, PostsContradict)


def test_two_live_memberships_of_a_year_refuse_the_whole_merge(pair):
    kept, dropped = pair
    year = MembershipYearFactory()
    MembershipFactory(organisation=kept, year=year)
    MembershipFactory(organisation=dropped, year=year, state="requested")
    expect_refused(pair, MembershipsContradict)
    Membership.objects.filter(organisation=dropped).update(state="cancelled")
    merge(pair)
    assert Membership.objects.filter(organisation=kept).count() == 2


def test_two_booths_at_one_colloquium_refuse_the_whole_merge(pair):
    edition = ColloquiumFactory()
    package = ExhibitorPackage.objects.create(
        colloquium=edition, slug="or", name="Or", price_cents=0, pool=SeatPoolFactory()
    )
    for organisation in pair:
        Exhibitor.objects.create(colloquium=edition, organisation=organisation, package=package)
    expect_refused(pair, ExhibitorsContradict)


def test_two_neqs_are_two_enterprises(pair):
    for organisation, neq in zip(pair, ("1141234567", "1141234568"), strict=True):
        Organisation.objects.filter(pk=organisation.pk).update(neq=neq)
    expect_refused(pair, NeqsDiffer)


def expect_refused(pair, refusal):
    """Nothing is half done: a post that could have moved did not."""
    movable = AffiliationFactory(organisation=pair[1])
    with pytest.raises(refusal):
        merge(pair)
    movable.refresh_from_db()
    dropped = Organisation.objects.get(pk=pair[1].pk)
    assert (movable.organisation, dropped.merged_into, Entry.objects.count()) == (pair[1], None, 0)
    preview = preview_merge(kept=pair[0], dropped=pair[1], by=TEAM, at=AT)
    assert type(preview.refusal) is refusal


def test_a_preview_says_what_the_merge_does_and_does_nothing(pair):
    kept, dropped = pair
    AffiliationFactory.create_batch(2, organisation=dropped)
    Organisation.objects.filter(pk=dropped.pk).update(neq="1141234567")
    preview = preview_merge(kept=kept, dropped=dropped, by=TEAM, at=AT)
    assert (dict(preview.moves)["Rattachements"], preview.filled, preview.refusal) == (2, ("NEQ",), None)
    dropped.refresh_from_db()
    assert (dropped.merged_into, dropped.neq, kept.affiliations.count(), Entry.objects.count()) == (
        None,
        "1141234567",
        0,
        0,
    )


def test_doubles_within_the_two_records_go(pair):
    kept, dropped = pair
    ServicePointFactory(organisation=kept, name="A")
    ServicePointFactory(organisation=dropped, name="A")
    ContactFactory(organisation=kept, name="Ève Roy")
    ContactFactory(organisation=dropped, name="ève roy")
    merge(pair)
    assert (ServicePoint.objects.count(), Contact.objects.count()) == (1, 1)


def test_what_a_staff_list_is_kept_with_moves_once(pair):
    kept, dropped = pair
    twice, once = UserFactory.create_batch(2)
    for number, (organisation, person) in enumerate([(kept, twice), (dropped, twice), (dropped, once)]):
        named = {"organisation": organisation, "person": person, "created_at": AT}
        Invitation.objects.create(address="e@ex.test", hash=str(number), **named)
        NameProposal.objects.create(given_name="Ève", family_name="Roy", **named)
    for organisation, period in ((kept, TODAY), (dropped, TODAY), (dropped, date(2026, 4, 1))):
        StaffConfirmation.objects.create(organisation=organisation, period=period, count=1, confirmed_at=AT)
    merge(pair)
    states = Invitation.objects.filter(organisation=kept).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["waiting", "revoked", "waiting"]
    assert NameProposal.objects.filter(organisation=kept).count() == 2
    assert StaffConfirmation.objects.filter(organisation=kept).count() == 2


def test_downloads_are_added_up(pair):
    from tests.factories.cms import ResourceFileFactory

    file = ResourceFileFactory()
    for organisation, audience, number in ((pair[0], "member", 2), (pair[1], "member", 3), (pair[1], "public", 1)):
        DownloadCount.objects.create(file=file, on=TODAY, audience=audience, organisation=organisation, number=number)
    merge(pair)
    counts = DownloadCount.objects.order_by("audience").values_list("audience", "organisation", "number")
    assert list(counts) == [("member", pair[0].pk, 5), ("public", pair[0].pk, 1)]


def test_only_the_keepers_merge_and_only_two_live_records(pair):
    kept, dropped = pair
    with pytest.raises(RegisterNotYours):
        merge_organisations(kept=kept, dropped=dropped, by=Actor(person=UserFactory()), at=AT)
    with pytest.raises(SameOrganisation):
        merge((kept, kept))
    merge(pair)
    with pytest.raises(MergedAlready):
        merge(pair)
    with pytest.raises(MergedAlready):
        merge((dropped, kept))


def test_likely_duplicates_share_a_clue():
    place = {"postal_code": "G4X 1A1", "latitude": Decimal("48.83100"), "longitude": Decimal("-64.48700")}
    one = OrganisationFactory(name="Carrefour Emploi Gaspé", website="https://www.emploi.test", **place)
    two = OrganisationFactory(name="Carrefour emploi Gaspe inc.", email="info@emploi.test", **place)
    OrganisationFactory(
        name="Ailleurs", email="ailleurs@gmail.com", postal_code="G4X 1A1", latitude="48.9", longitude="-64"
    )
    OrganisationFactory(name="Plus loin", email="plusloin@gmail.com")
    OrganisationFactory(name="Carrefour Emploi Gaspé", archived_at=AT)
    found = likely_duplicates()
    assert [(each.older, each.newer, each.reasons) for each in found] == [
        (one, two, ("même domaine", "même lieu", "même nom"))
    ]
    assert likely_duplicates(two) == found
    assert likely_duplicates(OrganisationFactory()) == []
