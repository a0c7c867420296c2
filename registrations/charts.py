"""Charts drawn by the server: plain SVG with a title and a description; their numbers go beside them as a table."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, TOP, BOTTOM = 480, 160, 18, 22


def bars(numbers: Sequence[tuple[str, int]], *, title: str, description: str) -> SafeString:
    """One bar per `(label, number)`, the number above it and the label under it."""
    highest = max((number for _label, number in numbers), default=0) or 1
    step = WIDTH / max(len(numbers), 1)
    room = HEIGHT - TOP - BOTTOM
    drawn = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text><text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            _bar(index * step, step, round(room * number / highest), number, label)
            for index, (label, number) in enumerate(numbers)
        ),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>'
        '<line class="axis" x1="0" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        *(WIDTH, HEIGHT, title, description, WIDTH, HEIGHT - BOTTOM, HEIGHT - BOTTOM, drawn),
    )


def _bar(left: float, step: float, height: int, number: int, label: str) -> tuple[object, ...]:
    bottom, middle = HEIGHT - BOTTOM, f"{left + step / 2:.1f}"
    rectangle = (f"{left + step * 0.15:.1f}", bottom - height, f"{step * 0.7:.1f}", height)
    return (*rectangle, middle, bottom - height - 5, number, middle, HEIGHT - 6, label)


LANE, NAMES, WIDE = 26, 210, 760


def timeline(
    lanes: Sequence[tuple[str, Sequence[tuple[date, date]]]],
    *,
    first: date,
    last: date,
    mark: date,
    marked: str,
    title: str,
    description: str,
) -> SafeString:
    """One line per name, with a bar for each of its half-open stretches of days; `marked` names the day `mark`."""
    days = max((last - first).days, 1)

    def place(day: date) -> float:
        return NAMES + (WIDE - NAMES - 10) * (day - first).days / days

    height = TOP + LANE * len(lanes) + BOTTOM
    years = [day for day in (date(year, 1, 1) for year in range(first.year, last.year + 1)) if first < day < last]
    drawn = [
        format_html_join(
            "",
            '<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
            '<text x="{0}" y="{3}" text-anchor="middle">{4}</text>',
            ((f"{place(day):.1f}", TOP, height - BOTTOM, height - 6, day.year) for day in years),
        )
    ]
    for index, (name, stretches) in enumerate(lanes):
        top = TOP + LANE * index
        drawn.append(format_html('<text x="0" y="{}">{}</text>', top + LANE * 0.65, name))
        bars_of = ((f"{place(s):.1f}", top + 5, f"{max(place(e) - place(s), 2):.1f}", LANE - 10) for s, e in stretches)
        drawn.append(format_html_join("", '<rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>', bars_of))
    today = format_html(
        '<line class="mark" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        *(f"{place(mark):.1f}", TOP - 4, height - BOTTOM, TOP - 7, marked),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>{}{}</svg>',
        *(WIDE, height, title, description, format_html_join("", "{}", ((part,) for part in drawn)), today),
    )


SIDE, TALL, GAP = 64, 220, 0.12


def columns(
    groups: Sequence[tuple[str, Sequence[int]]],
    series: Sequence[str],
    *,
    title: str,
    description: str,
    unit: int = 1,
    stacked: bool = False,
) -> SafeString:
    """For each `(label, numbers)` one column per series, side by side or one on the other, with a scale at the left.

    `unit` divides the numbers of the scale (100 for cents). A legend of the series stands above.
    """
    heights = [sum(numbers) if stacked else max(numbers, default=0) for _label, numbers in groups]
    top = _round_up(max(heights, default=0) // unit) * unit
    step = (WIDE - SIDE) / max(len(groups), 1)
    parts = [_scale(top, unit)]
    for place, (label, numbers) in enumerate(groups):
        left = SIDE + place * step
        parts.append(_columns(numbers, left, step, top, stacked=stacked))
        parts.append(
            format_html('<text x="{}" y="{}" text-anchor="middle">{}</text>', f"{left + step / 2:.1f}", TALL - 6, label)
        )
    parts.append(_legend(series))
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>{}</svg>',
        *(WIDE, TALL, title, description, format_html_join("", "{}", ((part,) for part in parts))),
    )


def _columns(numbers: Sequence[int], left: float, step: float, top: int, *, stacked: bool) -> SafeString:
    room, bottom = TALL - BOTTOM - 2 * TOP, TALL - BOTTOM
    width = step * (1 - 2 * GAP) / (1 if stacked else max(len(numbers), 1))
    drawn, under = [], 0.0
    for place, number in enumerate(numbers):
        height = room * max(number, 0) / top
        at = left + step * GAP + (0 if stacked else place * width)
        drawn.append((place, f"{at:.1f}", f"{bottom - under - height:.1f}", f"{width * 0.92:.1f}", f"{height:.1f}"))
        under += height if stacked else 0
    return format_html_join("", '<rect class="series-{}" x="{}" y="{}" width="{}" height="{}"/>', drawn)


def _scale(top: int, unit: int) -> SafeString:
    """Five lines, from zero to the top."""
    room, bottom = TALL - BOTTOM - 2 * TOP, TALL - BOTTOM
    return format_html_join(
        "",
        '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (
                SIDE,
                WIDE,
                f"{y:.1f}",
                f"{y:.1f}",
                SIDE - 8,
                f"{y + 4:.1f}",
                f"{top * n // 4 // unit:,}".replace(",", "\u00a0"),
            )
            for n, y in ((n, bottom - room * n / 4) for n in range(5))
        ),
    )


def _legend(series: Sequence[str]) -> SafeString:
    lefts = [SIDE + sum(len(name) * 7 + 40 for name in series[:place]) for place in range(len(series))]
    return format_html_join(
        "",
        '<rect class="series-{}" x="{}" y="2" width="12" height="12"/><text x="{}" y="12">{}</text>',
        ((place, left, left + 18, name) for place, (left, name) in enumerate(zip(lefts, series, strict=True))),
    )


def _round_up(number: int) -> int:
    """The next round number that four lines divide: 4, 8, 12, 16, 20, 40, 80, 120..."""
    power = 1
    while 20 * power < number:
        power *= 10
    return next(first * power for first in (4, 8, 12, 16, 20) if first * power >= number)
