"""Who acts: built once per request by the doors, or by name for the machine's own work."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.prepared import prepared

if TYPE_CHECKING:
    from registrations.people.models import User


class Role(TextChoices):
    """The team's roles: Django groups with these fixed names, synchronised after each migration."""

    EDITOR = "editor", _("Editor")
    LIBRARIAN = "librarian", _("Librarian")
    BOARD_SECRETARY = "board_secretary", _("Board secretary")
    TRAINING_LEAD = "training_lead", _("Training lead")
    ACCOUNTING = "accounting", _("Accounting")
    EVENT_LEAD = "event_lead", _("Event lead")
    DOOR = "door", _("Check-in")
    ADMINISTRATOR = "administrator", _("Administrator")


class Via(TextChoices):
    """The door through which somebody acts; the journal keeps it."""

    API = "api", _("API")
    PORTAL = "portal", _("Portal")
    ADMIN = "admin", _("Admin")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    SYSTEM = "system", _("System")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or none), their roles, the organisation they act for, and the door or job they come through."""

    person: "User | None"
    roles: frozenset[str] = frozenset()
    on_behalf_of: str = ""
    via: str = Via.SYSTEM
    job: str = ""

    @classmethod
    def system(cls, job: str) -> "Actor":
        """The machine itself: a sweep, a webhook, a scheduled release."""
        return cls(person=None, via=Via.SYSTEM, job=job)

    @property
    def is_system(self) -> bool:
        return self.person is None and bool(self.job)

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of `roles`; an administrator holds them all, and so does the system."""
        return self.is_system or Role.ADMINISTRATOR in self.roles or not self.roles.isdisjoint(roles)

    @property
    def is_team(self) -> bool:
        return self.is_system or any(role != Role.DOOR for role in self.roles)


def roles_of(user: Any) -> frozenset[str]:
    """The names of a person's roles, read once per loaded row; a superuser is an administrator, anonymous has none."""
    if not user.is_active:
        return frozenset()
    known: frozenset[str] | None = getattr(user, "_roles", None)
    if known is None:
        known = frozenset(_names_of_roles(user.pk))
        if user.is_superuser:
            known |= {Role.ADMINISTRATOR.value}
        user._roles = known  # kept on the row itself
    return known


@prepared
def _names_of_roles(person: int) -> "QuerySet[Group, str]":
    return Group.objects.filter(user__pk=person).order_by().values_list("name", flat=True)
