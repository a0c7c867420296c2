"""What upper features know of a seat: each person's own link to the call, filled in `ready()`."""

from collections.abc import Callable, Collection, Mapping

from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState

OWN_LINKS: list[Callable[[Collection[Enrolment]], Mapping[int, str]]] = []
"""`(enrolments) -> addresses by enrolment`, without those who have none; one statement for all of them."""


def own_links(enrolments: Collection[Enrolment]) -> dict[int, str]:
    """The confirmed people's own links, by enrolment."""
    confirmed = [row for row in enrolments if row.state == EnrolmentState.CONFIRMED]
    return {pk: link for find in OWN_LINKS if confirmed for pk, link in find(confirmed).items()}
