"""The audit log: who did what, to what, for whom, when. A kind and a uuid name the object, never a person's name.

Beside it, two registers that Law 25 asks for: confidentiality incidents, and data given to others.
"""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from registrations.actors import Via
from registrations.ids import uuid7
from registrations.journal.labels import label_of
from registrations.journal.rules import NoteKind


class Entry(models.Model):
    """One act. `about_kind` is a model's label (`training.enrolment`), `about_uuid` its public identifier."""

    at = models.DateTimeField(_("when"), db_index=True)
    action = models.CharField(_("action"), max_length=60)
    about_kind = models.CharField(_("kind of object"), max_length=60)
    about_uuid = models.UUIDField(_("object"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    job = models.CharField(_("job"), max_length=60, blank=True, default="")
    on_behalf_of = models.CharField(_("on behalf of"), max_length=60, blank=True, default="")
    via = models.CharField(_("door"), max_length=10, choices=Via)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["about_uuid"], name="entry_about")]

    def __str__(self) -> str:
        return f"{self.action} {self.about_kind} {self.about_uuid}"

    @property
    def label(self) -> str:
        """The act as a person reads it."""
        return label_of(self.action)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def with_closing(self) -> "IncidentQuerySet":
        """Each with `is_closed`."""
        closing = IncidentNote.objects.filter(incident=OuterRef("pk"), kind=NoteKind.CLOSED)
        return self.annotate(is_closed=Exists(closing))


class Incident(models.Model):
    """A confidentiality incident as it was understood when it was entered: corrections and what follows are notes.

    Neither changed nor deleted before `kept_until` (a trigger holds it): five years at least after it was known.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    what_happened = models.TextField(_("what happened"), max_length=5_000)
    occurred_on = models.DateField(_("occurred on"), null=True, blank=True)
    known_on = models.DateField(_("known on"))
    data = models.TextField(_("data concerned"), max_length=2_000)
    people_count = models.PositiveIntegerField(_("number of people concerned"), null=True, blank=True)
    serious_risk = models.BooleanField(_("risk of serious injury"))
    reasoning = models.TextField(_("why this risk, or not"), max_length=5_000)
    measures = models.TextField(_("measures taken"), max_length=5_000, blank=True, default="")
    kept_until = models.DateField(_("kept until"))
    created_at = models.DateTimeField(_("entered"))

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-known_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_on=None) | Q(occurred_on__lte=F("known_on")),
                name="incident_known_after_it_occurred",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IncidentNote(models.Model):
    """What follows an incident: a measure, a notice to the CAI or to the people, a correction, its closing."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes", verbose_name=_("incident"))
    kind = models.CharField(_("what it is"), max_length=12, choices=NoteKind)
    on = models.DateField(_("on"))
    text = models.TextField(_("text"), max_length=5_000)
    created_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoteKind.values), name="incidentnote_known_kind"),
            models.UniqueConstraint(fields=["incident"], condition=Q(kind="closed"), name="incidentnote_one_closing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def before(self, day: date) -> "DisclosureQuerySet":
        return self.filter(at__date__lt=day)


class Disclosure(models.Model):
    """Data about people that left the register: what, to whom, why, on what legal basis, about how many."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(_("when"), db_index=True)
    what = models.CharField(_("what was given"), max_length=300)
    to_whom = models.CharField(_("to whom"), max_length=200)
    purpose = models.CharField(_("why"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    count = models.PositiveIntegerField(_("number of people"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )

    objects: ClassVar[DisclosureQuerySet] = DisclosureQuerySet.as_manager()  # type: ignore[assignment]  # its methods are the queryset's

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.what


class DisclosedPerson(models.Model):
    """One person whom a disclosure concerns; goes with an erasure, the disclosure's count stays."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "person"], name="disclosedperson_once"),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id}:{self.person_id}"
