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
