"""The registrar's pages of their organisation's record."""

import io

import pytest
from PIL import Image

from registrations.journal.models import Entry
from registrations.models import Contact, ServicePoint
from tests.factories.registrations import (
    AffiliationFactory,
    ContactFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Cap", slug="cap", phone="418 555-0100", street="1, rue A")


@pytest.fixture
def registrar(client, organisation):
    post = AffiliationFactory(organisation=organisation, is_registrar=True, person=UserFactory(given_name="Ève"))
    client.force_login(post.person)
    return client


PAGE = "/moi/organisme/cap/fiche/"


def test_the_record_shows_what_is_theirs_and_what_the_team_keeps(registrar, organisation):
    ServicePointFactory(organisation=organisation, name="Point de Percé")
    ContactFactory(organisation=organisation, name="Dominique Roy", kind="billing")
    page = registrar.get(PAGE).content.decode()
    shown = ("1, rue A", "418 555-0100", "Point de Percé", "Dominique Roy", "Facturation", "NEQ", "/nous-joindre/")
    assert [text for text in shown if text not in page] == []


@pytest.mark.parametrize("counted", [1, 3])
def test_the_record_is_read_in_few_statements(registrar, organisation, counted, assert_own_queries):
    for _ in range(counted):
        ServicePointFactory(organisation=organisation)
        ContactFactory(organisation=organisation, person=UserFactory())
    with assert_own_queries(8):
        registrar.get(PAGE)


def test_the_form_keeps_what_is_not_changed(registrar, organisation):
    mine, other, old = TermFactory(name_fr="Jeunes"), TermFactory(), TermFactory(archived_at="2026-01-01T00:00Z")
    organisation.terms.add(mine, old)
    form = registrar.get(f"{PAGE}modifier/").context["form"]
    assert set(form.fields["specialities"].queryset) == {mine, other, old}
    assert (form["street"].value(), form["specialities"].value()) == ("1, rue A", [mine.pk, old.pk])
    given = {"street": "2, rue B", "municipality": "Gaspé", "postal_code": "g4x1a1", "phone": "(418) 555-0199"}
    registrar.post(f"{PAGE}modifier/", given | {"specialities": [other.pk], "website": "cap.test"})
    organisation.refresh_from_db()
    assert (organisation.street, organisation.postal_code, organisation.phone, organisation.website) == (
        "2, rue B",
        "G4X 1A1",
        "418 555-0199",
        "https://cap.test",
    )
    assert list(organisation.terms.all()) == [other]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"postal_code": "99999"}, "postal_code"),
        ({"latitude": "45"}, "latitude"),
        ({"latitude": "95", "longitude": "1"}, "latitude"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "pas une adresse"}, "email"),
        ({"description": "x" * 2001}, "description"),
    ],
)
def test_what_cannot_be_is_said_on_the_field_and_nothing_is_written(registrar, organisation, given, field):
    page = registrar.post(f"{PAGE}modifier/", given)
    organisation.refresh_from_db()
    assert (list(page.context["form"].errors), organisation.phone) == ([field], "418 555-0100")
    assert not Entry.objects.filter(about_uuid=organisation.uuid).exists()


def test_what_the_team_keeps_is_not_changed_by_the_form(registrar, organisation):
    stolen = {"name": "Autre", "neq": "1141234567", "kind": "funder", "may_pay_later": "on", "email_domains": "a.test"}
    registrar.post(f"{PAGE}modifier/", stolen)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.neq, organisation.kind, organisation.may_pay_later) == (
        "Cap",
        None,
        "centre",
        False,
    )
    assert organisation.email_domains == []


def test_service_points_and_contacts_are_added_changed_removed(registrar, organisation):
    registrar.post(f"{PAGE}points/ajouter/", {"name": "Percé", "municipality": "Percé", "hours": "Le lundi"})
    point = ServicePoint.objects.get(organisation=organisation)
    registrar.post(f"{PAGE}points/{point.uuid}/", {"name": "Percé", "municipality": "Percé", "phone": "4185550100"})
    point.refresh_from_db()
    assert (point.phone, point.hours) == ("418 555-0100", "")
    page = registrar.post(f"{PAGE}points/ajouter/", {"name": "Percé", "municipality": "Ailleurs"})
    assert list(page.context["form"].errors) == ["name"]
    registrar.post(f"{PAGE}points/{point.uuid}/retirer/")
    colleague = AffiliationFactory(organisation=organisation).person
    page = registrar.post(f"{PAGE}contacts/ajouter/", {"kind": "billing"})
    assert list(page.context["form"].errors) == ["name"]
    registrar.post(f"{PAGE}contacts/ajouter/", {"kind": "billing", "person": colleague.pk})
    contact = Contact.objects.get()
    assert (ServicePoint.objects.count(), contact.person, contact.kind) == (0, colleague, "billing")
    registrar.post(f"{PAGE}contacts/{contact.uuid}/", {"kind": "direction", "name": "Léa Roy"})
    contact.refresh_from_db()
    assert (contact.person, contact.name, contact.kind) == (None, "Léa Roy", "direction")
    registrar.post(f"{PAGE}contacts/{contact.uuid}/retirer/")
    assert Contact.objects.count() == 0


def test_another_organisations_rows_are_not_found(registrar, organisation):
    point, contact = ServicePointFactory(), ContactFactory()
    outsider = UserFactory()
    for path in (f"points/{point.uuid}/", f"points/{point.uuid}/retirer/", f"contacts/{contact.uuid}/",
                 f"contacts/{contact.uuid}/retirer/"):  # fmt: skip
        assert (registrar.get(PAGE + path).status_code, registrar.post(PAGE + path).status_code) == (404, 404)
    page = registrar.post(f"{PAGE}contacts/ajouter/", {"kind": "billing", "person": outsider.pk})
    assert list(page.context["form"].errors) == ["person"]
    assert (ServicePoint.objects.count(), Contact.objects.count()) == (1, 1)
    assert registrar.get(f"/moi/organisme/{point.organisation.slug}/fiche/").status_code == 404


def test_a_logo_is_given_refused_and_taken_away(registrar, organisation, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (600, 300), (200, 30, 30)).save(content, "PNG")
    registrar.post(f"{PAGE}logo/", {"logo": named(content.getvalue(), "logo.png")})
    organisation.refresh_from_db()
    assert organisation.logo_small.name.startswith("organisations/20")
    assert b"<img" in registrar.get(PAGE).content
    page = registrar.post(f"{PAGE}logo/", {"logo": named(b"<script>", "logo.png")})
    assert len(page.context["form"].errors) == 1
    registrar.post(f"{PAGE}logo/")
    organisation.refresh_from_db()
    assert (organisation.logo.name, organisation.logo_small.name) == ("", "")


def named(content, name):
    file = io.BytesIO(content)
    file.name = name
    return file


def test_the_hub_says_what_is_missing(registrar):
    page = registrar.get("/moi/organisme/cap/").content.decode()
    assert "/moi/organisme/cap/fiche/" in page
    assert "2 éléments manquent" in page
