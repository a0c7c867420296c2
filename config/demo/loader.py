"""Two years of an alliance: 2020-2021, closed, with fixed dates; the present one, relative to the day of loading."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from config.demo import answers
from config.demo.parts import (
    accounts,
    applications,
    association,
    attendance,
    books,
    colloquium,
    completion,
    costs,
    downloads,
    groups,
    invitations,
    library,
    magazine,
    money,
    people,
    privacy,
    register,
    renewals,
    sales,
    shelves,
    staff,
    training,
    writings,
)
from config.demo.world import World
from registrations.dates import MONTREAL
from registrations.models import User

PAST = datetime(2020, 4, 1, 14, tzinfo=UTC)


def is_loaded() -> bool:
    """The accounts come last, so that a load that was interrupted is not taken for done."""
    return User.objects.filter(email=accounts.TEAM[0].email).exists()


def load(*, at: datetime, say: Callable[[str], object]) -> None:
    """Bring everything, through the importers and actions that the team uses. Its days are those of Montréal."""
    world, at = World(), at.astimezone(MONTREAL)
    say("Loading the demo's two years (once, about a minute)...")
    with transaction.atomic():  # all of it or nothing: a load that was interrupted starts over
        association.load(at=at, past=PAST)
        register.load(world, at=at, past=PAST)
        renewals.load(world, at=at)
        applications.load(world, at=at)
        library.load(at=at)
        magazine.load(at=at)
        training.load(world, at=at, past=PAST)
        attendance.load(at=at)
        colloquium.load(world, at=at, past=PAST)
        accounts.load(world, at=at)
        shelves.load(at=at)
        groups.load(world, at=at, past=PAST)
        invitations.load(at=at)
        writings.load(at=at)
        privacy.load(at=at, past=PAST)
        people.load(at=at)
        staff.load(at=at)
        sales.load(at=at)
        completion.load(at=at)
        costs.load(at=at)
        money.load(world, at=at)
        books.load(at=at)
        downloads.load(at=at)
        answers.read_before(at=at)


def summary() -> str:
    """The addresses and accounts that `make demo` prints."""
    site = settings.SITE_URL
    lines = [
        "",
        f"  Portal      {site}/",
        f"  Admin       {site}/admin/",
        f"  API         {site}/api/v1/docs",
        f"  Mails       {site}/demo/mails/",
        "",
        f"  Accounts (password: {accounts.PASSWORD})",
        *(f"    {account.email:24} {account.label}" for account in [*accounts.TEAM, *accounts.MEMBERS]),
        "",
    ]
    return "\n".join(lines)
