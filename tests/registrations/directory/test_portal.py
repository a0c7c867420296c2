"""The directory's pages."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.registrations import (
    MembershipFactory,
    MembershipYearFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def test_directory_page_lists_and_filters(client):
    OrganisationFactory(name="Cap Nord", slug="cap-nord", search_text="cap nord")
    pages = [client.get("/organismes/", {"q": q}).content.decode() for q in ("NORD", "sud")]
    assert ['href="/organismes/cap-nord/"' in page for page in pages] == [True, False]


@pytest.mark.parametrize("asked", [{"region": "99"}, {"speciality": "x"}, {"page": "zzz"}, {"q": 'a"'}])
def test_directory_page_survives_what_it_does_not_understand(client, asked):
    assert client.get("/organismes/", asked).status_code == 200


def test_record_page_of_a_member(client):
    organisation = MembershipFactory(lapses_on="2099-01-01").organisation
    assert client.get(f"/organismes/{organisation.slug}/").context["organisation"].is_member is True
    assert client.get("/organismes/inconnu/").status_code == 404


def test_the_page_says_how_the_place_was_understood(client):
    OrganisationFactory(name="Cap Nord", municipality="Saint-Jérôme", region="15")
    page = client.get("/organismes/", {"place": "st jerome"})
    assert [row.hit.nearest.roughly for row in page.context["rows"]] == [True]
    assert "Saint-Jérôme (Laurentides)" in page.content.decode()


def test_an_unknown_place_is_said_and_everything_is_shown(client):
    OrganisationFactory(name="Cap Nord")
    page = client.get("/organismes/", {"place": "sherbrook"})
    assert (len(page.context["rows"]), page.context["understood"].others[0].name) == (1, "Sherbrooke")
    assert "place=Sherbrooke+%28Estrie%29" in page.content.decode()


def test_the_position_of_the_browser_orders_the_list(client):
    OrganisationFactory(name="Loin", latitude=48.8, longitude=-64.5)
    OrganisationFactory(name="Proche", latitude=45.5, longitude=-73.6)
    rows = client.get("/organismes/", {"near": "45.51,-73.59"}).context["rows"]
    assert [row.name for row in rows] == ["Proche", "Loin"]
    assert client.get("/organismes/", {"near": "ici"}).context["search"].near is None


def test_nothing_found_proposes_the_nearest_others(client):
    term = TermFactory(slug="jeunes")
    elsewhere = OrganisationFactory(name="Cap Gaspé", latitude=48.8, longitude=-64.5, region="11")
    elsewhere.terms.add(term)
    OrganisationFactory(name="Sans jeunes", latitude=45.5, longitude=-73.6, region="06")
    page = client.get("/organismes/", {"region": "06", "speciality": "jeunes"})
    assert ([hit.name for hit in page.context["others"]], page.context["rows"]) == (["Cap Gaspé"], [])


def test_the_map_says_the_same_as_the_list(client):
    OrganisationFactory(name="Cap Nord", slug="cap-nord", municipality="Gaspé", region="11")
    page = client.get("/organismes/", {"region": "11"})
    assert [(mark.label, mark.href) for mark in page.context["map"].marks] == [
        ("Cap Nord, Gaspé", "/organismes/cap-nord/")
    ]


def test_structured_data_cannot_leave_its_element(client):
    organisation = OrganisationFactory(name="</script><b>Ruse</b> & fils", municipality="Gaspé")
    body = client.get(f"/organismes/{organisation.slug}/").content.decode()
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL).group(1)
    assert (json.loads(data)["name"], "</script><b>" in data) == (organisation.name, False)
    assert json.loads(data)["address"]["addressLocality"] == "Gaspé"


def test_service_points_are_shown(client):
    point = ServicePointFactory(name="Point du Nord", hours="Du lundi au jeudi", latitude=46.8, longitude=-71.2)
    page = client.get(f"/organismes/{point.organisation.slug}/")
    assert [mark.label for mark in page.context["map"].marks] == ["Point du Nord"]
    assert "Du lundi au jeudi" in page.content.decode()


def test_the_directory_of_a_year_is_by_region(client):
    for region, name in (("11", "Cap"), ("01", "Élan"), ("01", "Alizé")):
        MembershipFactory(organisation=OrganisationFactory(name=name, region=region))
    page = client.get("/organismes/repertoire/", follow=True)
    assert [(region, [m.name for m in members]) for region, members in page.context["book"].by_region] == [
        ("Bas-Saint-Laurent", ["Alizé", "Élan"]),
        ("Gaspésie–Îles-de-la-Madeleine", ["Cap"]),
    ]
    assert client.get("/organismes/repertoire/1999/").status_code == 404


@pytest.mark.parametrize(("ended_for", "said"), [(-9, "est membre d’AXTRA cette année"), (9, "cette année-là")])
def test_the_members_of_this_year_are_spoken_of_in_the_present(client, ended_for, said):
    today = timezone.localdate()
    ends_on = today - timedelta(ended_for)
    year = MembershipYearFactory(starts_on=ends_on - timedelta(364), ends_on=ends_on)
    dates = {"starts_on": year.starts_on, "ends_on": ends_on, "lapses_on": ends_on + timedelta(90)}
    MembershipFactory(year=year, **dates)
    assert said in client.get(f"/organismes/repertoire/{year.label}/").content.decode()
