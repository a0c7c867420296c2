"""Charts drawn by the server: plain SVG with a title and a description; their numbers go beside them as a table."""

from collections.abc import Sequence

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
