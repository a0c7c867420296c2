"""The sheet of sessions: what is wrong with a line, and what it changes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from registrations.dates import spelled_instant
from registrations.imports.registry import Outcome, Values, refused
from registrations.imports.rules import Verdict
from training.sessions.models import Session
from training.sessions.rules import SessionState
from training.workbook.imports.book import ACTIVITIES, MEETINGS, Book
from training.workbook.imports.lines import SessionSheetLines
from training.workbook.imports.trainers import spelled, unknown_trainers
from training.workbook.imports.written import differences, judged, of_session

WINDOW = timedelta(days=30)
KEPT = ("opens_at", "closes_at", "state", "visibility", "cancel_hours")
"""Columns whose empty cell leaves what is; elsewhere it empties it: no limit, no link, no price."""


def judge_session(values: Values, known: Book) -> Outcome:
    """The verdict on a line of a session."""
    session = known.sessions.get(values["code"])
    if reasons := [*_alone(values, session, known), *_with_the_rest(values, session, known)]:
        return refused(*reasons)
    return judged(changed_of(values, session, known)) if session else Outcome(Verdict.NEW)


def changed_of(values: Values, session: Session, known: Book) -> dict[str, str]:
    """What the line changes. The seats of a session of the past are what they were."""
    said = {name: value for name, value in values.items() if name not in KEPT or value is not None}
    if said.get("price_cents", 0) is None:
        said["price_cents"] = 0
    if session.historical:
        said.pop("capacity", None)
    if "trainers" in said:
        said["trainers"] = spelled(said["trainers"], known)
    return differences(SessionSheetLines, said, of_session(session, known.roster))


def wanted_of(values: Values, session: Session | None) -> dict[str, Any]:
    """What the session will say, as far as the line's rules look at it."""
    names = ("opens_at", "closes_at", "minimum", "cap_per_organisation", "price_cents", "member_price_cents")
    there = {name: getattr(session, name, None) for name in names}
    there["capacity"] = session.pool.capacity if session else None
    return there | {name: value for name, value in values.items() if name not in KEPT or value is not None}


def _alone(values: Values, session: Session | None, known: Book) -> Iterator[str]:
    """What the line says that cannot be, whatever the meetings."""
    wanted = wanted_of(values, session)
    yield from _activity(values, session, known)
    yield from unknown_trainers(values.get("trainers", ()), known)
    yield from _state(values, session, known)
    yield from _seats(wanted, session)
    price, member = wanted["price_cents"] or 0, wanted["member_price_cents"]
    if member is not None and member > price:
        yield _("The member price is above the public price: lower it, or leave it empty.")


def _activity(values: Values, session: Session | None, known: Book) -> Iterator[str]:
    slug, activity = values["activity"], known.activities.get(values["activity"])
    said = {"slug": slug, "sheet": ACTIVITIES}
    if activity is None and slug not in known.activity_lines:
        yield _("The activity “%(slug)s” is unknown: add it on the sheet “%(sheet)s”, or mend its address.") % said
    elif session is not None and session.activity.slug != slug:
        there = {"code": values["code"], "there": session.activity.slug}
        yield _("The session “%(code)s” is of the activity “%(there)s”: choose another code.") % there
    elif activity is not None and activity.programme != known.programme:
        there = {"slug": slug, "programme": activity.programme.slug if activity.programme else "–"}
        yield _("The activity “%(slug)s” is of another programme (%(programme)s): use its own workbook.") % there


def _state(values: Values, session: Session | None, known: Book) -> Iterator[str]:
    asked, there = values.get("state"), session.state if session else SessionState.DRAFT
    if session is not None and there == SessionState.CANCELLED:
        if changed_of(values, session, known):
            yield _("This session is cancelled and changes no more: give the new one another code.")
    elif asked == SessionState.CANCELLED:
        yield _("A workbook cancels nothing: open the session's page and press “Cancel the session”.")
    elif asked == SessionState.DRAFT and there == SessionState.PUBLISHED:
        yield _("This session is published already: write “Publiée”, or cancel it on its page.")


def _seats(wanted: dict[str, Any], session: Session | None) -> Iterator[str]:
    seats = wanted["capacity"]
    if seats is None:
        return
    if session is not None and not session.historical and seats < session.pool.taken:
        said = {"seats": seats, "taken": session.pool.taken}
        yield _("%(seats)s seats are fewer than the %(taken)s that are taken: write %(taken)s or more.") % said
    for name, text in (
        (
            "cap_per_organisation",
            _("%(most)s seats per organisation are more than the %(seats)s seats: lower that limit."),
        ),
        ("minimum", _("%(most)s people needed are more than the %(seats)s seats: lower that minimum.")),
    ):
        if wanted[name] is not None and wanted[name] > seats:
            yield text % {"most": wanted[name], "seats": seats}


def _with_the_rest(values: Values, session: Session | None, known: Book) -> Iterator[str]:
    """Where the line and those of the sheet of meetings contradict each other."""
    code, periods = values["code"], known.periods(values["code"])
    if session is None and not known.meeting_lines.get(code):
        yield _("This session has no meeting: add at least one on the sheet “%(sheet)s”.") % {"sheet": MEETINGS}
    if not periods:
        return
    first = min(period.starts_at for period in periods.values())
    last = max(period.ends_at for period in periods.values())
    wanted = wanted_of(values, session)
    opens_at, closes_at = wanted["opens_at"] or first - WINDOW, wanted["closes_at"] or first
    said = {"opens": spelled_instant(opens_at, "fr"), "closes": spelled_instant(closes_at, "fr")}
    if opens_at >= closes_at:
        yield _("Registration closes (%(closes)s) before it opens (%(opens)s): mend one of the two.") % said
    elif values.get("closes_at") and closes_at > last:
        said |= {"sheet": MEETINGS, "ends": spelled_instant(last, "fr")}
        yield (
            _(
                "Registration closes (%(closes)s) after the end of the last meeting of the sheet “%(sheet)s” "
                "(%(ends)s): mend one of the two."
            )
            % said
        )
