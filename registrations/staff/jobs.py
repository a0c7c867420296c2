"""Sweeps: waves of invitations, links whose mail left late, lists to confirm."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from registrations.association.queries import association
from registrations.messages.queries import mails_leave
from registrations.staff.actions import ask_for_confirmations, note_departures, send_wave
from registrations.staff.models import InvitationWave
from registrations.staff.rules import WaveState


@db_periodic_task(crontab(minute="*/5"))
def send_waves() -> int:
    """Twelve times an hour, each open wave's share; nothing while the tap is closed. How many invitations left."""
    now = timezone.now()
    if not mails_leave(association(), at=now):
        return 0
    note_departures()
    waves = InvitationWave.objects.filter(state=WaveState.OPEN, starts_at__lte=now)
    return sum(send_wave(wave, at=now) for wave in waves)


@db_periodic_task(crontab(hour="13", minute="0"))
def remind_of_lists() -> int:
    """Each morning in Montréal (13:00 UTC): ask for the lists that are to be confirmed. How many mails."""
    return ask_for_confirmations(on=timezone.localdate(), at=timezone.now())
