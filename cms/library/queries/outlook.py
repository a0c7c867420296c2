"""Who may get a resource, now and in a month, and what changes meanwhile: the librarian's view at a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cms.diffusion.models import PolicyState, PolicyVersion
from cms.library.models import Grant, Narrowing, Resource
from cms.library.queries.access import Access, outlook

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one audience gets, verb by verb: now, and a month later."""

    audience: str
    verbs: list[tuple[Access, Access]]


def prospects(resource: Resource, *, at: datetime) -> list[Prospect]:
    """Each audience now and in a month, under the policy that will then be in force (four statements)."""
    now, later = outlook(resource, at=at), outlook(resource, at=at + MONTH)
    return [
        Prospect(row.audience, list(zip(row.verbs, then.verbs, strict=True)))
        for row, then in zip(now, later, strict=True)
    ]


def ahead(resource: Resource, *, at: datetime) -> list[tuple[datetime, str]]:
    """What will change the answers within the month: embargo, policy to come, exceptions that begin or end."""
    until, found = at + MONTH, []
    if resource.embargo_until and at < resource.embargo_until <= until:
        found.append((resource.embargo_until, _("The embargo ends.")))
    coming = PolicyVersion.objects.filter(state=PolicyState.ADOPTED, effective_from__gt=at, effective_from__lte=until)
    for number, moment in coming.values_list("number", "effective_from"):
        # Adopted versions have their instant: the database says so.
        found.append((moment, _("Version %(number)s of the policy takes effect.") % {"number": number}))  # type: ignore[arg-type]
    words: tuple[tuple[Any, str, str], ...] = (
        (Grant, _("A grant begins."), _("A grant ends.")),
        (Narrowing, _("A suspension begins."), _("A suspension ends.")),
    )
    for model, begins, ends in words:
        rows = model.objects.filter(resource__translation_key=resource.translation_key, ends_at__gt=at)
        for starts_at, ends_at in rows.values_list("starts_at", "ends_at"):
            found += [(moment, said) for moment, said in ((starts_at, begins), (ends_at, ends)) if at < moment <= until]
    return sorted(found)
