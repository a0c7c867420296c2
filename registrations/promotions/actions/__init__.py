"""What makes promotion codes, and what orders do with them."""

from registrations.promotions.actions.keeping import (
    archive_promotion,
    change_promotion,
    copy_promotion,
    create_promotion,
    make_codes,
)
from registrations.promotions.actions.redeeming import (
    give_back,
    keep_use,
    lock_promotion_of,
    retake,
    spend,
    take_use,
)

__all__ = [
    "archive_promotion",
    "change_promotion",
    "copy_promotion",
    "create_promotion",
    "give_back",
    "keep_use",
    "lock_promotion_of",
    "make_codes",
    "retake",
    "spend",
    "take_use",
]
