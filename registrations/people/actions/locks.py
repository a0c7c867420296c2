"""The first lock of whatever must be true of one person."""

from registrations.memory import forget
from registrations.people.models import User


def lock_people(*people: User) -> None:
    """Take turns with whoever changes the same people: the first of all locks (docs/decisions/0013), by key."""
    forget()  # what is read under the lock is read afresh
    keys = sorted(person.pk for person in people)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
