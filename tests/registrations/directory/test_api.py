"""The public directory, and its vocabularies."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.actors import Actor
from registrations.models import Organisation
from registrations.organisations.actions import (
    archive_organisation,
    change_organisation,
    register_organisation,
    register_term,
)
from registrations.organisations.rules import distance_km
from tests.factories.registrations import (
    NOW,
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    ServicePointFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
LIST = "/api/v1/organisations"
MONTREAL, QUEBEC, GASPE = (45.50884, -73.58781), (46.81228, -71.21454), (48.83333, -64.48333)


def centre(name, place=(None, None), terms=(), **fields):
    latitude, longitude = place
    return register_organisation(
        name=name, latitude=latitude, longitude=longitude, terms=terms, by=TEAM, at=NOW, **fields
    )


def slugs(client, **asked):
    return [item["slug"] for item in client.get(LIST, asked).json()["items"]]


def test_list_is_by_name_and_says_who_is_a_member(client):
    member = centre("Zénith emploi", region="06", municipality="Montréal")
    centre("Autre centre")
    MembershipFactory(organisation=member, lapses_on="2099-01-01")
    items = client.get(LIST).json()["items"]
    assert [(item["slug"], item["is_member"]) for item in items] == [("autre-centre", False), ("zenith-emploi", True)]


def test_only_public_fields_are_shown(client):
    organisation = centre("Cap Nord", neq="1141234567", billing_email="comptes@ex.test")
    AffiliationFactory(organisation=organisation, person__family_name="Introuvable")
    body = client.get(f"{LIST}/cap-nord").content.decode()
    assert [word in body for word in ("comptes@", "1141234567", "Introuvable", "Cap Nord")] == [
        False,
        False,
        False,
        True,
    ]


def test_search_finds_whatever_the_accents_and_plural(client):
    youth = register_term(kind="speciality", name_fr="Jeunes", by=TEAM, at=NOW)
    centre("L’Élan des emplois", municipality="Sept-Îles", region="09", terms=[youth])
    centre("Autre")
    asked = ["elan", "l'emploi", "SEPT ILES", "cote nord", "jeune élan", "inconnu", "%", "'", '"', "_"]
    found = [slugs(client, q=q) == ["lelan-des-emplois"] for q in asked[:6]]
    assert found == [True] * 5 + [False]
    assert {client.get(LIST, {"q": q}).status_code for q in asked[6:]} == {200}


def test_filters_by_region_and_speciality(client):
    youth = register_term(kind="speciality", name_fr="Jeunes", by=TEAM, at=NOW)
    centre("Nord", region="09", terms=[youth])
    centre("Sud", region="16")
    assert (
        slugs(client, region="16"),
        slugs(client, speciality="jeunes"),
        slugs(client, region="16", speciality="jeunes"),
    ) == (["sud"], ["nord"], [])


def test_near_is_nearest_first(client):
    for name, place in (("Gaspé", GASPE), ("Montréal", MONTREAL), ("Québec", QUEBEC)):
        centre(name, place)
    centre("Sans adresse")
    items = client.get(LIST, {"near": "46.8,-71.2"}).json()["items"]
    assert [item["slug"] for item in items] == ["quebec", "montreal", "gaspe", "sans-adresse"]
    assert (items[0]["distance_km"] < 3, 225 < items[1]["distance_km"] < 240, items[3]["distance_km"]) == (
        True,
        True,
        None,
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"near": "ici"},
        {"near": "91,0"},
        {"near": "45,181"},
        {"near": "NaN,0"},
        {"region": "18"},
        {"speciality": "A B"},
        {"q": "a\x00"},
        {"offset": 10**30},
        {"limit": 0},
        {"couleur": "rouge"},
        {"kind": "company"},
        {"near": "45,-73", "place": "Montréal"},
        {"place": "a" * 101},
    ],
)
def test_what_cannot_be_understood_is_refused(client, asked):
    answer = client.get(LIST, asked)
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (422, "application/problem+json")


@pytest.mark.parametrize("kind", ["company", "funder"])
def test_others_than_centres_and_partners_are_not_public(client, kind):
    centre("Fournisseur", kind=kind)
    assert (slugs(client), client.get(f"{LIST}/fournisseur").status_code) == ([], 404)


def test_the_directory_follows_at_once(client):
    organisation = centre("Cap Nord")
    assert slugs(client) == ["cap-nord"]
    change_organisation(organisation=organisation, name="Cap Sud", by=TEAM, at=NOW)
    assert [item["name"] for item in client.get(LIST).json()["items"]] == ["Cap Sud"]
    archive_organisation(organisation=organisation, by=TEAM, at=NOW)
    assert (slugs(client), client.get(f"{LIST}/cap-nord").status_code) == ([], 404)


def test_near_is_to_the_nearest_point_of_service(client):
    far = centre("Réseau", GASPE, municipality="Gaspé")
    ServicePointFactory(organisation=far, name="Point de Lévis", municipality="Lévis", latitude=46.8, longitude=-71.18)
    centre("Montréal", MONTREAL)
    items = client.get(LIST, {"near": "46.81228,-71.21454"}).json()["items"]
    assert [(item["slug"], item["nearest"]) for item in items] == [("reseau", "Point de Lévis"), ("montreal", "")]
    assert (items[0]["distance_km"] < 4, items[0]["service_points"][0]["distance_km"]) == (
        True,
        items[0]["distance_km"],
    )


def test_who_has_no_coordinates_is_placed_by_its_municipality(client):
    centre("Gaspé", municipality="Gaspé", region="11")
    centre("Montréal", MONTREAL)
    items = client.get(LIST, {"near": "48.83,-64.48"}).json()["items"]
    assert [(item["slug"], item["distance_km"] < 5) for item in items] == [("gaspe", True), ("montreal", False)]


def test_place_is_understood_and_said(client):
    centre("Québec", QUEBEC)
    centre("Gaspé", GASPE)
    body = client.get(LIST, {"place": "gaspe, qc"}).json()
    assert [item["slug"] for item in body["items"]] == ["gaspe", "quebec"]
    assert body["place"] == {
        "given": "gaspe, qc",
        "understood": "Gaspé (Gaspésie–Îles-de-la-Madeleine)",
        "kind": "municipality",
        "region": "11",
        "latitude": 48.833,
        "longitude": -64.482,
        "others": [],
    }
    assert client.get(LIST).json()["place"] is None


def test_an_unknown_place_is_refused_with_suggestions(client):
    answer = client.get(LIST, {"place": "Sherbrook"})
    body = answer.json()
    assert (answer.status_code, body["code"], body["given"]) == (422, "unknown-place", "Sherbrook")
    assert body["suggestions"] == ["Sherbrooke (Estrie)"]
    assert client.get(LIST, {"place": body["suggestions"][0]}).status_code == 200


def test_filters_by_measure_network_and_kind(client):
    sae = register_term(kind="measure", name_fr="SAE", by=TEAM, at=NOW)
    network = register_term(kind="network", name_fr="Réseau", by=TEAM, at=NOW)
    centre("Nord", terms=[sae, network])
    centre("Sud", terms=[sae], kind="partner")
    asked = [{"measure": "sae"}, {"network": "reseau"}, {"kind": "partner"}, {"measure": "reseau"}]
    assert [slugs(client, **each) for each in asked] == [["nord", "sud"], ["nord"], ["sud"], []]


def test_the_slug_of_a_duplicate_gives_the_organisation_that_is_kept(client):
    kept, dropped = centre("Cap Nord"), centre("Cap Nord bis")
    Organisation.objects.filter(pk=dropped.pk).update(merged_into=kept, archived_at=NOW)
    assert client.get(f"{LIST}/cap-nord-bis").json()["slug"] == "cap-nord"
    page = client.get("/organismes/cap-nord-bis/")
    assert (page.status_code, page["Location"]) == (301, "/organismes/cap-nord/")


def test_names_are_in_french_order(client):
    for name in ("Zénith", "Élan", "Fleuve", "Alizé"):
        centre(name)
    assert slugs(client) == ["alize", "elan", "fleuve", "zenith"]


def test_pages_of_the_list_join_without_hole_or_double(client):
    for number in range(5):
        centre(f"Centre {number}", MONTREAL)
    seen = [slugs(client, near="45,-73", limit=2, offset=start) for start in (0, 2, 4, 6)]
    assert seen == [["centre-0", "centre-1"], ["centre-2", "centre-3"], ["centre-4"], []]


@pytest.mark.parametrize("count", [1, 3, 400])
@pytest.mark.parametrize(
    ("path", "budget"),
    [
        (LIST, 6),
        (f"{LIST}?near=45,-73", 6),
        (f"{LIST}?place=Montreal&speciality=jeunes", 6),
        (f"{LIST}/centre-0", 8),
        ("/organismes/", 6),
        ("/organismes/?place=montreal", 6),
        ("/organismes/centre-0/", 8),
        ("/api/v1/directory/years/2026-2027", 6),
        ("/organismes/repertoire/2026-2027/", 6),
    ],
)
def test_query_budgets(client, assert_own_queries, count, path, budget):
    term = TermFactory(slug="jeunes")
    made = [OrganisationFactory.build(slug=f"centre-{n}", latitude=45 + n / 100, longitude=-73) for n in range(count)]
    rows = Organisation.objects.bulk_create(made)
    Organisation.terms.through.objects.bulk_create(
        Organisation.terms.through(organisation=row, term=term) for row in rows
    )
    for row in rows[:3]:
        ServicePointFactory(organisation=row)
        MembershipFactory(organisation=row)
    with assert_own_queries(budget):
        assert client.get(path).status_code == 200


def test_members_of_a_year(client):
    member = centre("Élan", region="02", municipality="Alma")
    MembershipFactory(organisation=member)
    MembershipFactory(organisation=centre("Demande"), state="requested")
    gone = centre("Ancien", region="06")
    MembershipFactory(organisation=gone)
    archive_organisation(organisation=gone, by=TEAM, at=NOW)
    body = client.get("/api/v1/directory/years/2026-2027").json()
    assert client.get("/api/v1/directory/years").json() == ["2026-2027"]
    assert [(item["name"], item["slug"], item["region"]) for item in body["items"]] == [
        ("Ancien", None, "06"),
        ("Élan", "elan", "02"),
    ]
    assert (body["count"], client.get("/api/v1/directory/years/1999-2000").status_code) == (2, 404)


def test_vocabularies_are_in_both_languages(client):
    register_term(kind="speciality", name_fr="Jeunes", name_en="Youth", by=TEAM, at=NOW)
    body = json.loads(client.get("/api/v1/vocabularies").content)
    assert body["specialities"] == [{"code": "jeunes", "fr": "Jeunes", "en": "Youth"}]
    assert (len(body["regions"]), body["regions"][5]) == (17, {"code": "06", "fr": "Montréal", "en": "Montréal"})
    assert body["roles"][1] == {"code": "manager", "fr": "Gestionnaire", "en": "Manager"}


places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(places, places)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_earth(here, there):
    assert distance_km(here, there) == pytest.approx(distance_km(there, here), abs=0.1)
    assert 0 <= distance_km(here, there) <= 20_016


def test_two_organisations_of_one_name_have_two_slugs():
    centre("Cap Nord")
    centre("Cap Nord!")
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == ["cap-nord", "cap-nord-2"]
