"""A year of downloads: more at first, fewer in summer, by the public and by the staff of member organisations."""

import random
from datetime import date, datetime, timedelta

from cms.diffusion.models import ResourceKind
from cms.library.actions import record_download, remember_download
from cms.models import ResourceFile
from config.demo.parts import accounts
from registrations.models import Organisation, User

MONTHS = 14
SEASONS = (9, 10, 10, 9, 8, 6, 3, 4, 10, 12, 11, 6)
"""How much is read, from January to December."""
MEMBERS_ALONE = {ResourceKind.TOOL, ResourceKind.PAY_SURVEY, ResourceKind.SURVEY, ResourceKind.NEWSLETTER}
READERS = ("participant", "manager", "member")


def load(*, at: datetime) -> None:
    """Counts of each file, month by month; then what the demo's own accounts find in their lists."""
    rng = random.Random(2026)  # noqa: S311 - invented figures
    organisations = list(Organisation.objects.filter(memberships__isnull=False).distinct().order_by("pk")[:40])
    files = list(ResourceFile.objects.filter(resource__live=True).select_related("resource").order_by("pk"))
    for rank, file in enumerate(files):
        for month in range(MONTHS):
            day = (at - timedelta(days=30 * month + rng.randrange(28))).date()
            if day < file.resource.published_on:
                break
            weight = SEASONS[day.month - 1] * (1.6 if rank % 5 == 0 else 1)
            count(file, day=day, weight=weight, rng=rng, among=organisations)
    remember(files, at=at, rng=rng)


def count(file: ResourceFile, *, day: date, weight: float, rng: random.Random, among: list[Organisation]) -> None:
    """One month of one file: the public when it may, then some organisations."""
    if file.resource.kind not in MEMBERS_ALONE:
        number = 1 + int(weight * rng.random() * 3)
        record_download(file, audience="public", organisation_id=None, on=day, number=number)
    for organisation in rng.sample(among, k=min(len(among), 1 + rng.randrange(4))):
        managers = file.resource.kind == ResourceKind.PAY_SURVEY or rng.random() < 0.3
        audience = "manager" if managers else "member"
        number = 1 + int(weight * rng.random() / 2)
        record_download(file, audience=audience, organisation_id=organisation.pk, on=day, number=number)


def remember(files: list[ResourceFile], *, at: datetime, rng: random.Random) -> None:
    """Some files in the lists of the accounts of the demo."""
    wanted = [
        account.email for account in (*accounts.TEAM, *accounts.MEMBERS) if account.email.split("@")[0] in READERS
    ]
    for person in User.objects.filter(email__in=wanted):
        for n, file in enumerate(rng.sample(files, k=min(len(files), 6))):
            remember_download(file, person_id=person.pk, at=at - timedelta(days=3 + 11 * n))
