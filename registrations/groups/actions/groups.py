"""Groups: opened, changed, archived."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from registrations.actors import Actor
from registrations.errors import constraint_means
from registrations.groups.errors import GroupArchived, GroupNameTaken
from registrations.groups.models import Group
from registrations.groups.rules import may_keep_groups
from registrations.journal.actions import log
from registrations.organisations.models import Organisation
from registrations.people.errors import RegisterNotYours


@transaction.atomic
def register_group(
    *, name: str, kind: str, description: str = "", partners: Iterable[Organisation] = (), by: Actor, at: datetime
) -> Group:
    """Open a group; its slug names its audience (`group:<slug>`), once for all. Raises `GroupNameTaken`."""
    expect_keeper(by)
    with constraint_means(Group, "group_one_per_slug", GroupNameTaken()):
        group = Group.objects.create(slug=slugify(name)[:60], name=name, kind=kind, description=description)
    group.partners.set(partners)
    log(group, "groups.register", by=by, at=at, kind=kind)
    return group


@transaction.atomic
def change_group(
    *,
    group: Group,
    name: str,
    kind: str,
    description: str,
    partners: Iterable[Organisation] | None = None,
    by: Actor,
    at: datetime,
) -> Group:
    """Correct a group (`partners` None: as they were); its slug stays, for the rules that name it."""
    expect_keeper(by)
    group.name, group.kind, group.description = name, kind, description
    group.save(update_fields=["name", "kind", "description"])
    if partners is not None:
        group.partners.set(partners)
    log(group, "groups.change", by=by, at=at, kind=kind)
    return group


@transaction.atomic
def archive_group(*, group: Group, by: Actor, at: datetime) -> None:
    """Its people are no longer an audience, from this instant; mandates keep their dates, for history."""
    expect_keeper(by)
    if Group.objects.filter(pk=group.pk, archived_at=None).update(archived_at=at):
        log(group, "groups.archive", by=by, at=at)


@transaction.atomic
def reopen_group(*, group: Group, by: Actor, at: datetime) -> None:
    """Undo `archive_group`: mandates that have not ended give their rights again."""
    expect_keeper(by)
    if Group.objects.filter(pk=group.pk, archived_at__isnull=False).update(archived_at=None):
        log(group, "groups.reopen", by=by, at=at)


def expect_keeper(by: Actor) -> None:
    """Raises `RegisterNotYours`."""
    if not may_keep_groups(by):
        raise RegisterNotYours()


def expect_open(group: Group) -> None:
    """Lock the group and raise `GroupArchived` when it is."""
    if not Group.objects.select_for_update(no_key=True).filter(pk=group.pk, archived_at=None).exists():
        raise GroupArchived()
