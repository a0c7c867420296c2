"""Lists that name people: each download of one is in the log of disclosures (Law 25)."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from registrations.actors import Actor
from registrations.journal.actions import disclose

PERSON_FIELDS = ("person", "to")


def person_path(model: type[Model]) -> str:
    """The field by which a row of the list names a person; "" when it names nobody."""
    if model is get_user_model():
        return "pk"
    for name in PERSON_FIELDS:
        try:
            if model._meta.get_field(name).related_model is get_user_model():
                return name
        except FieldDoesNotExist:
            continue
    return ""


def log_download(rows: "QuerySet[Any]", *, by: Actor, at: datetime) -> None:
    """Note who is on a list that leaves as a file."""
    path = person_path(rows.model)
    people = set(rows.order_by().values_list(path, flat=True)) - {None} if path else set()
    if people:
        disclose(
            _("List downloaded from the admin: %(name)s") % {"name": rows.model._meta.verbose_name_plural},
            to_whom=_("The permanent team"),
            purpose=_("The work of the person who downloads it"),
            legal_basis=_("Use by those who need it for their functions (P-39.1, s. 20)"),
            people=people,
            by=by,
            at=at,
        )
