"""Applying from the portal, following, withdrawing; certificates and who checks them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from registrations.actors import Actor
from registrations.memberships.actions import ask_applicant, refuse_membership
from registrations.models import ApplicationDocument, Membership, MembershipApplication, Organisation
from tests.factories.registrations import (
    AdmissionCriterionFactory,
    AffiliationFactory,
    MembershipCategoryFactory,
    MembershipFactory,
    MembershipYearFactory,
    UserFactory,
    apply,
    blank_pdf,
    received_file,
)

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
FIRST, SECOND, THIRD = "/adherer/demande/", "/adherer/demande/criteres/", "/adherer/demande/verifier/"


@pytest.fixture
def year():
    today = timezone.localdate()
    return MembershipYearFactory(starts_on=today - timedelta(100), ends_on=today + timedelta(200))


@pytest.fixture
def criteria(year):
    return AdmissionCriterionFactory.create_batch(2)


@pytest.fixture
def me(client):
    person = UserFactory()
    client.force_login(person)
    return person


def a_pdf(name="statuts.pdf", content=None):
    return SimpleUploadedFile(name, content or blank_pdf(), content_type="application/pdf")


def subject(**given):
    return {"category": "actif", "role": "director", "name": "Nouvel élan", **given}


def member(year, **post):
    affiliation = AffiliationFactory(is_registrar=True, **post)
    dates = {"starts_on": year.starts_on, "ends_on": year.ends_on, "lapses_on": year.ends_on}
    return affiliation, MembershipFactory(organisation=affiliation.organisation, year=year, **dates)


def test_explains_categories_and_criteria_to_anybody(client, criteria):
    page = client.get("/adherer/").content.decode()
    assert [criterion.text_fr in page for criterion in criteria] == [True, True]
    assert 'href="/adherer/demande/"' in page


def test_without_criteria_the_page_proposes_to_write(client):
    page = client.get("/adherer/").content.decode()
    assert ['href="/adherer/demande/"' in page, 'href="/nous-joindre/"' in page] == [False, True]


def test_three_pages_then_the_page_of_the_application(client, me, criteria):
    assert client.post(FIRST, subject(neq="1141234567", region="09")).headers["Location"] == SECOND
    answers = {"met": [str(criteria[0].uuid)], "message": "Bonjour"}
    assert client.post(SECOND, answers).headers["Location"] == THIRD
    page = client.get(THIRD)
    assert (page.context["candidate"].neq, page.context["unmet"]) == ("1141234567", 1)
    sent = client.post(THIRD, {"documents": [a_pdf(), a_pdf("budget.pdf")]})
    application = MembershipApplication.objects.get()
    assert sent.headers["Location"] == "/moi/organisme/nouvel-elan/adhesion/?envoyee=1"
    assert (application.applicant, application.message, application.membership.organisation.region) == (
        me,
        "Bonjour",
        "09",
    )
    assert [row.original_name for row in application.documents.all()] == ["statuts.pdf", "budget.pdf"]
    assert client.get(sent.headers["Location"]).context["is_open"] is True
    assert client.get(THIRD).headers["Location"] == FIRST  # it was sent: nothing is kept


def test_a_file_that_is_not_what_it_says_stops_nothing_else(client, me, criteria):
    client.post(FIRST, subject())
    client.post(SECOND, {"met": [], "message": ""})
    refused = client.post(THIRD, {"documents": [a_pdf(), a_pdf(content=b"pas un PDF")]})
    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["documents"])
    assert (MembershipApplication.objects.count(), Organisation.objects.count()) == (0, 0)
    assert client.post(THIRD, {}).status_code == 302


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"category": "inconnue"}, "category"),
        ({"neq": "12"}, "neq"),
        ({"role": ""}, "role"),
        ({"website": "pas une adresse"}, "website"),
        ({"region": "18"}, "region"),
    ],
)
def test_what_is_missing_or_wrong_is_said_on_the_first_page(client, me, criteria, given, field):
    page = client.post(FIRST, subject(**given))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_who_has_no_name_yet_gives_it_with_the_first_page(client, criteria):
    person = UserFactory(given_name="", family_name="")
    client.force_login(person)
    refused = client.post(FIRST, subject())
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["given_name", "family_name"])
    client.post(FIRST, subject(given_name="Zoé", family_name="Côté-Émond"))
    person.refresh_from_db()
    assert person.get_full_name() == "Zoé Côté-Émond"
    assert "given_name" not in client.get(FIRST).context["form"].fields


def test_the_name_of_another_organisation_is_not_said_to_be_optional(client, me, criteria):
    AffiliationFactory(person=me)
    page = client.get(FIRST).content.decode()
    assert '<label for="id_name">Nom de l’organisme</label>' in page


def test_pages_out_of_order_lead_back_to_the_first(client, me, criteria):
    assert [client.get(path).headers["Location"] for path in (SECOND, THIRD)] == [FIRST, FIRST]
    client.post(FIRST, subject())
    assert client.get(THIRD).headers["Location"] == FIRST


def test_one_of_my_organisations_is_chosen_and_a_refusal_stands_on_the_last_page(client, me, criteria):
    post = AffiliationFactory(person=me)
    AffiliationFactory(organisation=post.organisation, is_registrar=True)
    client.post(FIRST, subject(organisation=post.organisation.slug, name=""))
    client.post(SECOND, {"met": [], "message": ""})
    page = client.post(THIRD, {})
    assert (page.status_code, page.context["known"]) == (409, post.organisation)
    assert "a déjà une personne responsable" in page.content.decode()


def test_an_organisation_that_the_register_has_is_found_by_its_neq(client, me, criteria):
    known = Organisation.objects.create(name="Déjà là", slug="deja-la", neq="1141234567")
    client.post(FIRST, subject(name="Autre graphie", neq="1141234567"))
    client.post(SECOND, {"met": [], "message": ""})
    assert client.get(THIRD).context["known"] == known
    client.post(THIRD, {})
    assert Membership.objects.get().organisation == known


# Following


def test_the_page_is_for_the_applicant_and_the_registrars(client, me, criteria):
    application = apply(me, criteria[0].category, at=timezone.now())
    path = f"/moi/organisme/{application.membership.organisation.slug}/adhesion/"
    assert client.get(path).status_code == 200
    registrar = AffiliationFactory(organisation=application.membership.organisation, is_registrar=True)
    client.force_login(registrar.person)
    assert client.get(path).context["application"] == application
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


def test_what_is_asked_is_answered_on_the_page(client, me, criteria):
    application = apply(me, criteria[0].category, at=timezone.now())
    request = ask_applicant(application=application, text="Les états financiers", by=TEAM, at=timezone.now())
    path = f"/moi/organisme/{application.membership.organisation.slug}/adhesion/"
    assert "Les états financiers" in client.get(path).content.decode()
    answer = f"{path}repondre/{request.uuid}/"
    assert client.post(answer, {"answer": ""}).status_code == 409
    assert client.post(answer, {"answer": "Les voici", "documents": [a_pdf()]}).headers["Location"] == path
    request.refresh_from_db()
    assert (request.answer, application.documents.count()) == ("Les voici", 1)
    assert client.post(answer, {"answer": "Encore"}).status_code == 409
    assert client.post(f"{path}repondre/{application.uuid}/", {"answer": "?"}).status_code == 404


def test_documents_are_added_until_it_is_decided(client, me, criteria):
    application = apply(me, criteria[0].category, at=timezone.now())
    path = f"/moi/organisme/{application.membership.organisation.slug}/adhesion/"
    assert client.post(f"{path}documents/", {"documents": [a_pdf()]}).headers["Location"] == path
    assert client.post(f"{path}documents/", {}).status_code == 409
    assert client.post(f"{path}documents/", {"documents": [a_pdf("note.txt", b"texte")]}).status_code == 409
    refuse_membership(membership=application.membership, reason="Hors mission", by=TEAM, at=timezone.now())
    assert client.post(f"{path}documents/", {"documents": [a_pdf()]}).status_code == 409
    assert ApplicationDocument.objects.count() == 1
    assert "Hors mission" in client.get(path).content.decode()


def test_a_document_goes_to_the_applicant_and_the_registrars_alone(client, me, criteria):
    application = apply(me, criteria[0].category, documents=[received_file()], at=timezone.now())
    path = f"/moi/adhesion/documents/{application.documents.get().uuid}/"
    answer = client.get(path)
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (blank_pdf(), "private, no-store")
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


def test_an_application_is_withdrawn_after_one_question(client, me, criteria):
    application = apply(me, criteria[0].category, at=timezone.now())
    path = f"/moi/organisme/{application.membership.organisation.slug}/adhesion/"
    assert client.get(f"{path}retirer/").status_code == 200
    assert client.post(f"{path}retirer/").headers["Location"] == path
    application.membership.refresh_from_db()
    assert application.membership.state == "cancelled"
    assert client.post(f"{path}retirer/").status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_query_budget_of_the_page(client, me, criteria, count, assert_own_queries):
    application = apply(me, criteria[0].category, documents=[received_file() for _n in range(count)], at=timezone.now())
    for number in range(count):
        ask_applicant(application=application, text=str(number), by=TEAM, at=timezone.now())
        past = MembershipYearFactory(
            label=str(number), starts_on=date(2000 + number, 4, 1), ends_on=date(2001 + number, 4, 1)
        )
        dates = {"starts_on": past.starts_on, "ends_on": past.ends_on, "lapses_on": past.ends_on}
        MembershipFactory(organisation=application.membership.organisation, year=past, **dates)
    with assert_own_queries(8):
        client.get(f"/moi/organisme/{application.membership.organisation.slug}/adhesion/")


@pytest.mark.parametrize("count", [1, 3])
def test_query_budget_of_the_explanation(client, year, count, assert_own_queries):
    for number in range(count):
        AdmissionCriterionFactory.create_batch(
            count, category=MembershipCategoryFactory(slug=f"c{number}", name_fr=f"Catégorie {number}")
        )
    with assert_own_queries(4):
        client.get("/adherer/")


# Certificates


def test_a_registrar_takes_the_certificate_and_anybody_checks_it(client, year):
    post, membership = member(year, organisation__name="Espace carrière")
    client.force_login(post.person)
    path = f"/moi/organisme/{post.organisation.slug}/adhesion/attestation.pdf"
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf"
    client.logout()
    page = client.get(f"/verifier/adhesion/{membership.code}/")
    assert (page.status_code, page.context["found"].is_valid) == (200, True)
    text = PdfReader(__import__("io").BytesIO(answer.content)).pages[0].extract_text()
    assert ["Espace carrière" in text, f"{membership.code[:4]}-{membership.code[4:]}" in text] == [True, True]


def test_who_is_not_its_registrar_has_no_certificate(client, year):
    post, _membership = member(year)
    client.force_login(AffiliationFactory(organisation=post.organisation).person)
    assert client.get(f"/moi/organisme/{post.organisation.slug}/adhesion/attestation.pdf").status_code == 404


def test_a_lapsed_member_has_no_certificate(client, year):
    post, membership = member(year)
    Membership.objects.filter(pk=membership.pk).update(
        starts_on=date(2020, 4, 1), ends_on=date(2021, 4, 1), lapses_on=date(2021, 6, 30)
    )
    client.force_login(post.person)
    assert client.get(f"/moi/organisme/{post.organisation.slug}/adhesion/attestation.pdf").status_code == 409
    assert client.get(f"/verifier/adhesion/{membership.code}/").context["found"].is_valid is False


@pytest.mark.parametrize(
    ("state", "resolved_on", "status"),
    [
        ("requested", None, 404),
        ("admitted", date(2026, 1, 1), 404),
        ("refused", None, 404),
        ("cancelled", None, 404),
        ("cancelled", date(2026, 1, 1), 200),
        ("active", None, 200),
    ],
)
def test_only_what_was_granted_can_be_checked(client, state, resolved_on, status):
    membership = MembershipFactory(state=state, resolved_on=resolved_on)
    assert client.get(f"/verifier/adhesion/{membership.code}/").status_code == status


@pytest.mark.parametrize("typed", ["7k3q-9xmb", " 7K3Q 9XMB ", "7K3Q9XMB"])
def test_a_number_is_read_however_it_is_typed(client, typed):
    MembershipFactory(code="7K3Q9XMB")
    assert client.get("/verifier/adhesion/", {"number": typed}).headers["Location"] == "/verifier/adhesion/7K3Q9XMB/"


@pytest.mark.parametrize("typed", ["é", "12", "x" * 20])
def test_a_number_that_cannot_be_one_is_unknown(client, typed):
    page = client.get("/verifier/adhesion/", {"number": typed}, follow=True)
    assert page.status_code == 404
