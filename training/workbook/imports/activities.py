"""The sheet of activities."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.imports.registry import Outcome, Values, refused
from registrations.imports.rules import Verdict
from registrations.imports.rules.kinds import SheetKind
from training.catalogue.actions import change_activity, create_activity
from training.catalogue.models import Activity
from training.workbook.imports.book import ACTIVITIES, Book, activities_read
from training.workbook.imports.lines import ActivitySheetLines
from training.workbook.imports.trainers import spelled, trainers_named, unknown_trainers
from training.workbook.imports.written import PLAIN, differences, judged, of_activity


class ActivitySheet(SheetKind):
    """An activity is found by its address. All those of a workbook are of one programme."""

    kind, title, also = "workbook-activities", ACTIVITIES, "Activities"
    lines = ActivitySheetLines
    key = ("slug",)

    def check(self, values: Values, known: Book, *, historical: bool) -> Outcome:  # noqa: ARG002 - the same in both modes
        activity = known.activities.get(values["slug"])
        reasons = [
            *_of_programme(values, activity, known),
            *unknown_trainers(values.get("trainers", ()), known),
            *_prerequisites(values, known),
            *_materials(values, known),
        ]
        if not values["duration_minutes"]:
            reasons.append(_("The duration is missing: write it in hours, as 3 or 1,5."))
        if reasons:
            return refused(*reasons)
        return judged(_changed(values, activity, known)) if activity else Outcome(Verdict.NEW)

    def apply(self, values: Values, known: Book, *, by: Actor, at: datetime, historical: bool) -> None:
        slug, activity = values["slug"], known.activities.get(values["slug"])
        if activity is None:
            fields = _fields(values, set(values) - {"slug"}, known)
            made = create_activity(**fields, slug=slug, historical=historical, by=by, at=at)
            known.activities[slug] = made
            _follow(slug, known, by=by, at=at)
        else:
            made = change_activity(
                activity, **_fields(values, set(_changed(values, activity, known)), known), by=by, at=at
            )
        known.activities[slug] = activities_read().get(pk=made.pk)


def _follow(slug: str, known: Book, *, by: Actor, at: datetime) -> None:
    """The activities of earlier lines that ask for this one before them."""
    for name, values in known.activity_lines.items():
        activity = known.activities.get(name)
        if activity is not None and slug in (values.get("prerequisites") or ()):
            rows = [known.activities[each] for each in values["prerequisites"] if each in known.activities]
            change_activity(activity, prerequisites=rows, by=by, at=at)
            known.activities[name] = activities_read().get(pk=activity.pk)


def _changed(values: Values, activity: Activity, known: Book) -> dict[str, str]:
    said = {name: value for name, value in values.items() if name != "completion_percent" or value is not None}
    if "trainers" in said:
        said["trainers"] = spelled(said["trainers"], known)
    return differences(ActivitySheetLines, said, of_activity(activity, known.roster))


def _fields(values: Values, names: set[str], known: Book) -> dict[str, Any]:
    """The arguments of the action, for these columns."""
    fields = {name: values[name] for name in PLAIN if name in names and values[name] is not None}
    if "programme" in names:
        fields["programme"] = known.programmes[values["programme"]]
    if "trainers" in names:
        fields["trainers"] = trainers_named(values["trainers"], known)
    if "prerequisites" in names:
        rows = (known.activities.get(slug) for slug in values["prerequisites"])
        fields["prerequisites"] = [row for row in rows if row is not None]
    if "materials" in names:
        fields["materials"] = [known.resources[slug] for slug in values["materials"]]
    return fields


def _of_programme(values: Values, activity: Activity | None, known: Book) -> list[str]:
    said = {"slug": values["programme"], "activity": values["slug"]}
    if values["programme"] not in known.programmes:
        return [_("The programme “%(slug)s” is unknown: create it first, or mend its address.") % said]
    if known.programme is not None and values["programme"] != known.programme.slug:
        said["other"] = known.programme.slug
        return [_("This workbook is about the programme “%(other)s”: put “%(slug)s” in a workbook of its own.") % said]
    if activity is not None and activity.programme is not None and activity.programme != known.programme:
        said["other"] = activity.programme.slug
        return [_("The address “%(activity)s” is that of an activity of “%(other)s”: choose another.") % said]
    return []


def _prerequisites(values: Values, known: Book) -> list[str]:
    reasons = []
    for slug in values.get("prerequisites", ()):
        if slug == values["slug"]:
            reasons.append(_("An activity cannot be required before itself: take it out of its prerequisites."))
        elif slug not in known.activities and slug not in known.activity_lines:
            said = {"slug": slug}
            reasons.append(_("The prerequisite “%(slug)s” is unknown: add its line, or mend its address.") % said)
        elif _leads_to(slug, values["slug"], known, set()):
            reasons.append(_("“%(slug)s” asks for this activity before it: take one of the two out.") % {"slug": slug})
    return reasons


def _leads_to(slug: str, wanted: str, known: Book, seen: set[str]) -> bool:
    """Whether `wanted` is asked for before `slug`, near or far."""
    if slug in seen:
        return False
    seen.add(slug)
    line, row = known.activity_lines.get(slug, {}), known.activities.get(slug)
    there = [before.slug for before in row.prerequisites.all()] if row else []
    before = line.get("prerequisites", there) or ()
    return wanted in before or any(_leads_to(each, wanted, known, seen) for each in before)


def _materials(values: Values, known: Book) -> list[str]:
    unknown = [slug for slug in values.get("materials", ()) if slug not in known.resources]
    said = _("The document “%(slug)s” is not in the library: mend its address, or add it there first.")
    return [said % {"slug": slug} for slug in unknown]
