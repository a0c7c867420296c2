"""The demo at AXTRA's real scale, loaded by the doors that everybody uses."""

import io
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from cms.models import PolicyVersion, Resource
from config.demo.loader import load
from config.demo.parts.money import GIFT, LATE
from config.demo.parts.training import SOON
from magazine.models import ArticlePage, IssuePage
from registrations.accounting.models import Discrepancy
from registrations.accounting.queries import figures
from registrations.accounting.registry import CHECKS, Scope
from registrations.models import (
    Affiliation,
    Campaign,
    Certificate,
    Entry,
    Exhibitor,
    Invoice,
    Membership,
    Message,
    Organisation,
    Speaker,
    SurveyResponse,
    Ticket,
    User,
    Workshop,
)
from registrations.payments.models import DepositSlip
from registrations.receivables.models import ReminderLetter
from registrations.renewals.queries import declarations_at, progress
from registrations.renewals.rules import Step
from registrations.seats.queries import miscounted_pools
from registrations.surveys.rules import LEAST
from training.colleagues.models import ColleagueCell
from training.models import Activity, Enrolment, Programme, Session

AS_OF = timezone.make_aware(datetime(2026, 11, 21, 10))


def test_the_demo_writes_through_actions_alone():
    forbidden = re.compile(r"\.(save|bulk_create|create|update|delete|get_or_create|update_or_create)\(")
    folder = Path(settings.ROOT) / "config" / "demo"
    written = {
        str(path.relative_to(folder)): line.strip()
        for path in folder.rglob("*.py")
        if "stripe" not in path.parts and path.name != "answers.py"  # it says why
        for line in path.read_text().splitlines()
        if forbidden.search(line) and "picture.save(file" not in line
    }
    assert written == {}


@pytest.mark.django_db
def test_load_brings_two_years_at_scale():
    call_command("prepare_site", stdout=io.StringIO())
    load(at=AS_OF, say=lambda _text: None)

    past = Enrolment.objects.filter(historical=True)
    pacme = past.filter(session__activity__programme__slug="pacme-2020")
    counted = {
        "centres": Organisation.objects.filter(kind="centre").count(),
        "regions": Organisation.objects.filter(kind="centre").values("region").distinct().count(),
        "people": Affiliation.objects.filter(historical=True).values("person").distinct().count(),
        "members in 2020": Membership.objects.filter(year__label="2020-2021", state="active").count(),
        "PACME activities": Activity.objects.filter(programme__slug="pacme-2020").count(),
        "PACME enrolments": pacme.count(),
        "PACME organisations": pacme.values("organisation").distinct().count(),
        "telepractice": past.filter(session__code__startswith="TELE").count(),
        "diversity": past.filter(session__code__startswith="DIV").count(),
        "tickets in 2021": Ticket.objects.filter(colloquium__slug="quariera-2021").count(),
        "speakers": Speaker.objects.filter(colloquium__slug="quariera-2021").count(),
        "workshops over 30": Workshop.objects.filter(colloquium__slug="quariera-2021").count() > 30,
        "exhibitors": Exhibitor.objects.filter(colloquium__slug="quariera-2021").count(),
        "issues": IssuePage.objects.visible(at=AS_OF).count(),
        "issue in preparation": IssuePage.objects.filter(released_at=None).count(),
        "articles shown": ArticlePage.objects.visible(at=AS_OF).count(),
        "resources": Resource.objects.count() >= 24,
        "shown without a file": Resource.objects.filter(live=True, files=None).count(),
        "policies": sorted(PolicyVersion.objects.values_list("state", flat=True)),
        "programme open": Programme.objects.filter(slug="pacme-2026").count(),
    }
    assert counted == {
        "centres": 95,
        "regions": 16,
        "people": 1700,
        "members in 2020": 95,
        "PACME activities": 70,
        "PACME enrolments": 2500,
        "PACME organisations": 82,
        "telepractice": 299,
        "diversity": 230,
        "tickets in 2021": 410,
        "speakers": 57,
        "workshops over 30": True,
        "exhibitors": 10,
        "issues": 2,
        "issue in preparation": 1,
        "articles shown": 12,
        "resources": True,
        "shown without a file": 0,
        "policies": ["adopted", "adopted", "consultation"],
        "programme open": 1,
    }
    check_the_present()
    check_the_journal()


def check_the_present() -> None:
    """A session that opens tomorrow at nine, one full with people who wait, invoices without a gap."""
    soon = Session.objects.get(code=SOON)
    full = Session.objects.filter(pool__waiting__gt=0).select_related("pool")
    numbers = list(Invoice.objects.order_by("series", "number").values_list("series", "number"))
    series = Counter(name for name, _number in numbers)
    assert timezone.localtime(soon.opens_at).isoformat() == "2026-11-22T09:00:00-05:00"
    assert [(s.pool.taken, s.pool.waiting > 0) for s in full] == [(12, True)]
    assert numbers == [(name, number) for name in sorted(series) for number in range(1, series[name] + 1)]
    assert sum(series.values()) == 12 + 92 + 55 + 5 + 82
    check_what_follows_a_session()
    check_the_renewals()
    check_the_money()
    assert Message.objects.due(at=AS_OF).count() < 200  # the first mail of whoever tries the site leaves soon
    assert miscounted_pools() == []


def check_what_follows_a_session() -> None:
    """Whoever attended has a certificate, enough said what they thought; a registrar registered four people."""
    attended = Enrolment.objects.filter(historical=False, state="attended").count()
    assert Certificate.objects.count() == attended > 10
    assert attended > SurveyResponse.objects.count() > 2 * LEAST
    assert set(ColleagueCell.objects.values_list("state", "verdict")) == {("done", "ok")}
    assert ColleagueCell.objects.count() == 8


def check_the_renewals() -> None:
    """Last year's campaign complete, this year's under way; three lapsed, whose cheque came back."""
    last, present = (progress(campaign, on=AS_OF.date()) for campaign in Campaign.objects.order_by("year__starts_on"))
    assert (last.whole.total, last.whole.steps[:4]) == (92, (92, 92, 92, 89))
    assert (present.whole.total, present.whole.steps) == (92, (92, 55, 60, 41, 3))
    assert declarations_at(Step.PROVISIONAL, on=AS_OF.date()).count() == 5


def check_the_money() -> None:
    """Each case of the guide is there once, the year has no empty month, and the books find what was planted alone."""
    today, on = figures.today(at=AS_OF), AS_OF.date()
    scope = Scope(AS_OF, on - timedelta(days=1))
    found = {(kind, each.name) for kind, check in CHECKS.items() for each in check.find(scope)}
    assert found == {("card-not-ours", GIFT)}
    assert Discrepancy.objects.filter(mended_at=None, explained_at=None).count() == 0
    assert (today.refunds_failed.count, today.refunds_under_way.count, today.disputes.count) == (1, 1, 1)
    assert today.on_account == 150_00
    assert ReminderLetter.objects.count() >= LATE
    assert DepositSlip.objects.count() > 10  # one a week with cheques
    months = {(day.year, day.month) for day in Invoice.objects.values_list("issued_at", flat=True)}
    assert len(months) >= 12


def check_the_journal() -> None:
    """Each row of the demo has its line in the journal, and no line names anybody."""
    kinds = {"registrations.user": User, "training.enrolment": Enrolment, "registrations.ticket": Ticket}
    for label, model in kinds.items():
        written = Entry.objects.filter(about_kind=label).values("about_uuid").distinct().count()
        assert (label, written) == (label, model.objects.count())
    names = Entry.objects.values("details").annotate(n=Count("pk")).filter(details__icontains="Tremblay")
    assert names.count() == 0
