"""The criteria of admission, as the team words them."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.memberships.errors import MembershipsNotYours
from registrations.memberships.models import AdmissionCriterion, MembershipCategory
from registrations.memberships.rules import may_study


class CriterionFields(TypedDict, total=False):
    """What a criterion says, and where it stands among those of its category."""

    text_fr: str
    text_en: str
    reference: str
    proof_fr: str
    proof_en: str
    position: int


@transaction.atomic
def add_criterion(
    *, category: MembershipCategory, by: Actor, at: datetime, **fields: Unpack[CriterionFields]
) -> AdmissionCriterion:
    """One more thing to meet, for applications to come."""
    _allow(by)
    criterion = AdmissionCriterion.objects.create(category=category, **fields)
    log(criterion, "memberships.add_criterion", by=by, at=at)
    return criterion


@transaction.atomic
def change_criterion(
    *, criterion: AdmissionCriterion, by: Actor, at: datetime, **fields: Unpack[CriterionFields]
) -> AdmissionCriterion:
    """Reword: applications already received keep the words that they answered to."""
    _allow(by)
    changed = {name: value for name, value in fields.items() if getattr(criterion, name) != value}
    for name, value in changed.items():
        setattr(criterion, name, value)
    if changed:
        criterion.save(update_fields=list(changed))
        log(criterion, "memberships.change_criterion", by=by, at=at, fields=sorted(changed))
    return criterion


@transaction.atomic
def retire_criterion(*, criterion: AdmissionCriterion, by: Actor, at: datetime) -> AdmissionCriterion:
    """No longer asked of applications to come."""
    _allow(by)
    if AdmissionCriterion.objects.filter(pk=criterion.pk, retired_at=None).update(retired_at=at):
        log(criterion, "memberships.retire_criterion", by=by, at=at)
    criterion.refresh_from_db()
    return criterion


def _allow(by: Actor) -> None:
    if not may_study(by):
        raise MembershipsNotYours()
