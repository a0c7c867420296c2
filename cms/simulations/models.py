"""What a version would change, kept as it was computed: the board votes on numbers that do not move."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.diffusion.models import PolicyVersion
from registrations.files.storages import private_storage
from registrations.ids import uuid7


class SimulationState(models.TextChoices):
    WAITING = "waiting", _("Being computed")
    DONE = "done", _("Kept")


class PolicySimulation(models.Model):
    """A version over the whole library at one moment, against the one that was in force. Done, it is frozen (triggers).

    `result` has the counts; the file lists every resource that changes, one a line. Who asked is in the journal.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    policy = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="simulations", verbose_name=_("policy"))
    against = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("compared with")
    )
    state = models.CharField(_("state"), max_length=8, choices=SimulationState, default=SimulationState.WAITING)
    rules_sha256 = models.CharField(_("digest of the rules"), max_length=64)
    rules = models.JSONField(_("rules"), default=list)
    at = models.DateTimeField(_("computed for"))
    result = models.JSONField(_("result"), default=dict, blank=True)
    resources = models.PositiveIntegerField(_("resources"), default=0)
    resources_done = models.PositiveIntegerField(_("resources written"), default=0)
    file = models.FileField(_("list"), storage=private_storage, max_length=200, blank=True, default="")
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, default="")
    progressed_at = models.DateTimeField(_("last progress"))

    class Meta:
        verbose_name = _("simulation of a policy")
        verbose_name_plural = _("simulations of policies")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SimulationState.values), name="policysimulation_known_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(sha256=""), name="policysimulation_done_has_its_list"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
