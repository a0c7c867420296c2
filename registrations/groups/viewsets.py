"""The admin's screens of groups: seats, documents, meetings."""

from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.files.uploads import received
from registrations.groups.actions import (
    add_document,
    appoint,
    archive_group,
    cancel_meeting,
    change_group,
    change_mandate,
    change_meeting,
    end_mandate,
    plan_meeting,
    register_group,
    remove_document,
    reopen_group,
)
from registrations.groups.forms import (
    AppointForm,
    DocumentForm,
    EndForm,
    GroupForm,
    MandateForm,
    MeetingForm,
    PlanForm,
)
from registrations.groups.models import Group, GroupDocument, GroupMeeting, Mandate
from registrations.people.models import User
from registrations.viewsets import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionPostView,
    ActionViewSet,
)

TEAM = (Role.EDITOR, Role.LIBRARIAN, Role.BOARD_SECRETARY, Role.TRAINING_LEAD, Role.ACCOUNTING, Role.EVENT_LEAD)
KEEPERS = (Role.BOARD_SECRETARY,)


class RegisterGroupView(ActionCreateView):
    form_class = GroupForm

    def perform(self, **cleaned: Any) -> Group:
        return register_group(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeGroupView(ActionEditView):
    form_class = GroupForm

    def perform(self, **cleaned: Any) -> Group:
        return change_group(group=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class OpenGroupView(ActionPostView):
    """Something that is added to a group, as long as it is not archived."""

    @classmethod
    def offered(cls, group: Group) -> bool:
        return group.archived_at is None


class AppointView(OpenGroupView):
    label, icon = _("Appoint"), "user"
    question = _("Whoever sits in the group has its rights from that day, and sees its page.")
    form_class = AppointForm

    def perform(self, *, address: User | None, **cleaned: Any) -> Group:
        appoint(group=self.object, person=address, by=self.actor(), at=timezone.now(), **cleaned)
        return self.object


class DocumentView(OpenGroupView):
    label, icon = _("Add a document"), "upload"
    question = _("Only the people of the group will see it and download it.")
    form_class = DocumentForm

    def perform(self, *, title: str, file: UploadedFile) -> Group:
        now = timezone.now()
        with received(file, feature="groups", at=now, megabytes=100) as kept:
            add_document(group=self.object, title=title, file=kept, by=self.actor(), at=now)
        return self.object


class PlanView(OpenGroupView):
    label, icon = _("Plan a meeting"), "date"
    question = _("It is shown on the page of the group, to its people.")
    form_class = PlanForm

    def perform(self, **cleaned: Any) -> Group:
        plan_meeting(group=self.object, by=self.actor(), at=timezone.now(), **cleaned)
        return self.object


class ArchiveView(OpenGroupView):
    label, icon = _("Archive"), "folder"
    question = _("Its people are no longer an audience and its page closes; its history stays.")

    def perform(self) -> Group:
        archive_group(group=self.object, by=self.actor(), at=timezone.now())
        return self.object


class ReopenView(ActionPostView):
    label, icon = _("Reopen"), "folder-open-1"
    question = _("Mandates that have not ended give their rights again.")

    @classmethod
    def offered(cls, group: Group) -> bool:
        return group.archived_at is not None

    def perform(self) -> Group:
        reopen_group(group=self.object, by=self.actor(), at=timezone.now())
        return self.object


class GroupViewSet(ActionViewSet):
    model = Group
    add_view_class = RegisterGroupView
    edit_view_class = ChangeGroupView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "nommer": AppointView,
        "planifier": PlanView,
        "deposer": DocumentView,
        "archiver": ArchiveView,
        "rouvrir": ReopenView,
    }
    name = "groupes"
    icon = "group"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = ("name", "kind", "archived_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    related = (
        (_("Who sits"), "mandates", ("person", "organisation", "office", "starts_on", "ends_on")),
        (_("Meetings"), "meetings", ("starts_at", "ends_at", "place", "link", "cancelled_at")),
        (_("Documents"), "documents", ("title", "original_name", "added_at")),
    )


class ChangeMandateView(ActionEditView):
    form_class = MandateForm

    def perform(self, **cleaned: Any) -> Mandate:
        return change_mandate(mandate=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class EndView(ActionPostView):
    label, icon = _("End the mandate"), "cross"
    question = _("From that day the person has neither the rights of the group nor its page; history keeps the seat.")
    form_class = EndForm

    @classmethod
    def offered(cls, mandate: Mandate) -> bool:
        return mandate.ends_on is None

    def perform(self, **cleaned: Any) -> Mandate:
        return end_mandate(mandate=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class MandateViewSet(ActionViewSet):
    model = Mandate
    edit_view_class = ChangeMandateView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"terminer": EndView}
    name = "mandats"
    icon = "user"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = ("group", "person", "organisation", "office", "starts_on", "ends_on")
    list_filter = ("group",)
    list_select_related = ("group", "person", "organisation")
    search_fields = ("group__name", "person__family_name", "person__given_name", "organisation__name", "office")


class ChangeMeetingView(ActionEditView):
    form_class = MeetingForm

    def perform(self, **cleaned: Any) -> GroupMeeting:
        return change_meeting(meeting=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class CancelMeetingView(ActionPostView):
    label, icon = _("Cancel the meeting"), "cross"
    question = _("It stays on the page of the group, marked as cancelled. Write to its people besides.")

    @classmethod
    def offered(cls, meeting: GroupMeeting) -> bool:
        return meeting.cancelled_at is None

    def perform(self) -> GroupMeeting:
        cancel_meeting(meeting=self.object, by=self.actor(), at=timezone.now())
        return self.object


class GroupMeetingViewSet(ActionViewSet):
    model = GroupMeeting
    edit_view_class = ChangeMeetingView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"annuler": CancelMeetingView}
    name = "rencontres-de-groupes"
    icon = "date"
    roles_view = TEAM
    roles_change = KEEPERS
    list_display = ("group", "starts_at", "ends_at", "place", "cancelled_at")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("group__name", "place", "agenda")


class RemoveDocumentView(ActionDeleteView):
    def perform(self) -> None:
        remove_document(document=self.object, by=self.actor(), at=timezone.now())


class GroupDocumentViewSet(ActionViewSet):
    model = GroupDocument
    delete_view_class = RemoveDocumentView
    name = "documents-de-groupes"
    icon = "doc-full"
    roles_change = KEEPERS
    list_display = ("title", "group", "original_name", "added_at")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("title", "original_name", "group__name")
