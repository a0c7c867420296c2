"""Where the marks of the map go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrations.directory.map import SHAPE, Mark, frame_of, of_places, of_regions, project, spread
from registrations.directory.queries import Hit, Spot

MONTREAL, QUEBEC, GASPE = (45.50884, -73.58781), (46.81228, -71.21454), (48.83333, -64.48333)


def hit(pk, municipality, point, **more):
    return Hit(pk, f"c{pk}", f"Centre {pk}", more.pop("region", "06"), (Spot("", municipality, point),), **more)


def links(drawing):
    return [(mark.label, mark.href, mark.count) for mark in drawing.marks]


def test_two_organisations_of_one_municipality_are_one_mark():
    hits = [hit(1, "Montréal", MONTREAL), hit(2, "Montréal", MONTREAL), hit(3, "Gaspé", GASPE)]
    drawn = of_places(hits, page=lambda slug: f"/{slug}/", address=lambda place: f"?place={place}")
    assert links(drawn) == [("Montréal", "?place=Montréal", 2), ("Centre 3, Gaspé", "/c3/", 1)]


def test_regions_are_counted():
    hits = [hit(1, "Montréal", MONTREAL), hit(2, "Lachine", MONTREAL), hit(3, "Gaspé", GASPE, region="11")]
    drawn = of_regions(hits, address=lambda region: f"?region={region}")
    assert links(drawn) == [("Montréal", "?region=06", 2), ("Gaspésie–Îles-de-la-Madeleine", "?region=11", 1)]


def test_the_map_of_what_is_near_leaves_out_what_is_far():
    near = Spot("", "Québec", QUEBEC)
    hits = [hit(n, "Québec", QUEBEC, nearest=near, distance_km=1.0) for n in range(8)]
    hits.append(hit(9, "Gaspé", GASPE, nearest=Spot("", "Gaspé", GASPE), distance_km=600.0))
    drawn = of_places(hits, page=str, address=str, here=QUEBEC)
    assert [mark.label for mark in drawn.marks] == ["Québec"]
    assert drawn.here == project(QUEBEC)


points = st.tuples(st.floats(44.9, 62.6), st.floats(-79.9, -57)).map(project)


@given(st.lists(points, min_size=1, max_size=30))
def test_the_frame_has_one_shape_and_holds_every_point(known):
    frame = frame_of(known)
    assert frame.width / frame.height == pytest.approx(SHAPE)
    assert [frame.holds(Mark(x, y, "", "")) for x, y in known] == [True] * len(known)


def test_the_empty_frame_is_inhabited_quebec():
    assert frame_of([]).holds(Mark(*project(MONTREAL), "", ""))


@given(st.lists(points, max_size=20))
def test_marks_that_hide_each_other_are_pushed_apart(known):
    marks = [Mark(x, y, str(number), "") for number, (x, y) in enumerate(known)]
    moved = spread(marks, 10)
    assert [mark.label for mark in moved] == [mark.label for mark in marks]


def test_two_marks_in_one_place_do_not_touch_any_more():
    one, two = spread([Mark(100, 100, "a", ""), Mark(100, 100, "b", "")], 10)
    assert ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5 >= 9.9


def test_names_are_written_towards_the_middle_as_long_as_there_is_room():
    few = of_places([hit(1, "Gaspé", GASPE), hit(2, "Montréal", MONTREAL)], page=str, address=str)
    assert [(name.text, name.anchor) for name in few.names] == [("Gaspé", "end"), ("Montréal", "start")]
    many = of_places([hit(n, f"Lieu {n}", (46 + n / 9, -72)) for n in range(7)], page=str, address=str)
    assert many.names == []
