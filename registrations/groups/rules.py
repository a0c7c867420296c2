"""Groups: their kinds, and who keeps them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.actors import Actor, Role


class GroupKind(TextChoices):
    BOARD = "board", _("Board")
    COMMITTEE = "committee", _("Committee")
    PROJECT = "project", _("Project")
    WORKING = "working", _("Working group")


def may_keep_groups(by: Actor) -> bool:
    """The board's secretary opens groups and records mandates, documents and meetings."""
    return by.has(Role.BOARD_SECRETARY)
