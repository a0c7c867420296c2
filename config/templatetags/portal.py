"""What portal templates say: dates, money, seats, icons, forms, in the language of the page."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from registrations import dates
from registrations import money as cents_in_words
from registrations.seats.models import SeatPool

register = template.Library()
LEVELS = {"error": "refusal", "warning": "warning", "success": "success"}
ICONS: dict[str, SafeString] = {}


def _language() -> str:
    return "fr" if (get_language() or "fr").startswith("fr") else "en"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that adds nothing to the words beside it."""
    if name not in ICONS:
        # Our own files, read once per process.
        ICONS[name] = mark_safe(render_to_string(f"portal/icons/{name}.svg").strip())  # noqa: S308
    return ICONS[name]


@register.simple_tag(takes_context=True)
def active(context: dict[str, Any], prefix: str) -> SafeString:
    """`aria-current` on the link of the part of the site where the page is."""
    path = context["request"].path if "request" in context else ""
    if not path.startswith(prefix):
        return SafeString("")
    return format_html(' aria-current="{}"', "page" if path == prefix else "true")


@register.simple_tag
def spelled_date(value: date | datetime, *, weekday: bool = True, zone: bool = False) -> SafeString:
    """A day, or an instant with its hour, with the machine's own form beside it."""
    if isinstance(value, datetime):
        words = dates.spelled_instant(value, _language(), weekday=weekday, zone=zone)
    else:
        words = dates.spelled_day(value, _language(), weekday=weekday)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def spelled_until(at: datetime) -> SafeString:
    """The last day, or moment, before an instant."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), dates.spelled_until(at, _language()))


@register.simple_tag
def spelled_period(starts_at: datetime, ends_at: datetime, *, zone: bool = False) -> SafeString:
    words = dates.spelled_period(starts_at, ends_at, _language(), zone=zone)
    return format_html('<time datetime="{}">{}</time>', starts_at.isoformat(), words)


@register.simple_tag
def spelled_hours(starts_at: datetime, ends_at: datetime) -> str:
    """9 h – 10 h 30: where the day is already said, as in a timetable."""
    return f"{dates.spelled_time(starts_at, _language())} – {dates.spelled_time(ends_at, _language())}"


@register.simple_tag
def spelled_duration(minutes: int) -> str:
    return dates.spelled_duration(minutes, _language())


@register.simple_tag
def file_size(size: int) -> str:
    """18,5 ko, 2,4 Mo; 18.5 KB, 2.4 MB."""
    words = ("ko", "Mo") if _language() == "fr" else ("KB", "MB")
    value, word = (size / 1e3, words[0]) if size < 1e6 else (size / 1e6, words[1])
    return f"{number_format(value, 1)}\u00a0{word}"


@register.simple_tag
def money(cents: int) -> str:
    return cents_in_words.spelled(cents, _language())


def seats_sentence(pool: SeatPool) -> str:
    if pool.closed:
        return gettext("Registration is closed")
    if pool.available is None:
        return gettext("Seats available")
    if not pool.available:
        return gettext("Full: join the waiting list")
    return ngettext("%(n)s seat available", "%(n)s seats available", pool.available) % {"n": pool.available}


@register.inclusion_tag("portal/components/seats.html")
def seats(pool: SeatPool) -> dict[str, Any]:
    nearly = (pool.capacity or 0) * 4 // 5
    return {"pool": pool, "sentence": seats_sentence(pool), "nearly": nearly}


@register.inclusion_tag("portal/components/badge.html")
def seats_badge(pool: SeatPool) -> dict[str, Any]:
    """The same sentence as the seat meter, short enough for a card."""
    few = pool.capacity is not None and bool(pool.available) and (pool.available or 0) * 5 <= pool.capacity
    level = "warning" if few or pool.available == 0 else "success"
    return {"text": seats_sentence(pool), "level": "" if pool.closed else level}


@register.inclusion_tag("portal/components/price.html")
def price(cents: int, *, note: str = "", taxes: bool = False) -> dict[str, Any]:
    return {"cents": cents, "note": note, "taxes": taxes}


@register.inclusion_tag("portal/components/badge.html")
def badge(text: str, level: str = "") -> dict[str, Any]:
    """A state in a word: level is success, info, warning, refusal or nothing."""
    return {"text": text, "level": level}


@register.simple_tag
def address(name: str, *args: Any, otherwise: str) -> str:
    """The address of a page by its name, or of the list above it on a site without that feature."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return otherwise


@register.inclusion_tag("portal/components/fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("portal/components/field.html")
def form_field(field: BoundField, *, quiet: bool = False) -> dict[str, Any]:
    """One field: label, help, errors, input, tied together.

    `quiet` leaves out "(optional)", as in filters; so does a form that names, as `either`, the
    fields of which it wants one or another.
    """
    quiet = quiet or field.name in getattr(field.form, "either", ())
    widget = field.field.widget
    kind = "text"
    if isinstance(widget, forms.CheckboxInput):
        kind = "choice"
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        kind = "choices"
    # A label that Django makes from a field's name (a library's own form) is a sentence to translate as well.
    label = gettext(field.label) if field.field.label is None else field.label
    return {"field": field, "label": label, "kind": kind, "quiet": quiet}


@register.filter
def message_level(message: Message) -> str:
    return LEVELS.get(message.level_tag, "info")
