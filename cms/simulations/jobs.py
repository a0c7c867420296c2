"""Writing the list of what changes: at once for a small library, by the worker beyond."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cms.diffusion.models import ResourceKind, Verb
from cms.diffusion.queries import rules_of
from cms.diffusion.rules import MONTREAL, audiences_in
from cms.simulations.actions import finish_simulation, note_progress
from cms.simulations.models import PolicySimulation, SimulationState
from cms.simulations.queries import from_data, lines
from cms.simulations.rules import shifts
from registrations.accounting.documents.spreadsheets import write_csv
from registrations.files.storages import private_storage

AT_ONCE = 3_000
"""Resources whose list is written while one waits."""
CHUNK = 2_000
STALLED = timedelta(minutes=10)


def begin(row: PolicySimulation) -> None:
    """Write the list now, or leave it to the worker."""
    if row.resources <= AT_ONCE:
        write_list(row.pk)
    else:
        write_list_later.enqueue(row.pk)


@task
def write_list_later(pk: int) -> None:
    write_list(pk)


def write_list(pk: int) -> None:
    """The list, in French, then the row that names it; doing it twice makes one."""
    row = PolicySimulation.objects.filter(pk=pk, state=SimulationState.WAITING).select_related("against").first()
    if row is None:
        return
    PolicySimulation.objects.filter(pk=pk, state=SimulationState.WAITING).update(resources_done=0)
    with override("fr"), tempfile.SpooledTemporaryFile(max_size=5_000_000) as file:
        counted = Counted(row)
        headings = (_("Kind of resource"), _("Title"), _("Published"), _("Address"), _("Opens to"), _("Closes to"))
        write_csv([str(heading) for heading in headings], counted, file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # spooled, as files are
        file.seek(0)
        now = timezone.now()
        name = private_storage().save(f"policy/{now:%Y}/{row.uuid}.csv", File(file))
    if not finish_simulation(row, name=name, sha256=digest, resources=counted.number, at=now):
        private_storage().delete(name)


class Counted:
    """The lines of one simulation, saying how far it is as they go."""

    def __init__(self, row: PolicySimulation) -> None:
        self.row, self.number = row, 0

    def __iter__(self) -> Iterator[Any]:
        before = rules_of(self.row.against) if self.row.against else ()
        after = from_data(self.row.rules)
        on = self.row.at.astimezone(MONTREAL).date()
        asked = {"kinds": ResourceKind.values, "verbs": Verb.values, "audiences": audiences_in(before, after)}
        for line in lines(shifts(before, after, on=on, **asked), at=self.row.at):
            self.number += 1
            yield line
            if self.number % CHUNK == 0:
                note_progress(self.row, resources=CHUNK, at=timezone.now())


@db_periodic_task(crontab(minute="*/10"))
def resume_simulations() -> int:
    """Take up the lists that no process has moved for a while. How many."""
    late = timezone.now() - STALLED
    waiting = PolicySimulation.objects.filter(state=SimulationState.WAITING, progressed_at__lt=late)
    stalled = list(waiting.values_list("pk", flat=True))
    for pk in stalled:
        write_list_later.enqueue(pk)
    return len(stalled)
