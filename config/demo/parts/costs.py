"""What training costs: fees, platform and documents of each activity, and a report as it was sent to the funder."""

from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from config.demo.bringing import LOADER
from config.demo.papers import paper
from registrations.files.uploads import received
from training.catalogue.actions import change_programme
from training.costs.actions import add_cost, correct_cost
from training.models import Activity, ActivityCost, Programme
from training.reports.actions import freeze_report

FEE = 185_00
"""Cents for an hour given, its preparation included."""
PLATFORM, DOCUMENTS = 95_00, 240_00
BUDGETS = {"pacme-2020": 98_500_00, "pacme": 34_000_00}
SENT = datetime(2020, 12, 14, 15, tzinfo=UTC)


def load(*, at: datetime) -> None:
    """The closed programme has all its costs and its final report; the present one, what is known by now."""
    past = Programme.objects.get(slug="pacme-2020")
    present = Programme.objects.filter(slug__startswith="pacme-").exclude(pk=past.pk).order_by("-starts_on")[0]
    spend(past, at=SENT, budget=BUDGETS["pacme-2020"])
    spend(present, at=at, budget=BUDGETS["pacme"])
    prove(past, at=SENT)
    last = past.ends_on - timedelta(days=1)
    freeze(past, last, at=SENT, note="Rapport final, transmis au bailleur de fonds.")
    before = max(localdate(at).replace(day=1) - timedelta(days=1), present.starts_on)
    freeze(present, before, at=at - timedelta(days=2), note="Rapport d’étape.")


def spend(programme: Programme, *, at: datetime, budget: int) -> None:
    """Fees follow the hours that were given; what is still to come is planned alone."""
    change_programme(programme, budget_cents=budget, by=LOADER, at=at)
    activities = programme.activities.prefetch_related("sessions__meetings").order_by("pk")
    for number, activity in enumerate(activities):
        hours = sum(meeting.minutes for session in activity.sessions.all() for meeting in session.meetings.all()) / 60
        held = all(session.ends_at < at for session in activity.sessions.all())
        fees = round(hours * FEE)
        _enter(activity, "Honoraires de formation", fees, fees + (number % 5 - 2) * 40_00 if held else None, at=at)
        _enter(activity, "Plateforme de visioconférence", PLATFORM, PLATFORM if held else None, at=at)
        if number % 4 == 0:
            _enter(activity, "Documents remis et mise en page", DOCUMENTS, DOCUMENTS - 15_00 if held else None, at=at)


def _enter(activity: Activity, label: str, planned: int, actual: int | None, *, at: datetime) -> None:
    if planned:
        known = None if actual is None else max(actual, 0)
        add_cost(activity, label=label, planned_cents=planned, actual_cents=known, by=LOADER, at=at)


def prove(programme: Programme, *, at: datetime) -> None:
    """Two invoices as PDF files."""
    costs = ActivityCost.objects.filter(activity__programme=programme, label__startswith="Honoraires").order_by("pk")
    for number, cost in enumerate(costs[:2], start=1):
        content = paper(
            title=f"Facture F-2020-{number:03d}",
            author="Formation Exemple inc.",
            date="Décembre 2020",
            language="fr",
            paragraphs=[
                f"{cost.label} : {cost.activity.title}.",
                "Payable à trente jours.",
                "Merci de votre confiance.",
            ],
            pages=1,
        )
        upload = ContentFile(content, name=f"facture-F-2020-{number:03d}.pdf")
        with received(upload, feature="costs", at=at) as document:
            correct_cost(cost, document=document, by=LOADER, at=at)


def freeze(programme: Programme, last_on: date, *, at: datetime, note: str) -> None:
    """The numbers as they were sent."""
    freeze_report(programme, first_on=programme.starts_on, last_on=last_on, note=note, by=LOADER, at=at)
