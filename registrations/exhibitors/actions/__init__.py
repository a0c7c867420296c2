"""What changes packages, exhibitors and what they order."""

from registrations.exhibitors.actions.applications import apply_to_exhibit, approve_exhibitor, refuse_exhibitor
from registrations.exhibitors.actions.booths import add_package, change_exhibitor, change_package, record_exhibitor
from registrations.exhibitors.actions.sale import BoothSale, order_booth

__all__ = [
    "BoothSale",
    "add_package",
    "apply_to_exhibit",
    "approve_exhibitor",
    "change_exhibitor",
    "change_package",
    "order_booth",
    "record_exhibitor",
    "refuse_exhibitor",
]
