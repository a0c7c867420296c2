"""What may be written about an organisation, and by whom."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from registrations.actors import Actor, Role, Via
from registrations.errors import DomainError
from registrations.files.pictures import Picture
from registrations.journal.models import Entry
from registrations.models import Contact, EmailDomain, Organisation, ServicePoint
from registrations.organisations.actions import (
    add_contact,
    add_service_point,
    archive_organisation,
    change_contact,
    change_logo,
    change_organisation,
    change_own_record,
    change_service_point,
    register_organisation,
    remove_contact,
    remove_service_point,
    restore_organisation,
)
from registrations.organisations.errors import (
    ContactElsewhere,
    ContactUnnamed,
    CoordinatesIncomplete,
    DomainImpossible,
    DomainTaken,
    MergedAlready,
    NeqImpossible,
    OrganisationArchived,
    PublicMailDomain,
    RecordNotYours,
    ServicePointTaken,
)
from registrations.organisations.queries import organisation_of_domain
from registrations.people.errors import BadPhone, RegisterNotYours
from tests.factories.registrations import (
    AffiliationFactory,
    ContactFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
TEAM = Actor(person=None, roles=frozenset({Role.ACCOUNTING}), via=Via.ADMIN)
NOBODY = Actor(person=None)


def registrar_of(organisation, **fields):
    post = AffiliationFactory(organisation=organisation, is_registrar=True, **fields)
    return Actor(person=post.person, via=Via.PORTAL)


@pytest.mark.parametrize("neq", ["9912345678", "114123456", "11412345678", "11 4123456", "11412345ab"])
def test_an_impossible_neq_is_refused_and_nothing_written(neq):
    with pytest.raises(NeqImpossible):
        register_organisation(name="Cap", neq=neq, by=TEAM, at=AT)
    organisation = OrganisationFactory(neq="1141234567")
    with pytest.raises(NeqImpossible):
        change_organisation(organisation=organisation, neq=neq, by=TEAM, at=AT)
    assert list(Organisation.objects.values_list("neq")) == [("1141234567",)]


@pytest.mark.parametrize("neq", ["1141234567", "2241234567", "3341234567", "8841234567"])
def test_the_four_beginnings_of_a_neq_are_kept(neq):
    assert register_organisation(name="Cap", neq=neq, by=TEAM, at=AT).neq == neq


@pytest.mark.parametrize(
    ("domain", "refusal"),
    [
        ("gmail.com", PublicMailDomain),
        ("Hotmail.com", PublicMailDomain),
        ("videotron.ca", PublicMailDomain),
        ("mail.gmail.com", PublicMailDomain),
        ("qc.ca", DomainImpossible),
        ("centre", DomainImpossible),
        ("centre qc.ca", DomainImpossible),
        ("-centre.ca", DomainImpossible),
    ],
)
def test_a_domain_that_proves_nothing_is_refused(domain, refusal):
    with pytest.raises(refusal):
        register_organisation(name="Cap", email_domains=["cap.test", domain], by=TEAM, at=AT)
    assert (Organisation.objects.count(), EmailDomain.objects.count()) == (0, 0)


def test_a_domain_is_one_organisations():
    first = register_organisation(name="Cap", email_domains=["@Cap.test", "cap.test"], by=TEAM, at=AT)
    with pytest.raises(DomainTaken):
        register_organisation(name="Nord", email_domains=["nord.test", "cap.test"], by=TEAM, at=AT)
    assert list(EmailDomain.objects.values_list("organisation", "name")) == [(first.pk, "cap.test")]
    assert (first.email_domains, organisation_of_domain("Eve@CAP.test"), organisation_of_domain("e@nord.test")) == (
        ["cap.test"],
        first,
        None,
    )


def test_domains_follow_changes_archiving_and_restoring():
    cap = register_organisation(name="Cap", email_domains=["cap.test", "old.test"], by=TEAM, at=AT)
    change_organisation(organisation=cap, email_domains=["cap.test", "new.test"], by=TEAM, at=AT)
    assert set(cap.domains.values_list("name", flat=True)) == {"cap.test", "new.test"}
    archive_organisation(organisation=cap, by=TEAM, at=AT)
    assert cap.domains.count() == 0
    nord = register_organisation(name="Nord", email_domains=["new.test"], by=TEAM, at=AT)
    with pytest.raises(DomainTaken):
        restore_organisation(organisation=Organisation.objects.get(pk=cap.pk), by=TEAM, at=AT)
    assert Organisation.objects.get(pk=cap.pk).archived_at == AT
    change_organisation(organisation=nord, email_domains=[], by=TEAM, at=AT)
    restore_organisation(organisation=Organisation.objects.get(pk=cap.pk), by=TEAM, at=AT)
    assert set(cap.domains.values_list("name", flat=True)) == {"cap.test", "new.test"}


def test_a_merged_record_is_not_restored():
    merged = OrganisationFactory(archived_at=AT, merged_into=OrganisationFactory())
    with pytest.raises(MergedAlready):
        restore_organisation(organisation=merged, by=TEAM, at=AT)


def test_a_telephone_is_spelled_and_a_wrong_one_refused():
    assert register_organisation(name="Cap", phone="(514)5550100 poste 3", by=TEAM, at=AT).phone == (
        "514 555-0100, poste 3"
    )
    with pytest.raises(BadPhone):
        register_organisation(name="Nord", phone="12", by=TEAM, at=AT)


def test_half_a_place_on_the_map_is_refused():
    with pytest.raises(CoordinatesIncomplete):
        register_organisation(name="Cap", latitude=Decimal("45.5"), by=TEAM, at=AT)


def test_a_registrar_changes_what_is_their_organisations_own():
    organisation = OrganisationFactory(name="Cap", municipality="Gaspé")
    network, speciality = TermFactory(kind="network"), TermFactory(kind="speciality", name_fr="Jeunes")
    organisation.terms.add(network)
    by = registrar_of(organisation)
    change_own_record(organisation=organisation, terms=[speciality], phone="5145550100", by=by, at=AT)
    organisation.refresh_from_db()
    assert (organisation.phone, set(organisation.terms.all())) == ("514 555-0100", {network, speciality})
    assert organisation.search_text.split()[:2] == ["cap", "gaspe"]
    assert "jeune" in organisation.search_text.split()
    entry = Entry.objects.get(about_uuid=organisation.uuid)
    assert (entry.action, entry.via, entry.person, entry.details) == (
        "organisations.change_own_record",
        "portal",
        by.person,
        {"fields": ["phone", "terms"]},
    )


def test_a_new_address_takes_the_place_on_the_map_away_unless_it_is_given():
    place = {"latitude": Decimal("48.44900"), "longitude": Decimal("-68.52400")}
    organisation = OrganisationFactory(street="1, rue A", **place)
    change_own_record(organisation=organisation, street="1, rue A", phone="", by=TEAM, at=AT)
    assert (organisation.latitude, organisation.longitude) == (Decimal("48.44900"), Decimal("-68.52400"))
    change_own_record(organisation=organisation, street="2, rue B", **place, by=TEAM, at=AT)
    assert (organisation.latitude, organisation.longitude) == (None, None)
    change_own_record(organisation=organisation, street="3, rue C", **place, by=TEAM, at=AT)
    assert organisation.latitude == Decimal("48.44900")


@pytest.mark.parametrize(
    "post", [{"verified_at": None}, {"is_registrar": False}, {"ends_on": date(2026, 10, 6)}], ids=str
)
def test_others_do_not_change_a_record(post):
    organisation, point = OrganisationFactory(), ServicePointFactory()
    contact = ContactFactory(organisation=organisation)
    person = AffiliationFactory(**{"organisation": organisation, "is_registrar": True} | post).person
    by = Actor(person=person, via=Via.PORTAL)
    acts = [
        lambda: change_own_record(organisation=organisation, phone="", by=by, at=AT),
        lambda: change_logo(organisation=organisation, picture=None, by=by, at=AT),
        lambda: add_service_point(organisation=organisation, name="A", municipality="B", by=by, at=AT),
        lambda: change_service_point(point=point, name="A", by=by, at=AT),
        lambda: remove_service_point(point=point, by=by, at=AT),
        lambda: add_contact(organisation=organisation, name="A", by=by, at=AT),
        lambda: change_contact(contact=contact, name="A", by=by, at=AT),
        lambda: remove_contact(contact=contact, by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(RecordNotYours):
            act()
    assert (ServicePoint.objects.count(), Contact.objects.count(), Entry.objects.count()) == (1, 1, 0)


def test_the_register_itself_is_the_teams():
    organisation = OrganisationFactory()
    by = registrar_of(organisation)
    for act in (
        lambda: register_organisation(name="Cap", by=by, at=AT),
        lambda: change_organisation(organisation=organisation, name="Cap", by=by, at=AT),
        lambda: archive_organisation(organisation=organisation, by=by, at=AT),
        lambda: restore_organisation(organisation=organisation, by=by, at=AT),
    ):
        with pytest.raises(RegisterNotYours):
            act()


def test_nothing_of_an_archived_record_is_kept_any_more():
    with pytest.raises(OrganisationArchived):
        change_own_record(organisation=OrganisationFactory(archived_at=AT), phone="", by=TEAM, at=AT)


def test_a_service_point_is_found_then_closed():
    organisation = OrganisationFactory(name="Cap", municipality="Gaspé", region="")
    by = registrar_of(organisation)
    point = add_service_point(organisation=organisation, name="Point B", municipality="Percé", by=by, at=AT)
    assert organisation_text(organisation) == "cap gaspe point b perce"
    change_service_point(point=point, municipality="Chandler", phone="4185550100", by=by, at=AT)
    assert (organisation_text(organisation), point.phone) == ("cap gaspe point b chandler", "418 555-0100")
    with pytest.raises(ServicePointTaken):
        add_service_point(organisation=organisation, name="Point B", municipality="Percé", by=by, at=AT)
    with pytest.raises(CoordinatesIncomplete):
        change_service_point(point=point, latitude=Decimal("45"), by=by, at=AT)
    remove_service_point(point=ServicePoint.objects.get(), by=by, at=AT)
    assert (organisation_text(organisation), ServicePoint.objects.count()) == ("cap gaspe", 0)
    acts = Entry.objects.filter(about_uuid=organisation.uuid).order_by("pk").values_list("action", flat=True)
    assert list(acts) == [f"organisations.{act}_service_point" for act in ("add", "change", "remove")]


def organisation_text(organisation):
    return Organisation.objects.get(pk=organisation.pk).search_text


def test_a_contact_is_someone_by_name_or_a_colleague():
    organisation = OrganisationFactory()
    by = registrar_of(organisation)
    colleague = AffiliationFactory(
        organisation=organisation, person=UserFactory(given_name="Ève", family_name="Roy", phone="514 555-0100")
    ).person
    with pytest.raises(ContactUnnamed):
        add_contact(organisation=organisation, kind="billing", by=by, at=AT)
    with pytest.raises(ContactElsewhere):
        add_contact(organisation=organisation, person=UserFactory(), by=by, at=AT)
    contact = add_contact(organisation=organisation, kind="billing", person=colleague, by=by, at=AT)
    assert (contact.shown_name, contact.shown_email, contact.shown_phone) == (
        "Ève Roy",
        colleague.email,
        "514 555-0100",
    )
    change_contact(contact=contact, email="Comptes@Cap.test", by=by, at=AT)
    assert Contact.objects.get().shown_email == "comptes@cap.test"
    remove_contact(contact=contact, by=by, at=AT)
    assert Contact.objects.count() == 0
    assert "Ève" not in "".join(str(entry.details) for entry in Entry.objects.all())


def test_an_impossible_telephone_of_a_contact_writes_nothing():
    with pytest.raises(DomainError):
        add_contact(organisation=OrganisationFactory(), name="Ève", phone="1", by=TEAM, at=AT)
    assert (Contact.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_logo_replaces_the_one_before(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    organisation = OrganisationFactory()
    for name in ("a.png", "a-small.png", "b.png", "b-small.png"):
        (tmp_path / name).write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        change_logo(organisation=organisation, picture=Picture("a.png", "a-small.png"), by=TEAM, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        change_logo(organisation=organisation, picture=Picture("b.png", "b-small.png"), by=TEAM, at=AT)
    organisation.refresh_from_db()
    kept = [name for name in ("a.png", "a-small.png", "b.png", "b-small.png") if default_storage.exists(name)]
    assert (organisation.logo.name, organisation.logo_small.name, kept) == (
        "b.png",
        "b-small.png",
        ["b.png", "b-small.png"],
    )
