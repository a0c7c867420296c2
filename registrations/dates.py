"""Dates and hours as people read them, in French and in English, in Montréal's time."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

MONTREAL = ZoneInfo("America/Toronto")
NBSP = "\u00a0"


def day_begins(day: date) -> datetime:
    """Midnight of a Montréal day; the clocks change at two, so that each day has one."""
    return datetime.combine(day, time.min, tzinfo=MONTREAL)


def day_after(day: date) -> datetime:
    """The instant at which a Montréal day is over: 23 or 25 hours later when the clocks change."""
    return day_begins(day + timedelta(days=1))


def spelled_day(day: date, language: str, *, weekday: bool = True) -> str:
    """mardi 16 février 2021, lundi 1er mars 2021; Tuesday, February 16, 2021."""
    if language != "fr":
        return format_date(day, "EEEE, MMMM d, y" if weekday else "MMMM d, y", locale="en_CA")
    number = "1er" if day.day == 1 else str(day.day)
    month_and_year = f"{number}{NBSP}{format_date(day, 'MMMM', locale='fr_CA')}{NBSP}{day.year}"
    return f"{format_date(day, 'EEEE', locale='fr_CA')} {month_and_year}" if weekday else month_and_year


def spelled_time(at: datetime, language: str) -> str:
    """9 h, 13 h 30; 9 a.m., 1:30 p.m."""
    at = at.astimezone(MONTREAL)
    if language == "fr":
        return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02d}" if at.minute else "")
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{NBSP}{'a.m.' if at.hour < 12 else 'p.m.'}"


def spelled_instant(at: datetime, language: str, *, weekday: bool = True, zone: bool = False) -> str:
    """mardi 16 février 2021 à 9 h; Tuesday, February 16, 2021 at 9 a.m."""
    day = spelled_day(at.astimezone(MONTREAL).date(), language, weekday=weekday)
    word = "à" if language == "fr" else "at"
    return f"{day} {word} {spelled_time(at, language)}" + (_zone(language) if zone else "")


def spelled_period(starts_at: datetime, ends_at: datetime, language: str, *, zone: bool = False) -> str:
    """mardi 16 février 2021, de 9 h à 12 h (heure de Montréal); over several days: du … au …."""
    first, last = (at.astimezone(MONTREAL).date() for at in (starts_at, ends_at))
    suffix = _zone(language) if zone else ""
    if first == last:
        day, start, end = (
            spelled_day(first, language),
            spelled_time(starts_at, language),
            spelled_time(ends_at, language),
        )
        return (f"{day}, de {start} à {end}" if language == "fr" else f"{day}, {start} to {end}") + suffix
    start, end = spelled_instant(starts_at, language), spelled_instant(ends_at, language)
    return (f"du {start} au {end}" if language == "fr" else f"{start} to {end}") + suffix


def spelled_duration(minutes: int, language: str) -> str:
    """45 minutes, 3 heures, 1 h 30; 45 minutes, 3 hours, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}minutes"
    if not rest:
        word = "heure" if language == "fr" else "hour"
        return f"{hours}{NBSP}{word}{'s' if hours > 1 else ''}"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" + ("" if language == "fr" else f"{NBSP}min")


def _zone(language: str) -> str:
    return " (heure de Montréal)" if language == "fr" else " (Montréal time)"
