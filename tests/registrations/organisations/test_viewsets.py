"""What the team adds and corrects by hand, through the same actions as the imports."""

from datetime import date

import pytest

from registrations.actors import Role
from registrations.journal.models import Entry
from registrations.models import (
    Affiliation,
    Group,
    Membership,
    MembershipCategory,
    MembershipYear,
    Organisation,
    Term,
    User,
)
from registrations.organisations.errors import NeqTaken
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import (
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CENTRE = {"name": "Cap Nord", "kind": "centre", "region": "09", "email_domains": "Cap.test, @nord.test"}


@pytest.fixture
def accountant(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.ACCOUNTING))
    return client


@pytest.fixture
def secretary(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.BOARD_SECRETARY))
    return client


def test_an_organisation_is_registered_then_corrected_then_archived(accountant):
    accountant.post("/admin/organisations/new/", CENTRE)
    organisation = Organisation.objects.get()
    assert (organisation.slug, organisation.email_domains) == ("cap-nord", ["cap.test", "nord.test"])
    accountant.post(f"/admin/organisations/edit/{organisation.pk}/", CENTRE | {"name": "Cap Sud"})
    organisation.refresh_from_db()
    assert (organisation.name, organisation.slug, organisation.search_text) == (
        "Cap Sud",
        "cap-nord",
        "cap sud cote nord",
    )
    accountant.post(f"/admin/organisations/archiver/{organisation.pk}/")
    organisation.refresh_from_db()
    assert organisation.archived_at is not None
    acts = Entry.objects.filter(about_uuid=organisation.uuid).order_by("pk").values_list("action", "via")
    assert list(acts) == [(f"organisations.{act}", "admin") for act in ("register", "change", "archive")]


def test_a_taken_neq_is_said_on_the_form(accountant):
    OrganisationFactory(neq="1141234567")
    page = accountant.post("/admin/organisations/new/", CENTRE | {"neq": "1141234567"})
    assert (dict(page.context["form"].errors), Organisation.objects.count()) == ({"neq": [str(NeqTaken())]}, 1)


def test_a_person_is_registered_then_corrected(accountant):
    given = {"given_name": "Ève", "family_name": "Roy", "email": "E@ex.test", "language": "fr"}
    accountant.post("/admin/personnes/new/", given)
    person = User.objects.get(family_name="Roy")
    accountant.post(f"/admin/personnes/edit/{person.pk}/", given | {"given_name": "Eva", "contact_email": "i@ex.test"})
    person.refresh_from_db()
    assert (person.given_name, person.email, person.contact_email) == ("Eva", "e@ex.test", "i@ex.test")
    page = accountant.post("/admin/personnes/new/", given)
    assert len(page.context["form"].non_field_errors()) == 1


def test_a_post_is_given_verified_and_ended(accountant):
    person, organisation = UserFactory(email="e@ex.test"), OrganisationFactory()
    given = {"address": "E@ex.test", "organisation": organisation.pk, "role": "manager", "starts_on": "2026-01-05"}
    accountant.post("/admin/affiliations/new/", given)
    post = Affiliation.objects.get()
    assert (post.person, post.role, post.verified_at) == (person, "manager", None)
    accountant.post(f"/admin/affiliations/verifier/{post.pk}/")
    post.refresh_from_db()
    assert post.verified_at is not None
    accountant.post(
        f"/admin/affiliations/edit/{post.pk}/", {"role": "director", "starts_on": "2026-01-05", "ends_on": "2026-06-01"}
    )
    post.refresh_from_db()
    assert (post.role, post.ends_on) == ("director", date(2026, 6, 1))


def test_a_second_live_post_in_the_same_place_is_refused(accountant):
    post = AffiliationFactory(person__email="e@ex.test")
    given = {"address": "e@ex.test", "organisation": post.organisation_id, "role": "manager", "starts_on": "2026-01-05"}
    page = accountant.post("/admin/affiliations/new/", given)
    assert (len(page.context["form"].non_field_errors()), Affiliation.objects.count()) == (1, 1)


def test_words_and_groups_are_added(accountant, person_of):  # noqa: F811
    accountant.post("/admin/vocabulaires/new/", {"kind": "speciality", "name_fr": "Jeunes", "name_en": ""})
    term = Term.objects.get()
    accountant.post(
        f"/admin/vocabulaires/edit/{term.pk}/", {"kind": "speciality", "name_fr": "Jeunes", "name_en": "Youth"}
    )
    accountant.force_login(person_of(Role.BOARD_SECRETARY))
    accountant.post("/admin/groupes/new/", {"name": "Comité Emploi", "kind": "committee"})
    term.refresh_from_db()
    assert (term.name_en, Group.objects.get().slug) == ("Youth", "comite-emploi")


def test_a_membership_is_requested_admitted_and_active(accountant):
    year = {"label": "2027-2028", "starts_on": "2027-04-01", "ends_on": "2028-04-01", "grace_days": "90"}
    accountant.post("/admin/annees-d-adhesion/new/", year)
    accountant.post("/admin/categories-d-adhesion/new/", {"name_fr": "Membre associé", "name_en": ""})
    given = {
        "organisation": OrganisationFactory().pk,
        "year": MembershipYear.objects.get().pk,
        "category": MembershipCategory.objects.get().pk,
        "starts_on": "2027-01-01",
    }
    accountant.post("/admin/adhesions/new/", given)
    membership = Membership.objects.get()
    path = f"/admin/adhesions/{{}}/{membership.pk}/"
    accountant.post(path.format("activer"))
    membership.refresh_from_db()
    assert (membership.state, membership.starts_on) == ("requested", date(2027, 4, 1))
    accountant.post(path.format("admettre"), {"resolution": "CA-12", "resolved_on": "2026-03-12"})
    accountant.post(path.format("activer"))
    membership.refresh_from_db()
    assert (membership.state, membership.resolution) == ("active", "CA-12")
    accountant.post(path.format("annuler"))
    membership.refresh_from_db()
    assert membership.state == "cancelled"


def test_a_second_membership_for_a_year_is_refused(accountant):
    known = MembershipFactory(year=MembershipYearFactory(), category=MembershipCategoryFactory())
    given = {
        "organisation": known.organisation_id,
        "year": known.year_id,
        "category": known.category_id,
        "starts_on": "2026-04-01",
    }
    page = accountant.post("/admin/adhesions/new/", given)
    assert (len(page.context["form"].non_field_errors()), Membership.objects.count()) == (1, 1)


def test_a_secretary_reads_organisations_but_does_not_change_them(secretary):
    secretary.post("/admin/organisations/new/", CENTRE)
    assert (secretary.get("/admin/organisations/").status_code, Organisation.objects.count()) == (200, 0)
