"""Who belongs to the team."""

from django.db.models import QuerySet

from registrations.actors import Role
from registrations.people.models import User


def team() -> QuerySet[User]:
    """Everybody who holds a role."""
    return User.objects.filter(groups__name__in=Role.values, erased_at=None).distinct()


def administrators() -> QuerySet[User]:
    """Those who can still open the admin as administrators."""
    holders = User.objects.filter(groups__name=Role.ADMINISTRATOR).values("pk")
    return User.objects.filter(pk__in=holders, is_active=True)
