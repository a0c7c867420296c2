"""The admin's screens of the attendance, and of the trainers' links."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.viewsets import ActionCreateView, ActionInspectView, ActionModelForm, ActionPostView, ActionViewSet
from registrations.viewsets.inspecting import LINKS, PageLink
from training.attendance.actions import open_trainer_link, revoke_trainer_link
from training.attendance.models import Attendance, TrainerLink
from training.attendance.queries import address_of
from training.sessions.models import Session


class AttendanceViewSet(ActionViewSet):
    """Every value that was noted, by whom and when; a correction leaves the former one, with its end."""

    model = Attendance
    name = "presences"
    icon = "tick"
    roles_view = (Role.TRAINING_LEAD,)
    list_display = (
        "enrolment",
        "meeting",
        "minutes",
        "planned_minutes",
        "source",
        "recorded_by",
        "recorded_at",
        "superseded_at",
    )
    list_filter = ("source", "recorded_at")
    list_select_related = ("enrolment__person", "enrolment__session", "meeting", "recorded_by")
    search_fields = ("enrolment__person__family_name", "enrolment__person__given_name", "meeting__session__code")


class TrainerLinkForm(ActionModelForm):
    class Meta:
        model = TrainerLink
        fields: ClassVar[list[str]] = ["trainer"]


class OpenLinkView(ActionCreateView):
    form_class = TrainerLinkForm
    done_message = _(
        "The link is made, in place of the former one. It leaves by e-mail when the trainer has an address."
    )

    def perform(self, **cleaned: Any) -> TrainerLink:
        return open_trainer_link(cleaned["trainer"], by=self.actor(), at=timezone.now())


class RevokeLinkView(ActionPostView):
    label = _("Revoke the link")
    question = _("From now on it opens nothing. The trainer keeps what was noted.")
    icon = "cross"

    @classmethod
    def offered(cls, link: TrainerLink) -> bool:
        return link.revoked_at is None

    def perform(self) -> TrainerLink:
        revoke_trainer_link(self.object, by=self.actor(), at=timezone.now())
        return self.object


class LinkPageView(ActionInspectView):
    """The page of a link, with its address while it opens something."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        fields = super().get_fields_context()
        address = address_of(self.object) if self.object.revoked_at is None else None
        return [*fields, {"label": _("Address"), "value": address, "component": None}] if address else fields


class TrainerLinkViewSet(ActionViewSet):
    model = TrainerLink
    name = "liens-de-presence"
    icon = "link"
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = OpenLinkView
    inspect_view_class = LinkPageView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"revoquer": RevokeLinkView}
    list_display = ("trainer", "created_at", "created_by", "expires_at", "used_at", "revoked_at")
    list_select_related = ("trainer", "created_by")
    search_fields = ("trainer__name",)
    inspect_view_fields_exclude: ClassVar[list[str]] = ["hash"]


LINKS.setdefault(Session, []).append(
    PageLink(
        _("Attendance"),
        "tick",
        lambda session: reverse("training_attendance:session", args=[session.uuid]),
        (Role.TRAINING_LEAD,),
    )
)
