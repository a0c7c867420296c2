"""Cheques taken to the bank together: the slip says which."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from registrations.actors import Actor
from registrations.journal.actions import log
from registrations.numbering.actions import next_number
from registrations.payments.errors import MayNotRecord, NothingToDeposit
from registrations.payments.models import DepositSlip, PaymentMethod, Receipt
from registrations.payments.rules import may_record

SERIES = "deposit-slips"


@transaction.atomic
def make_slip(*, receipts: Sequence[Receipt], deposited_on: date, by: Actor, at: datetime) -> DepositSlip:
    """Put these cheques on one slip, each on one slip only. Raises `NothingToDeposit`."""
    if not may_record(by):
        raise MayNotRecord
    free = Receipt.objects.filter(slip=None, reversed_at=None, method=PaymentMethod.CHEQUE)
    wanted = {receipt.pk for receipt in receipts}
    locked = list(free.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if not locked or len(locked) != len(wanted):
        raise NothingToDeposit
    slip = DepositSlip.objects.create(
        number=next_number(SERIES),
        deposited_on=deposited_on,
        total_cents=sum(receipt.received_cents for receipt in locked),
        recorded_at=at,
    )
    Receipt.objects.filter(pk__in=wanted).update(slip=slip)
    log(slip, "payments.deposit", by=by, at=at, cents=slip.total_cents, cheques=len(locked))
    return slip


@transaction.atomic
def take_off_slip(*, receipt: Receipt, by: Actor, at: datetime) -> DepositSlip:
    """The cheque did not go to the bank after all; a slip keeps one cheque at least. Raises `NothingToDeposit`."""
    if not may_record(by):
        raise MayNotRecord
    receipt = Receipt.objects.select_for_update(no_key=True, of=("self",)).get(pk=receipt.pk)
    slip = DepositSlip.objects.select_for_update(no_key=True).filter(receipts=receipt).first()
    if slip is None or slip.total_cents <= receipt.received_cents:
        raise NothingToDeposit
    DepositSlip.objects.filter(pk=slip.pk).update(total_cents=F("total_cents") - receipt.received_cents)
    Receipt.objects.filter(pk=receipt.pk).update(slip=None)
    log(slip, "payments.take-off-slip", by=by, at=at, cents=receipt.received_cents)
    slip.refresh_from_db()
    return slip
