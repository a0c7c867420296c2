"""Several people in several sessions: a batch of cells, each with its verdict and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.ids import uuid7
from registrations.organisations.models import Organisation
from training.colleagues.rules import BatchState, CellState, Verdict
from training.enrolments.models import Enrolment
from training.sessions.models import Session


class ColleagueBatch(models.Model):
    """What a registrar asked for in one go. Checking writes nothing else; it is deleted after thirty days."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.CHECKED)
    accepted = models.BooleanField(_("terms accepted, says the registrar"), default=False)
    created_at = models.DateTimeField(_("created"), db_index=True)
    progressed_at = models.DateTimeField(_("last progress"), null=True, blank=True)

    class Meta:
        verbose_name = _("list of colleagues")
        verbose_name_plural = _("lists of colleagues")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="colleaguebatch_known_state"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ColleagueCell(models.Model):
    """One person in one session. Who is not on the list yet has an address and a name instead."""

    batch = models.ForeignKey(ColleagueBatch, models.CASCADE, related_name="cells")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    given_name = models.CharField(_("given name"), max_length=100, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=400, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=CellState)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("colleague in a session")
        verbose_name_plural = _("colleagues in sessions")
        ordering = ["batch", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="colleaguecell_known_verdict"),
            models.CheckConstraint(condition=Q(state__in=CellState.values), name="colleaguecell_known_state"),
            models.CheckConstraint(
                condition=~Q(state=CellState.DONE) | Q(enrolment__isnull=False), name="colleaguecell_done_has_enrolment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.session}"

    @property
    def name(self) -> str:
        """As the list says it; the address when there is no name."""
        return (
            self.person.get_full_name()
            if self.person
            else f"{self.given_name} {self.family_name}".strip() or self.email
        )
