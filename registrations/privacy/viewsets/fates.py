"""What an erasure would do, said before it is done."""

from typing import Any

from django.utils import timezone

from registrations.people.models import User
from registrations.privacy.queries import fates
from registrations.privacy.registry import Blocks, Ends, Gone, Kept


def sorted_fates(person: User) -> dict[str, list[Any]]:
    """What an erasure would do, by what becomes of it."""
    said = list(fates(person, on=timezone.localdate()))
    kinds = {"blocks": Blocks, "ends": Ends, "gone": Gone, "kept": Kept}
    return {name: [fate for fate in said if isinstance(fate, kind)] for name, kind in kinds.items()}
