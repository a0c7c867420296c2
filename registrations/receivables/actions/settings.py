"""When reminders leave, what they say, and for whom they wait."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.journal.actions import log
from registrations.orders.models import Invoice
from registrations.organisations.models import Organisation
from registrations.receivables.errors import AlreadyPaused, MayNotCollect, NoReason, NoStepThere
from registrations.receivables.models import Dunning, ReminderPause, ReminderStep
from registrations.receivables.rules import may_collect
from registrations.receivables.texts import DEFAULT_STEPS


@transaction.atomic
def start_dunning(*, by: Actor, at: datetime) -> Dunning:
    """Let reminders leave from today on: a step whose day has passed never leaves. At first, three steps."""
    if not may_collect(by):
        raise MayNotCollect
    today = localdate(at)
    row, _made = Dunning.objects.get_or_create(single=True)
    if row.since is None:
        Dunning.objects.filter(pk=row.pk).update(since=today)
        log(row, "receivables.start-dunning", by=by, at=at)
    if not ReminderStep.objects.exists():
        ReminderStep.objects.bulk_create([ReminderStep(**step, since=today) for step in DEFAULT_STEPS])
    row.refresh_from_db()
    return row


@transaction.atomic
def stop_dunning(*, by: Actor, at: datetime) -> Dunning:
    """No reminder leaves by itself any more; started again, it starts from that day."""
    if not may_collect(by):
        raise MayNotCollect
    row, _made = Dunning.objects.get_or_create(single=True)
    Dunning.objects.filter(pk=row.pk).update(since=None)
    log(row, "receivables.stop-dunning", by=by, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
def save_step(
    *, step: ReminderStep | None = None, days: int, is_active: bool = True, by: Actor, at: datetime, **texts: str
) -> ReminderStep:
    """Add a step or change one. A new day, or a step used again, counts from today: the past is left in peace."""
    if not may_collect(by):
        raise MayNotCollect
    kept = step is not None and step.days == days and step.is_active
    row = step or ReminderStep()
    row.days, row.is_active = days, is_active
    row.since = row.since if kept else localdate(at)
    for name, text in texts.items():
        setattr(row, name, text.strip())
    with constraint_means(ReminderStep, "registrations_reminderstep_days_key", NoStepThere()):
        if ReminderStep.objects.filter(days=days).exclude(pk=row.pk).exists():
            raise NoStepThere
        row.save()
    log(row, "receivables.save-step", by=by, at=at, days=days)
    return row


@transaction.atomic
def pause_reminders(
    *, about: Invoice | Organisation, reason: str, until: date | None = None, by: Actor, at: datetime
) -> ReminderPause:
    """Nobody is reminded of this invoice, or of what this organisation owes, until that day or for good."""
    if not may_collect(by):
        raise MayNotCollect
    if not reason.strip():
        raise NoReason
    of = {"invoice" if isinstance(about, Invoice) else "organisation": about}
    ReminderPause.objects.filter(**of, ended_at=None, until__lte=localdate(at)).update(ended_at=at)
    pause = ReminderPause(**of, reason=reason.strip(), until=until, paused_at=at)
    with (
        constraint_means(ReminderPause, "reminderpause_one_live_per_invoice", AlreadyPaused()),
        constraint_means(ReminderPause, "reminderpause_one_live_per_organisation", AlreadyPaused()),
    ):
        pause.save(force_insert=True)
    log(about, "receivables.pause-reminders", by=by, at=at)
    return pause


@transaction.atomic
def end_pause(*, pause: ReminderPause, by: Actor, at: datetime) -> ReminderPause:
    """Reminders go on. Ending twice changes nothing."""
    if not may_collect(by):
        raise MayNotCollect
    if ReminderPause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=at):
        log(pause, "receivables.resume-reminders", by=by, at=at)
    pause.refresh_from_db()
    return pause
