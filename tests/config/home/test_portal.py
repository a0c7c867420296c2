"""The home page, a person's space and the pages that every site owes, in both languages."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.pages.models import HomePage, StandardPage
from registrations.models import Association
from tests.factories.registrations import AffiliationFactory, UserFactory
from tests.factories.sales import ColloquiumFactory
from tests.factories.training import SessionFactory
from training.enrolments.models import Enrolment

pytestmark = pytest.mark.django_db
TITLE = "Accompagner à distance"


@pytest.fixture
def session():
    starts_at = timezone.now() + timedelta(days=9)
    return SessionFactory(activity__title=TITLE, starts_at=starts_at)


def enrolled(person, session, state: str, **fields):
    return Enrolment.objects.create(person=person, session=session, state=state, created_at=timezone.now(), **fields)


def test_home_of_an_empty_site_says_what_will_come(client):
    html = client.get("/").content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Ensemble, aider chaque personne à trouver sa place"]
    for promise in ("Aucune séance n’est annoncée", "Le prochain numéro s’écrit.", "La prochaine édition se prépare."):
        assert promise in html


def test_home_shows_the_next_session_and_the_colloquium(client, session):
    ColloquiumFactory(title="QUARIERA 2999", starts_on=date(2999, 2, 16), ends_on=date(2999, 2, 20))
    html = client.get("/").content.decode()
    assert f">{TITLE}</a>" in html
    assert "QUARIERA 2999" in html


def test_home_hides_the_session_of_a_programme_that_is_still_a_draft(client, session):
    session.activity.programme.published_at = None
    session.activity.programme.save()
    assert TITLE not in client.get("/").content.decode()


def test_home_in_english(client):
    client.cookies["django_language"] = "en"
    html = client.get("/").content.decode()
    assert '<html lang="en-CA">' in html
    assert "Together, helping everyone find their place" in html


def test_home_of_a_person_begins_with_what_waits(client, session):
    person = UserFactory(given_name="Camille")
    enrolled(person, session, "offered", offer_ends_at=timezone.now() + timedelta(hours=30))
    client.force_login(person)
    html = client.get("/").content.decode()
    assert "<h1>Bonjour Camille</h1>" in html
    assert html.index("Réponse attendue") < html.index("Prochaines séances")


def test_my_space_asks_to_sign_in(client):
    answer = client.get("/moi/")
    assert (answer.status_code, answer["Location"]) == (302, "/comptes/login/?next=/moi/")


@pytest.mark.parametrize(("given_name", "asked"), [("", True), ("Zoé", False)])
def test_my_space_asks_for_the_name_of_who_has_none(client, given_name, asked):
    client.force_login(UserFactory(given_name=given_name, family_name=""))
    assert ("Écrire mon nom" in client.get("/moi/").content.decode()) is asked


def test_my_space_shows_nobody_elses_things(client, session):
    enrolled(UserFactory(), session, "confirmed")
    client.force_login(UserFactory())
    html = client.get("/moi/").content.decode()
    assert TITLE not in html
    assert "Rien ne vous attend." in html


def test_what_an_organisation_asks_waits_for_its_registrar_alone(client):
    registrar = AffiliationFactory(is_registrar=True)
    AffiliationFactory(organisation=registrar.organisation, verified_at=None)
    colleague = AffiliationFactory(organisation=registrar.organisation)
    shown = []
    for person in (registrar.person, colleague.person):
        client.force_login(person)
        shown.append("1 personne à vérifier" in client.get("/moi/").content.decode())
    assert shown == [True, False]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_my_space_query_count_does_not_grow(client, django_assert_max_num_queries, language):
    person = UserFactory()
    for days in (0, 20, 40):
        enrolled(person, SessionFactory(starts_at=timezone.now() + timedelta(days=9 + days)), "confirmed")
    client.force_login(person)
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(14):
        assert client.get("/moi/").status_code == 200


def test_language_is_chosen_by_a_form(client):
    answer = client.post("/langue/", {"language": "en", "next": "/confidentialite/"})
    assert (answer.status_code, answer["Location"]) == (302, "/confidentialite/")
    assert answer.cookies["django_language"].value == "en"


def test_privacy_page_names_the_person_in_charge(client):
    Association.objects.create(pk=1, privacy_officer_name="Dominique Roy", privacy_officer_email="vp@exemple.test")
    html = client.get("/confidentialite/").content.decode()
    assert "<strong>Dominique Roy</strong>" in html
    assert 'href="mailto:vp@exemple.test"' in html


def test_contact_page_of_a_new_site(client):
    assert "Nos coordonnées paraîtront bientôt ici." in client.get("/nous-joindre/").content.decode()


def a_page(title: str, slug: str) -> StandardPage:
    root = HomePage.objects.first() or Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil", locale=Locale.get_active())
    )
    body = [("heading", "Nos valeurs"), ("quote", {"text": "Ensemble.", "attribution": "AXTRA"})]
    return root.add_child(instance=StandardPage(title=title, slug=slug, body=body))


def test_page_published_by_the_team_replaces_ours(client):
    a_page("Vos renseignements", "confidentialite")
    html = client.get("/confidentialite/").content.decode()
    assert "<h1>Vos renseignements</h1>" in html
    assert "<h2>Nos valeurs</h2>" in html
    assert "<figcaption>AXTRA</figcaption>" in html


PAGES = ["/", "/comptes/login/", "/comptes/signup/", "/confidentialite/", "/accessibilite/", "/nous-joindre/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_inline_style_nor_script_and_asks_nothing_of_others(client, path):
    html = client.get(path).content.decode()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", html) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "application/json" not in tag
    ] == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//(?!www\.w3\.org)", html) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_file_of_a_page_exists_and_the_page_stays_light(client, path):
    html = client.get(path).content.decode()
    names = re.findall(rf'(?:href|src)="{settings.STATIC_URL}([^"]+)"', html)
    files = [finders.find(name) for name in names]
    assert names
    assert None not in files
    styles = sum(Path(file).stat().st_size for file in set(files) if file.endswith(".css"))
    assert styles + len(html) < 160_000


def test_style_sheet_has_its_fonts():
    sheet = Path(finders.find("portal/portal.css"))
    fonts = set(re.findall(r'url\("([^"]+)"\)', sheet.read_text()))
    assert [name for name in fonts if not (sheet.parent / name).exists()] == []
