"""What people type, understood as a place."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.directory.places import DATA, PlaceKind, load, placed, understand
from registrations.organisations.rules import Region


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("St-Jérôme", "Saint-Jérôme (Laurentides)"),
        ("st jerome", "Saint-Jérôme (Laurentides)"),
        ("STE-THERESE", "Sainte-Thérèse (Laurentides)"),
        ("trois rivieres", "Trois-Rivières (Mauricie)"),
        ("  Val d'or ", "Val-d’Or (Abitibi-Témiscamingue)"),
        ("val-d’or", "Val-d’Or (Abitibi-Témiscamingue)"),
        ("Ville de Québec", "Québec (Capitale-Nationale)"),
        ("Gaspé, QC, Canada", "Gaspé (Gaspésie–Îles-de-la-Madeleine)"),
        ("Montreal (Quebec)", "Montréal (Montréal)"),
        ("L'Ange-Gardien (Outaouais)", "L’Ange-Gardien (Outaouais)"),
        ("Saint-Isidore", "Saint-Isidore (Montérégie)"),
        ("Saint-Isidore, Chaudiere-Appalaches", "Saint-Isidore (Chaudière-Appalaches)"),
    ],
)
def test_a_municipality_is_understood(typed, understood):
    assert understand(typed).place.full_name == understood


@pytest.mark.parametrize(
    ("typed", "name", "kind", "region"),
    [
        ("H2X 1Y4", "H2X, Montréal", PlaceKind.POSTAL_AREA, "06"),
        ("h2x1y4", "H2X, Montréal", PlaceKind.POSTAL_AREA, "06"),
        ("h2x", "H2X, Montréal", PlaceKind.POSTAL_AREA, "06"),
        ("G4R-1A1", "G4R, Sept-Îles", PlaceKind.POSTAL_AREA, "09"),
        ("g0x", "G0X", PlaceKind.POSTAL_AREA, "04"),
        ("G0X 2R0", "Sainte-Geneviève-de-Batiscan", PlaceKind.MUNICIPALITY, "04"),
        ("outaouais", "Outaouais", PlaceKind.REGION, "07"),
        ("Laval", "Laval", PlaceKind.MUNICIPALITY, "13"),
    ],
)
def test_postal_codes_and_regions_are_understood(typed, name, kind, region):
    place = understand(typed).place
    assert (place.name, place.kind, place.region) == (name, kind, region)


def test_homonyms_are_told_apart_by_region():
    understood = understand("saint-bruno")
    assert [place.full_name for place in (understood.place, *understood.others)] == [
        "Saint-Bruno (Montérégie)",
        "Saint-Bruno (Saguenay–Lac-Saint-Jean)",
    ]
    assert understand(understood.others[0].full_name).place == understood.others[0]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("sherbrook", ["Sherbrooke"]), ("K1A 0B1", []), ("H2X 9", []), ("Toronto", []), ("", []), ("(", []), ("G9Z", [])],
)
def test_what_is_unknown_is_said_with_what_looks_like_it(typed, suggested):
    understood = understand(typed)
    assert (understood.place, [place.name for place in understood.others][:1]) == (None, suggested)


@given(st.text(max_size=300))
def test_nothing_that_is_typed_breaks(text):
    assert len(understand(text).given) <= 100


def test_an_address_without_coordinates_is_placed_by_its_municipality_in_its_region():
    assert placed(postal_code="", municipality="Saint-Bruno", region="02").region == "02"
    assert placed(postal_code="H2X 1Y4", municipality="Nulle part", region="06").name == "H2X, Montréal"
    assert placed(postal_code="", municipality="", region="06") is None


def test_the_tables_hold_quebec():
    places = list(csv.DictReader((DATA / "places.csv").open(encoding="utf-8")))
    areas = list(csv.DictReader((DATA / "postal_areas.csv").open(encoding="utf-8")))
    assert (len(places) > 1_250, len(areas) > 410) == (True, True)
    for row in (*places, *areas):
        assert row["region"] in Region.values
        assert (44.9 <= float(row["latitude"]) <= 62.7, -79.9 <= float(row["longitude"]) <= -57) == (True, True)
    assert {row["region"] for row in places} == set(Region.values)
    assert len({(row["name"], row["region"]) for row in places}) == len(places)
    assert all(re.fullmatch(r"[GHJ]\d[A-Z]", row["area"]) for row in areas)
    assert len({row["area"] for row in areas}) == len(areas)


def test_every_place_is_found_by_its_own_name():
    lost = [place.full_name for places in load().named.values() for place in places
            if place.kind == PlaceKind.MUNICIPALITY and understand(place.full_name).place != place]  # fmt: skip
    assert lost == []
