"""The register of certificates."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from registrations.actors import Role
from registrations.certificates.actions import Attended, correct_certificate, revoke_certificate
from registrations.certificates.forms import CorrectForm, RevokeForm
from registrations.certificates.models import Certificate
from registrations.certificates.rules import Worth
from registrations.viewsets import ActionInspectView, ActionPostView, ActionViewSet


def changeable(certificate: Certificate) -> bool:
    return certificate.worth == Worth.VALID and not certificate.erased_at


class CertificatePage(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        if self.object.erased_at:
            return super().header_buttons
        paper = reverse("certificates:pdf", args=[self.object.uuid])
        check = reverse("certificates:verification", args=[self.object.code])
        return [
            HeaderButton(_("Open the PDF"), url=paper, icon_name="download"),
            HeaderButton(_("The page where it is checked"), url=check, icon_name="view"),
            *super().header_buttons,
        ]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Whether it is valid comes first; why it is not any more."""
        said = [{"label": str(_("State")), "value": self.object.worth_label}]
        if self.object.worth == Worth.REVOKED:
            said.append({"label": str(_("Reason")), "value": self.object.revocation.reason})
        return [*said, *super().get_fields_context()]


class CorrectView(ActionPostView):
    label = _("Correct")
    question = _("A new certificate replaces this one, under a new number; the person is sent its paper.")
    done_message = _("The certificate is corrected.")
    icon = "edit"
    form_class = CorrectForm

    @classmethod
    def offered(cls, instance: Certificate) -> bool:
        return changeable(instance)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fill(self.object)
        return form

    def perform(self, *, reason: str, **cleaned: Any) -> Certificate:
        old = self.object
        said = Attended(
            title=old.title,
            days=tuple(date.fromisoformat(day) for day in old.days),
            minutes=old.minutes,
            planned_minutes=old.planned_minutes,
            mode=old.mode,
            person_name=old.person_name,
        )
        attended = replace(said, **cleaned)
        return correct_certificate(old, attended=attended, reason=reason, by=self.actor(), at=timezone.now())


class RevokeView(ActionPostView):
    label = _("Revoke")
    question = _("The page where it is checked will say that it is revoked. This cannot be taken back.")
    done_message = _("The certificate is revoked.")
    icon = "cross"
    form_class = RevokeForm

    @classmethod
    def offered(cls, instance: Certificate) -> bool:
        return changeable(instance)

    def perform(self, *, reason: str) -> Certificate:
        return revoke_certificate(self.object, reason=reason, by=self.actor(), at=timezone.now())


class CertificateViewSet(ActionViewSet):
    model = Certificate
    inspect_view_class = CertificatePage
    name = "attestations"
    icon = "clipboard-list"
    roles_view = (Role.EVENT_LEAD,)
    roles_change = (Role.TRAINING_LEAD,)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"corriger": CorrectView, "revoquer": RevokeView}
    list_display = (
        ("label", _("number"), "number"),
        "person_name",
        "organisation_name",
        "title",
        "last_on",
        "minutes",
        ("worth_label", _("state")),
        "issued_at",
    )
    list_filter = ("issued_at", "last_on", "mode")
    list_select_related = ("replacement", "revocation")
    search_fields = ("person_name", "organisation_name", "title", "code")
    inspect_view_fields = (
        "label",
        "spelled_code",
        "person",
        "person_name",
        "organisation_name",
        "title",
        "objectives",
        "first_on",
        "last_on",
        "minutes",
        "planned_minutes",
        "mode",
        "trainers",
        "accreditation",
        "signatory_name",
        "issued_at",
        "replaces",
        "correction",
        "erased_at",
    )
