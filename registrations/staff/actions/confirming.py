"""The list confirmed twice a year: asked for by a sweep, confirmed in one click by who looked at it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell
from registrations.organisations.models import Affiliation, Organisation
from registrations.staff.actions.keeping import keep
from registrations.staff.errors import NotTheTime
from registrations.staff.models import StaffConfirmation
from registrations.staff.queries import lists_to_confirm
from registrations.staff.rules import period_of, reminder_due


@transaction.atomic
def confirm_list(organisation: Organisation, *, by: Actor, at: datetime) -> StaffConfirmation:
    """Say that the list is right today: once a half-year. Raises `NotTheTime`.

    Posts that nobody verified yet are answered one by one, not by this click.
    """
    keep(organisation, by=by, at=at)
    on = localdate(at)
    staff = Affiliation.objects.live(on=on).filter(organisation=organisation, verified_at__isnull=False)
    with constraint_means(StaffConfirmation, "staffconfirmation_one_per_period", NotTheTime()):
        confirmation = StaffConfirmation.objects.create(
            organisation=organisation,
            period=period_of(on),
            count=staff.count(),
            confirmed_by=by.person,
            confirmed_at=at,
        )
    staff.update(confirmed_at=at)
    log(confirmation, "staff.confirm_list", by=by, at=at, people=confirmation.count)
    return confirmation


@transaction.atomic
def ask_for_confirmations(*, on: date, at: datetime) -> int:
    """Ask the registrars whose list is not confirmed yet, at each of the reminders' days; how many mails."""
    number = reminder_due(on)
    if number is None:
        return 0
    asked = lists_to_confirm(on=on)
    for organisation, keeper in asked:
        fact = f"staff-list:{organisation.uuid}:{period_of(on)}:{number}:{keeper.pk}"
        tell("staff-list", about=organisation, to=keeper, at=at, fact=fact)
    return len(asked)
