"""One mail a payer for all that is late; each step of each invoice once."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.messages.actions import tell, tell_address
from registrations.orders.models import InvoiceBalance
from registrations.organisations.models import Organisation
from registrations.receivables.errors import MayNotCollect, NoAddress, NothingOwed, RemindedToday
from registrations.receivables.models import Reminder, ReminderLetter, ReminderStep
from registrations.receivables.queries import Due, answering_for, due_reminders, overdue_of
from registrations.receivables.queries.accounts import Payer
from registrations.receivables.rules import may_collect


@transaction.atomic
def remind_payer(*, payer: Payer, by: Actor, at: datetime) -> ReminderLetter:
    """Write now about all that a payer is late with. Raises `NothingOwed`, `RemindedToday` or `NoAddress`."""
    if not may_collect(by):
        raise MayNotCollect
    late = overdue_of(payer, on=localdate(at))
    if not late:
        raise NothingOwed
    return _write(payer, late, {}, None, by=by, at=at)


def send_due(*, by: Actor, at: datetime) -> int:
    """The letters of the day, each in its own transaction: one that is refused leaves the others. How many left."""
    sent = 0
    for due in due_reminders(on=localdate(at)):
        try:
            send_one(due, by=by, at=at)
        except (RemindedToday, NoAddress):  # another process was first, or nobody to write to: the list says so
            continue
        sent += 1
    return sent


@transaction.atomic
def send_one(due: Due, *, by: Actor, at: datetime) -> ReminderLetter:
    """One letter: only the invoices whose step has come are marked, and all that is late is said in it."""
    if not may_collect(by):
        raise MayNotCollect
    named = [row for row in due.late if row.invoice_id in due.steps]
    return _write(due.payer, named, due.steps, due.step, by=by, at=at)


def _write(
    payer: Payer,
    rows: list[InvoiceBalance],
    steps: dict[int, int],
    step: ReminderStep | None,
    *,
    by: Actor,
    at: datetime,
) -> ReminderLetter:
    letter = ReminderLetter.objects.create(
        **{"organisation" if isinstance(payer, Organisation) else "person": payer},
        step=step,
        due_cents=sum(row.due_cents for row in rows),
        made_at=at,
    )
    with (
        constraint_means(Reminder, "reminder_one_a_day", RemindedToday()),
        constraint_means(Reminder, "reminder_each_step_once", RemindedToday()),
    ):
        Reminder.objects.bulk_create(_marks(letter, rows, steps, at))
    InvoiceBalance.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at)
    letter.sent_to = _tell(letter, payer, rows, at=at)
    if not letter.sent_to:
        raise NoAddress
    letter.save(update_fields=["sent_to"])
    log(letter, "receivables.remind-payer", by=by, at=at, cents=letter.due_cents, invoices=len(rows))
    return letter


def _marks(letter: ReminderLetter, rows: list[InvoiceBalance], steps: dict[int, int], at: datetime) -> list[Reminder]:
    day = localdate(at)
    return [
        Reminder(
            letter=letter,
            invoice=row.invoice,
            step_id=steps.get(row.invoice_id),
            reminded_on=day,
            due_cents=row.due_cents,
        )
        for row in rows
    ]


def _tell(letter: ReminderLetter, payer: Payer, rows: list[InvoiceBalance], *, at: datetime) -> int:
    """The billing address, and who answers for the organisation; else the person. How many addresses."""
    if not isinstance(payer, Organisation):
        tell("reminder", about=letter, to=payer, at=at)
        return int(bool(payer.address))
    people = [each for each in answering_for([payer.pk], on=localdate(at)).get(payer.pk, []) if each.address]
    for person in people:
        tell("reminder", about=letter, to=person, at=at)
    billing = payer.billing_email.lower()
    if billing and billing not in {person.address.lower() for person in people}:
        language = rows[-1].invoice.language
        tell_address("reminder", about=letter, address=billing, language=language, at=at)
        return len(people) + 1
    return len(people)
