"""The files of a work: each edition is a row of its own, and none is ever overwritten."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cms.library.actions.gate import AREA, allow, allow_drafts
from cms.library.actions.indexing import index_resources
from cms.library.errors import EditionTaken, FileWithdrawn, LastFile, SameFile
from cms.library.models import Resource, ResourceFile
from registrations.actors import Actor
from registrations.caching.actions import bump
from registrations.errors import constraint_means
from registrations.files.storages import private_storage
from registrations.files.uploads import Received
from registrations.journal.actions import log

FOLDER = "library"


@transaction.atomic
def add_file(
    resource: Resource, *, file: Received, by: Actor, at: datetime, language: str = "", note: str = ""
) -> ResourceFile:
    """Give the work a file; a second one of the same language and format is its next edition, the first one stays."""
    resource = Resource.objects.select_for_update(of=("self",)).select_related("locale").get(pk=resource.pk)
    allow_drafts(by, resource)
    language = language or resource.locale.language_code
    editions = ResourceFile.objects.filter(
        resource__translation_key=resource.translation_key, language=language, format=file.extension
    )
    last = editions.filter(withdrawn_at=None).order_by("-edition").first()
    if last and last.sha256 == file.sha256:
        raise SameFile()
    row = ResourceFile(
        resource=resource,
        language=language,
        format=file.extension,
        edition=(editions.aggregate(last=Max("edition"))["last"] or 0) + 1,
        file=file.name,
        original_name=file.original_name,
        size=file.size,
        pages=file.pages,
        sha256=file.sha256,
        note=note.strip(),
        created_at=at,
    )
    with constraint_means(ResourceFile, "resourcefile_one_per_edition", EditionTaken()):
        row.save(force_insert=True)
    index_resources(Resource.objects.filter(translation_key=resource.translation_key))
    log(resource, "library.file", by=by, at=at, file=str(row.uuid), edition=row.edition)
    bump(AREA)
    return row


@transaction.atomic
def withdraw_file(file: ResourceFile, *, by: Actor, at: datetime) -> ResourceFile:
    """Serve this edition to nobody any more, and keep its bytes; the edition before it is offered again.

    Raises `LastFile` for the only one of a work that is shown.
    """
    allow(by)
    work = Resource.objects.select_for_update(no_key=True).get(pk=file.resource_id)
    others = ResourceFile.objects.filter(resource__translation_key=work.translation_key, withdrawn_at=None)
    if work.live and not others.exclude(pk=file.pk).exists():
        raise LastFile()
    if not ResourceFile.objects.filter(pk=file.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise FileWithdrawn()
    index_resources(Resource.objects.filter(translation_key=work.translation_key))
    log(work, "library.withdraw_file", by=by, at=at, file=str(file.uuid), edition=file.edition)
    bump(AREA)
    file.refresh_from_db()
    return file


def forget_orphans(*, before: datetime) -> int:
    """Delete the library's stored files that no row names and that are older than `before`; how many.

    A file is stored before the action that gives it a row: a process that dies in between leaves bytes alone.
    """
    storage, gone = private_storage(), 0
    for year in _folders(FOLDER):
        names = [f"{FOLDER}/{year}/{name}" for name in storage.listdir(f"{FOLDER}/{year}")[1]]
        known = set(ResourceFile.objects.filter(file__startswith=f"{FOLDER}/{year}/").values_list("file", flat=True))
        for name in names:
            if name not in known and storage.get_modified_time(name) < before:
                storage.delete(name)
                gone += 1
    return gone


def _folders(folder: str) -> list[str]:
    try:
        return list(private_storage().listdir(folder)[0])
    except FileNotFoundError:
        return []
