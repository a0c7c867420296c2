"""The first lock of whatever must be true of one person."""

from registrations.people.models import User


def lock_people(*people: User) -> None:
    """Take turns with whoever changes the same people: the first of all locks (docs/decisions/0013), by key."""
    User.objects.lock(*(person.pk for person in people))
