"""The exceptions and the downloads of two records of one organisation."""

from datetime import datetime

from django.db.models import F

from cms.library.models import DownloadCount, Grant
from registrations.actors import Actor
from registrations.organisations.models import Organisation
from registrations.organisations.registry import Merge


def move_library(kept: Organisation, dropped: Organisation, _by: Actor, _at: datetime) -> None:
    """Exceptions move; downloads of one file, day and audience are added up."""
    Grant.objects.filter(organisation=dropped).update(organisation=kept)
    for count in DownloadCount.objects.filter(organisation=dropped):
        same = DownloadCount.objects.filter(file=count.file_id, on=count.on, audience=count.audience, organisation=kept)
        if same.update(number=F("number") + count.number):
            count.delete()
    DownloadCount.objects.filter(organisation=dropped).update(organisation=kept)


MERGE = Merge(move_library, ("cms.grant.organisation", "cms.downloadcount.organisation"))
