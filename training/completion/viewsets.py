"""Issuing certificates from the lists of sessions and of enrolments: a dry run, then a worker for the many."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.viewsets import ActionBulkView, ActionViewSet, Verdict, left_out, passes
from training.completion.actions import certify_enrolment, certify_session
from training.completion.queries import NEEDED, attended_in, dues
from training.completion.rules import Due
from training.enrolments.models import Enrolment
from training.sessions.models import Session

QUESTION = _("Each certificate is numbered, never changes, and is sent by e-mail with its paper.")


class CertifySessions(ActionBulkView):
    """Everybody who completed the chosen sessions."""

    label = _("Issue the certificates")
    question = QUESTION
    icon = "clipboard-list"
    done_message = _("The certificates are issued.")

    def prepare(self, instances: list[Any]) -> None:
        self.people = attended_in(instances)
        self.stands = dues(row for rows in self.people.values() for row in rows)

    def verdict(self, instance: Any) -> Verdict:
        stands = [self.stands[row.pk][0] for row in self.people[instance.pk]]
        number, answers = stands.count(Due.DUE), stands.count(Due.SURVEY)
        if not stands:
            return left_out(Due.NOT_CLOSED.label)
        if not number:
            return left_out(Due.SURVEY.label if answers else max(set(stands), key=stands.count).label)
        said = ngettext("%(n)s certificate", "%(n)s certificates", number) % {"n": number}
        return passes(f"{said} / {len(stands)}")

    def perform(self, instance: Any, **_cleaned: Any) -> None:
        certify_session(instance, by=self.actor(), at=timezone.now())


class CertifyEnrolments(ActionBulkView):
    """The chosen people alone."""

    label = _("Issue the certificates")
    question = QUESTION
    icon = "clipboard-list"
    done_message = _("The certificates are issued.")

    def rows(self) -> Any:
        return Enrolment.objects.select_related(*NEEDED)

    def prepare(self, instances: list[Any]) -> None:
        self.stands = dues(instances)

    def verdict(self, instance: Any) -> Verdict:
        stands = self.stands[instance.pk][0]
        return passes(stands.label) if stands == Due.DUE else left_out(stands.label)

    def perform(self, instance: Any, **_cleaned: Any) -> None:
        certify_enrolment(instance, by=self.actor(), at=timezone.now())


def certifying_acts(viewset: ActionViewSet) -> dict[str, type[ActionBulkView]]:
    """What is added to the lists of sessions and of enrolments."""
    acts = {Session: CertifySessions, Enrolment: CertifyEnrolments}
    return {"attester": acts[viewset.model]} if viewset.model in acts else {}
