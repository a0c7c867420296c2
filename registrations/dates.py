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


def spelled_until(at: datetime, language: str) -> str:
    """The last moment before an instant, as people say it: 15 août 2026 for midnight, else 15 août 2026 à 17 h."""
    local = at.astimezone(MONTREAL)
    if (local.hour, local.minute) == (0, 0):
        return spelled_day(local.date() - timedelta(days=1), language, weekday=False)
    return spelled_instant(at, language, weekday=False)


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


def working_days_after(at: datetime, count: int) -> datetime:
    """The same hour in Montréal, `count` working days later: neither weekends nor Quebec's holidays count."""
    local, left = at.astimezone(MONTREAL), count
    day = local.date()
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, local.time(), tzinfo=MONTREAL).astimezone(at.tzinfo)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """Paid holidays in Quebec: Act respecting labour standards (N-1.1), s. 60, and National Holiday Act (F-1.1).

    Good Friday stands for itself and Easter Monday, of which the employer chooses one: both are counted off.
    """
    easter = _easter(year)
    patriots = _monday_on_or_before(date(year, 5, 24))  # the Monday before 25 May
    labour = _monday_on_or_before(date(year, 9, 7))  # the first Monday of September
    thanksgiving = _monday_on_or_before(date(year, 10, 14))  # the second Monday of October
    fixed = [date(year, 1, 1), date(year, 6, 24), date(year, 7, 1), date(year, 12, 25)]
    return frozenset([*fixed, easter - timedelta(2), easter + timedelta(1), patriots, labour, thanksgiving])


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _easter(year: int) -> date:
    """Gregorian Easter by the anonymous algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
