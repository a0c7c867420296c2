"""The map of Quebec: where its marks go. The outline is a static drawing; the server adds marks and says what to show.

Everything is in the units of the drawing: 40 a degree of latitude, from 63° North and 80° West.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from registrations.directory.queries import Hit, Point, Spot
from registrations.organisations.rules import Region

SCALE, SQUASH, NORTH, WEST = 40, 0.669, 63, -80
SHAPE = 4 / 3
NARROWEST = 40.0
MARGIN = 1.16
SOUTH_END = 745.0
NAMED = 6
BESIDE_PLACE = 8
RADIUS, SMALL_MAP_RADIUS = 0.021, 0.036
PASSES = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A link on the map: one centre, or several of one place. `count` is shown when there are several.

    `place` is the short name written beside it when there is room.
    """

    x: float
    y: float
    label: str
    href: str
    count: int = 1
    place: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the drawing that is shown."""

    left: float
    top: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        return " ".join(f"{number:.1f}" for number in (self.left, self.top, self.width, self.height))

    def holds(self, mark: Mark) -> bool:
        inside = self.left <= mark.x <= self.left + self.width
        return inside and self.top <= mark.y <= self.top + self.height


@dataclass(frozen=True, slots=True)
class Name:
    """Words on the map; `anchor` as SVG has it."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: sizes follow the frame, so that marks look the same at every scale."""

    frame: Frame
    marks: list[Mark]
    here: tuple[float, float] | None = None
    share: float = RADIUS

    @property
    def radius(self) -> float:
        return round(self.frame.width * self.share, 2)

    @property
    def names(self) -> list[Name]:
        """What is written beside the marks, towards the middle, as long as there is room."""
        return [self._name(mark) for mark in self.marks] if len(self.marks) <= NAMED else []

    def _name(self, mark: Mark) -> Name:
        on_the_left = mark.x < self.frame.left + self.frame.width / 2
        aside = self.radius * 1.5 if on_the_left else -self.radius * 1.5
        return Name(mark.place, round(mark.x + aside, 1), mark.y, "start" if on_the_left else "end")

    @property
    def ring_radius(self) -> float:
        return round(self.radius * 1.8, 2)

    @property
    def dot_radius(self) -> float:
        return round(self.radius / 3, 2)


def project(point: Point) -> tuple[float, float]:
    """Degrees to units of the drawing."""
    latitude, longitude = point
    return (longitude - WEST) * SCALE * SQUASH, (NORTH - latitude) * SCALE


def of_regions(hits: Iterable[Hit], *, address: Callable[[str], str]) -> Drawing:
    """One mark a region, with how many organisations are there: the map of all Quebec."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    for hit in hits:
        if hit.region and hit.spots:
            groups[hit.region].append(hit.spots[0])
    marks = [
        _mark([spot.point for spot in spots], Region(region).label, address(region), count=len(spots))
        for region, spots in sorted(groups.items())
    ]
    return _drawn(marks)


def of_places(
    hits: Sequence[Hit],
    *,
    page: Callable[[str], str],
    address: Callable[[str], str],
    here: Point | None = None,
) -> Drawing:
    """One mark a municipality, around `here` and what is nearest to it when one asks from somewhere."""
    groups: dict[str, list[tuple[Hit, Spot]]] = defaultdict(list)
    for hit in hits:
        for spot in hit.spots:
            groups[spot.municipality or hit.name].append((hit, spot))
    marks = [_of_place(place, found, page=page, address=address) for place, found in groups.items()]
    if here is None:
        return _drawn(marks)
    close = [hit.nearest for hit in hits[:BESIDE_PLACE] if hit.nearest]
    return _drawn(marks, around=[project(spot.point) for spot in close], here=project(here))


def of_one(hit: Hit) -> Drawing | None:
    """The points of one organisation, without links; none when nobody can place it."""
    marks = [_mark([spot.point], spot.name or hit.name, "", place=spot.municipality) for spot in hit.spots]
    return _drawn(marks, share=SMALL_MAP_RADIUS) if marks else None


def _of_place(
    place: str, found: list[tuple[Hit, Spot]], *, page: Callable[[str], str], address: Callable[[str], str]
) -> Mark:
    points = [spot.point for _hit, spot in found]
    slugs = {hit.slug for hit, _spot in found}
    if len(slugs) > 1:
        return _mark(points, place, address(place), count=len(slugs), place=place)
    hit = found[0][0]
    label = hit.name if place in hit.name else f"{hit.name}, {place}"
    return _mark(points, label, page(hit.slug), place=place)


def _mark(points: Sequence[Point], label: str, href: str, *, count: int = 1, place: str = "") -> Mark:
    placed = [project(point) for point in points]
    x, y = (sum(numbers) / len(placed) for numbers in zip(*placed, strict=True))
    return Mark(x, y, label, href, count, place or label)


def _drawn(
    marks: list[Mark],
    *,
    around: list[tuple[float, float]] | None = None,
    here: tuple[float, float] | None = None,
    share: float = RADIUS,
) -> Drawing:
    shown = around if around is not None else [(mark.x, mark.y) for mark in marks]
    frame = frame_of([*shown, *([here] if here else [])])
    seen = spread([mark for mark in marks if frame.holds(mark)], frame.width * share * 2.05)
    return Drawing(frame, seen, here, share)


def frame_of(points: Iterable[tuple[float, float]]) -> Frame:
    """The smallest frame of our shape around all of them, with room; inhabited Quebec when there is none."""
    known = list(points) or [project((45, -79.5)), project((50.6, -61))]
    left, right = min(x for x, _y in known), max(x for x, _y in known)
    top, bottom = min(y for _x, y in known), max(y for _x, y in known)
    width = max((right - left) * MARGIN, (bottom - top) * MARGIN * SHAPE, NARROWEST)
    height = width / SHAPE
    # Nothing is drawn south of 44.4 degrees: rather more of the North than an empty band.
    above = min((top + bottom - height) / 2, SOUTH_END - height)
    return Frame((left + right - width) / 2, above, width, height)


def spread(marks: list[Mark], gap: float) -> list[Mark]:
    """Push apart the marks that would hide each other, a little at a time; the order decides nothing but ties."""
    at = [(mark.x, mark.y) for mark in marks]
    for _pass in range(PASSES):
        moved = False
        for one in range(len(at)):
            for two in range(one + 1, len(at)):
                moved |= _apart(at, one, two, gap)
        if not moved:
            break
    return [replace(mark, x=round(x, 1), y=round(y, 1)) for mark, (x, y) in zip(marks, at, strict=True)]


def _apart(at: list[tuple[float, float]], one: int, two: int, gap: float) -> bool:
    (x1, y1), (x2, y2) = at[one], at[two]
    dx, dy = x2 - x1, y2 - y1
    if abs(dx) >= gap or abs(dy) >= gap:
        return False
    away = (dx * dx + dy * dy) ** 0.5
    if away >= gap:
        return False
    if not away:
        dx, dy, away = 1.0, 0.0, 1.0
        push = gap / 2
    else:
        push = (gap - away) / 2 + gap * 0.01
    at[one] = (x1 - dx / away * push, y1 - dy / away * push)
    at[two] = (x2 + dx / away * push, y2 + dy / away * push)
    return True
