"""What readers ask that the policy does not give them, and what they were answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.access_requests.rules import OPEN, RequestState
from cms.library.models import Grant, Resource
from registrations.ids import uuid7
from registrations.organisations.models import Organisation


class AccessRequest(models.Model):
    """One person asks for one work, with a reason; granted, it names the exception that was made."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="access_requests", verbose_name=_("resource"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_requests", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    reason = models.TextField(_("what for"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    question = models.TextField(_("our question"), blank=True, default="")
    reply = models.TextField(_("the reader's reply"), blank=True, default="")
    answer = models.TextField(_("our answer"), blank=True, default="")
    asked_at = models.DateTimeField(_("asked on"))
    answer_by = models.DateField(_("to be answered by"))
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    grant = models.OneToOneField(
        Grant, models.PROTECT, null=True, blank=True, related_name="request", verbose_name=_("grant")
    )

    class Meta:
        verbose_name = _("request of access")
        verbose_name_plural = _("requests of access")
        ordering = ["answer_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "person"], condition=Q(state__in=OPEN), name="accessrequest_one_open_per_resource"
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="accessrequest_known_state"),
            models.CheckConstraint(
                condition=Q(state="granted", grant__isnull=False) | (~Q(state="granted") & Q(grant__isnull=True)),
                name="accessrequest_granted_has_grant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, answered_at=None) | (~Q(state__in=OPEN) & Q(answered_at__isnull=False)),
                name="accessrequest_closed_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
