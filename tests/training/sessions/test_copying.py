"""Copies: a session, a whole programme; same weekday, same hour, everything in draft, once."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.dates import MONTREAL
from registrations.errors import Forbidden
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import (
    LEAD,
    ActivityFactory,
    ProgrammeFactory,
    SessionFactory,
    TrainerFactory,
)
from tests.people import with_role
from training.catalogue.models import ActivityCost
from training.models import Activity, Programme, Session
from training.sessions.actions import copy_programme, copy_session, open_registration
from training.sessions.errors import CodesTaken, WindowOutOfOrder
from training.sessions.rules import Naming, weeks_between, weeks_later

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2026, 9, 22, 9, tzinfo=MONTREAL)  # summer time; eight weeks later it is winter time
NEXT_YEAR = {"title": "PACME 2027", "starts_on": date(2027, 4, 1), "last_day": date(2028, 3, 31)}


def session(**fields):
    return SessionFactory(starts_at=AUTUMN, opens_at=AUTUMN - timedelta(days=30), **fields)


def test_weeks_keep_the_hour_of_the_clock_and_the_weekday():
    moved = weeks_later(AUTUMN, 8)

    assert (moved.isoformat(), weeks_later(moved, -8)) == ("2026-11-17T09:00:00-05:00", AUTUMN)
    assert (weeks_between(date(2026, 4, 1), date(2027, 4, 1)), weeks_between(date(2026, 4, 1), date(2026, 4, 4))) == (
        52,
        0,
    )


@pytest.mark.parametrize(
    ("name", "copied"), [("P2026-01", "P2027-01"), ("DEMAIN-A", "DEMAIN-A-2027"), ("x" * 40, "x" * 35 + "-2027")]
)
def test_names_of_copies_fit(name, copied):
    assert Naming("2026", "2027").of(name, 40) == copied


def test_session_is_copied_once_in_draft_with_its_seats_and_trainers():
    old = session(code="S-1", pool__capacity=12, pool__taken=12, visibility="unlisted", place="Salle 2", minimum=4)
    old.trainers.set([TrainerFactory()])
    old.meetings.update(join_url="https://visio.test/a", part="Matin", mandatory=True)

    made, again = (copy_session(old, code="S-2", weeks=8, by=LEAD, at=NOW) for _ in range(2))

    assert (made, made.state, made.visibility, made.place, made.minimum) == (again, "draft", "unlisted", "Salle 2", 4)
    assert (made.pool.capacity, made.pool.taken, list(made.trainers.all())) == (12, 0, list(old.trainers.all()))
    meeting = made.meetings.get()
    assert (meeting.starts_at, meeting.part, meeting.mandatory, meeting.join_url) == (
        datetime(2026, 11, 17, 9, tzinfo=MONTREAL),
        "Matin",
        True,
        "",
    )


def test_programme_is_copied_once_with_all_that_it_offers():
    programme = ProgrammeFactory(slug="pacme-2026", cap_in_programme=40, terms="Oui", budget_cents=100)
    first = ActivityFactory(slug="a-2026", programme=programme, completion_percent=60)
    second = ActivityFactory(slug="b", programme=programme)
    second.prerequisites.set([first])
    ActivityCost.objects.create(activity=first, label="Salle", planned_cents=5_000, actual_cents=4_000)
    session(activity=first, code="P2026-01")
    session(activity=second, code="P2026-02", state="cancelled")

    made, again = (
        copy_programme(programme, **NEXT_YEAR, naming=Naming("2026", "2027"), by=LEAD, at=NOW) for _ in range(2)
    )

    assert (made, made.slug, made.title, made.starts_on, made.ends_on) == (
        again,
        "pacme-2027",
        "PACME 2027",
        date(2027, 4, 1),
        date(2028, 4, 1),
    )
    assert (made.published_at, made.cap_in_programme, made.terms, made.budget_cents) == (None, 40, "Oui", 100)
    a, b = (Activity.objects.get(slug=slug) for slug in ("a-2027", "b-2027"))
    assert (a.completion_percent, list(b.prerequisites.all())) == (60, [a])
    cost = a.costs.get()
    assert (cost.label, cost.planned_cents, cost.actual_cents) == ("Salle", 5_000, None)
    copied = Session.objects.get(activity__programme=made)
    assert (copied.code, copied.state, copied.starts_at) == (
        "P2027-01",
        "draft",
        datetime(2027, 9, 21, 9, tzinfo=MONTREAL),
    )


def test_programme_whose_names_are_taken_is_not_copied():
    programme = ProgrammeFactory(slug="pacme-2026")
    session(activity=ActivityFactory(slug="a-2026", programme=programme), code="P2026-01")
    session(code="P2027-01")

    with pytest.raises(CodesTaken, match="P2027-01"):
        copy_programme(programme, **NEXT_YEAR, naming=Naming("2026", "2027"), by=LEAD, at=NOW)
    with pytest.raises(Forbidden):
        copy_programme(
            programme, **NEXT_YEAR, naming=Naming("2026", "x"), by=Actor(person=None, roles=frozenset()), at=NOW
        )
    assert Programme.objects.exclude(pk=programme.pk).filter(slug="pacme-2027").count() == 0


@pytest.fixture
def lead(client):
    client.force_login(with_role(UserFactory(), Role.TRAINING_LEAD))


def test_copies_are_shown_before_they_are_made(client, lead):
    programme = ProgrammeFactory(slug="pacme-2026")
    old = session(activity=ActivityFactory(slug="a-2026", programme=programme), code="P2026-01")
    for address, asked, made in (
        (reverse("seances:copier", args=[old.pk]), {"code": "S-9", "weeks": "1"}, "S-9"),
        (
            reverse("programmes:copier", args=[programme.pk]),
            {"title": "Suite", "starts_on": "2027-04-01", "last_day": "2028-03-31", "old": "2026", "new": "2027"},
            "P2027-01",
        ),
    ):
        page = client.post(address, asked)
        seen = page.context["form"].initial["seen"]
        assert (made in page.content.decode(), Session.objects.filter(code=made).count()) == (True, 0)
        client.post(address, asked | {"seen": seen})
        client.post(address, asked | {"seen": seen})
        assert Session.objects.filter(code=made).count() == 1


def test_chosen_sessions_open_at_one_instant_after_a_dry_run(client, lead):
    now = timezone.now()
    draft, shown = (SessionFactory(starts_at=now + timedelta(days=40), state=state) for state in ("draft", "published"))
    over = SessionFactory(starts_at=now - timedelta(days=40), opens_at=now - timedelta(days=60))
    opens = (now + timedelta(days=3)).astimezone(MONTREAL).replace(hour=9, minute=0, second=0, microsecond=0)
    given = {"acte-opens_at": f"{opens:%Y-%m-%d %H:%M}", "acte-show": "on"}
    chosen = {"row": [draft.pk, shown.pk, over.pk]}

    page = client.post(reverse("seances:lot-ouvrir"), chosen | given).content.decode()
    assert "Ses inscriptions se terminent avant" in page
    for one in (draft, shown):
        open_registration(one, opens_at=opens, show=True, by=LEAD, at=now)
        one.refresh_from_db()
        assert (one.state, one.opens_at) == ("published", opens)
    with pytest.raises(WindowOutOfOrder):
        open_registration(over, opens_at=opens, show=True, by=LEAD, at=now)
