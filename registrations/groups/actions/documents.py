"""What a group shares."""

from datetime import datetime

from django.db import transaction

from registrations.actors import Actor
from registrations.files.uploads import Received
from registrations.groups.actions.groups import expect_keeper
from registrations.groups.models import Group, GroupDocument
from registrations.journal.actions import log


@transaction.atomic
def add_document(*, group: Group, title: str, file: Received, by: Actor, at: datetime) -> GroupDocument:
    """Give the group a file that is already checked and stored."""
    expect_keeper(by)
    document = GroupDocument.objects.create(
        group=group,
        title=title,
        file=file.name,
        original_name=file.original_name,
        format=file.extension,
        size=file.size,
        sha256=file.sha256,
        added_at=at,
    )
    log(group, "groups.add_document", by=by, at=at, document=str(document.uuid))
    return document


@transaction.atomic
def remove_document(*, document: GroupDocument, by: Actor, at: datetime) -> None:
    """Take a file back: its bytes go once the transaction is kept."""
    expect_keeper(by)
    storage, name = document.file.storage, document.file.name or ""
    if GroupDocument.objects.filter(pk=document.pk).delete()[0]:
        log(document.group, "groups.remove_document", by=by, at=at, document=str(document.uuid))
        transaction.on_commit(lambda: storage.delete(name))
