"""What changes about the association itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from registrations.actors import Actor
from registrations.association.errors import NotTheAssociations, SenderMissing
from registrations.association.models import Association
from registrations.association.rules import can_send, may_decide_taxes, may_describe
from registrations.journal.actions import log

DESCRIBED = frozenset(
    {
        "name",
        "legal_name",
        "address",
        "phone",
        "email",
        "logo",
        "fiscal_year_start_month",
        "sender_name",
        "sender_email",
        "privacy_officer_name",
        "privacy_officer_email",
        "signatory_name",
        "signatory_title",
        "payment_instructions",
        "payment_instructions_en",
    }
)


@transaction.atomic
def describe_association(fields: Mapping[str, Any], *, by: Actor, at: datetime) -> Association:
    """Change what mails, invoices and certificates say of the sender; the journal keeps which fields changed."""
    if not may_describe(by):
        raise NotTheAssociations
    row = _row()
    changed = sorted(name for name in DESCRIBED & fields.keys() if getattr(row, name) != fields[name])
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)
        log(row, "association.describe", by=by, at=at, fields=changed)
    return row


@transaction.atomic
def open_mail_tap(*, by: Actor, at: datetime) -> Association:
    """Let mails leave: those that wait go now, the next ones at once. Raises `SenderMissing` without a sender."""
    if not may_describe(by):
        raise NotTheAssociations
    row = _row()
    if not can_send(row):
        raise SenderMissing
    if row.mails_opened_at is None:
        Association.objects.filter(pk=row.pk, mails_opened_at=None).update(mails_opened_at=at)
        log(row, "association.open_mail_tap", by=by, at=at)
    return _row()


@transaction.atomic
def close_mail_tap(*, by: Actor, at: datetime) -> Association:
    """Hold mails again: they wait in the outbox."""
    if not may_describe(by):
        raise NotTheAssociations
    row = _row()
    if Association.objects.filter(pk=row.pk).exclude(mails_opened_at=None).update(mails_opened_at=None):
        log(row, "association.close_mail_tap", by=by, at=at)
    return _row()


@transaction.atomic
def note_taxes_decided(*, by: Actor, at: datetime) -> None:
    """Remember that the accountant said whether the association is registered."""
    if not may_decide_taxes(by):
        raise NotTheAssociations
    row = _row()
    if Association.objects.filter(pk=row.pk, taxes_decided=False).update(taxes_decided=True):
        log(row, "association.taxes_decided", by=by, at=at)


def _row() -> Association:
    return Association.objects.select_for_update().get_or_create(pk=1)[0]
