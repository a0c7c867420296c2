"""Which reminders are due, for whom, and what keeps them back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from registrations.orders.models import InvoiceBalance
from registrations.payments.models import Dispute, DisputeState
from registrations.receivables.models import Dunning, Reminder, ReminderPause, ReminderStep
from registrations.receivables.queries.accounts import Payer
from registrations.receivables.rules import StepFact, by_age, step_due


@dataclass(frozen=True, slots=True)
class Due:
    """One letter: to whom, the invoices whose step has come, all that is late, and the highest of those steps."""

    payer: Payer
    steps: dict[int, int] = field(default_factory=dict)  # invoice -> step
    late: list[InvoiceBalance] = field(default_factory=list)
    step: ReminderStep | None = None


def dunning() -> Dunning:
    """The one row; reminders are off until accounting starts them."""
    return Dunning.objects.first() or Dunning()


def awaited_invoices() -> QuerySet[InvoiceBalance]:
    """Invoices on account on which something is owed and that nobody contests."""
    contested = Dispute.objects.filter(payment__order=OuterRef("invoice__order")).exclude(state=DisputeState.WON)
    rows = InvoiceBalance.objects.filter(
        ~Exists(contested), total_cents__gt=F("paid_cents") + F("credited_cents"), invoice__order__on_account=True
    )
    return rows.select_related("invoice__order__organisation", "invoice__order__person")


def paused(balances: Iterable[InvoiceBalance], *, on: date) -> dict[int, ReminderPause]:
    """The pause of each of these invoices that has one, its own or its organisation's."""
    rows = list(balances)
    invoices = {row.invoice_id for row in rows}
    organisations = {row.invoice.order.organisation_id for row in rows if row.invoice.order.organisation_id}
    live = ReminderPause.objects.live(on=on).filter(Q(invoice__in=invoices) | Q(organisation__in=organisations))
    of_invoice = {pause.invoice_id: pause for pause in live if pause.invoice_id}
    of_organisation = {pause.organisation_id: pause for pause in live if pause.organisation_id}
    found = {}
    for row in rows:
        pause = of_invoice.get(row.invoice_id) or of_organisation.get(row.invoice.order.organisation_id or 0)
        if pause:
            found[row.invoice_id] = pause
    return found


def due_reminders(*, on: date) -> list[Due]:
    """The letters that leave that day, one a payer: a step leaves once, and never after a later one."""
    since = dunning().since
    steps = {step.pk: step for step in ReminderStep.objects.filter(is_active=True)}
    if since is None or not steps:
        return []
    facts = [StepFact(step.pk, step.days, step.since) for step in steps.values()]
    late = list(awaited_invoices().filter(invoice__due_on__lt=on).order_by("invoice__due_on", "pk"))
    kept, sent = paused(late, on=on), _sent(late)
    letters: dict[tuple[int | None, int | None], Due] = {}
    for row in late:
        payer = row.invoice.order.organisation or row.invoice.order.person
        fact = step_due(row.invoice.due_on, facts, since=since, on=on)
        if payer is None or row.invoice_id in kept:
            continue
        key = (row.invoice.order.organisation_id, row.invoice.order.person_id)
        letter = letters.setdefault(key, Due(payer))
        letter.late.append(row)
        if fact and fact.days > sent[row.invoice_id][0] and sent[row.invoice_id][1] != on:
            letter.steps[row.invoice_id] = fact.pk
    return [_with_step(letter, steps) for letter in letters.values() if letter.steps]


def _with_step(letter: Due, steps: dict[int, ReminderStep]) -> Due:
    highest = max((steps[pk] for pk in letter.steps.values()), key=lambda step: step.days)
    return Due(letter.payer, letter.steps, letter.late, highest)


def _sent(rows: Iterable[InvoiceBalance]) -> dict[int, tuple[int, date | None]]:
    """The days of the latest step that left for each invoice, and the last day it was reminded of."""
    found: dict[int, tuple[int, date | None]] = defaultdict(lambda: (0, None))
    reminders = Reminder.objects.filter(invoice__in=[row.invoice_id for row in rows])
    for invoice, days, day in reminders.values_list("invoice", "step__days", "reminded_on"):
        before, last = found[invoice]
        found[invoice] = (max(before, days or 0), max(last or day, day))
    return found


def overdue_of(payer: Payer, *, on: date) -> list[InvoiceBalance]:
    """What this payer is late with, pauses apart."""
    name = "organisation" if payer._meta.model_name == "organisation" else "person"
    late = awaited_invoices().filter(**{f"invoice__order__{name}": payer}, invoice__due_on__lt=on)
    rows = list(late.order_by("invoice__due_on", "pk"))
    kept = paused(rows, on=on)
    return [row for row in rows if row.invoice_id not in kept]


def ages_now(rows: QuerySet[InvoiceBalance], *, on: date) -> dict[int, int]:
    """Cents owed in each age, over these balances."""
    amounts = rows.values_list("invoice__due_on", F("total_cents") - F("paid_cents") - F("credited_cents"))
    return by_age(amounts, on=on)
