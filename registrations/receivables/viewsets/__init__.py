"""The admin's screens of receipts, deposits, what is owed, reminders and statements."""

from registrations.receivables.viewsets.owed import OwedViewSet
from registrations.receivables.viewsets.receipts import DepositSlipViewSet, ReceiptViewSet
from registrations.receivables.viewsets.reminders import (
    DunningViewSet,
    PauseViewSet,
    ReminderLetterViewSet,
    ReminderStepViewSet,
    link_pages,
)

__all__ = [
    "DepositSlipViewSet",
    "DunningViewSet",
    "OwedViewSet",
    "PauseViewSet",
    "ReceiptViewSet",
    "ReminderLetterViewSet",
    "ReminderStepViewSet",
    "link_pages",
]
