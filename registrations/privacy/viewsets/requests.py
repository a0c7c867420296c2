"""Requests about one's data, each with its term."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from registrations.privacy.actions import answer, identify, record_request, study
from registrations.privacy.forms import AnswerForm, IdentifyForm, RecordForm
from registrations.privacy.mails import letter
from registrations.privacy.models import PrivacyRequest
from registrations.privacy.rules import NEXT, SIGNED_IN, RequestKind, RequestState, urgency
from registrations.privacy.viewsets.fates import sorted_fates
from registrations.viewsets import ActionCreateView, ActionIndexView, ActionInspectView, ActionPostView, ActionViewSet

GUIDE = "renseignements-personnels"


class DueColumn(Column):
    """How many days are left, in red when none is."""

    def get_value(self, instance: PrivacyRequest) -> str:
        if instance.answered_at:
            return "–"
        left = (instance.due_on - timezone.localdate()).days
        if left < 0:
            return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}

    def get_cell_context_data(self, instance: PrivacyRequest, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if not instance.answered_at:
            level = urgency(instance.due_on, timezone.localdate())
            context["value"] = format_html('<span class="axtra-{}">{}</span>', level, context["value"])
        return context


class RecordView(ActionCreateView):
    form_class = RecordForm
    page_title = _("Enter a request")

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(), "channel": "mail"}

    def perform(self, **cleaned: Any) -> PrivacyRequest:
        return record_request(by=self.actor(), at=timezone.now(), **cleaned)


class IdentifyView(ActionPostView):
    label = _("Note the identity check")
    question = _("Nothing is told or done before it is sure that it is really this person.")
    icon = "user"
    form_class = IdentifyForm

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return request.identified_at is None

    def perform(self, how: str) -> PrivacyRequest:
        return identify(self.object, how=how, by=self.actor(), at=timezone.now())


class StudyView(ActionPostView):
    label = _("Take in hand")
    question = _("The request is in study; its term does not change.")
    icon = "view"

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return RequestState.STUDIED in NEXT[request.state] and request.identified_at is not None

    def perform(self) -> PrivacyRequest:
        return study(self.object, by=self.actor(), at=timezone.now())


class AnswerView(ActionPostView):
    label = _("Answer in writing")
    question = _("The letter leaves by mail at once, in the person's language; without an address, print it.")
    icon = "mail"
    form_class = AnswerForm

    @classmethod
    def offered(cls, request: PrivacyRequest) -> bool:
        return request.state == RequestState.STUDIED

    def perform(self, **cleaned: Any) -> PrivacyRequest:
        return answer(self.object, **cleaned, by=self.actor(), at=timezone.now())


class RequestIndexView(ActionIndexView):
    page_title = _("Requests")


class RequestInspectView(ActionInspectView):
    """With the letter, and what an erasure would do when it is what is asked."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "identified_how" and self.object.identified_how == SIGNED_IN:
            return now_said("By the session opened in their account")
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked: PrivacyRequest = self.object
        context["letter"] = letter(asked) if asked.answered_at else []
        if asked.person and not asked.person.erased_at:
            context["dossier"] = asked.person
            if asked.kind == RequestKind.DESTRUCTION:
                context["fates"] = sorted_fates(asked.person)
        return context


class PrivacyRequestViewSet(ActionViewSet):
    model = PrivacyRequest
    name = "demandes-vie-privee"
    icon = "form"
    guide = GUIDE
    menu_label = _("Requests")
    add_view_class = RecordView
    index_view_class = RequestIndexView
    inspect_view_class = RequestInspectView
    inspect_template_name = "registrations/admin/privacy/request.html"
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "identite": IdentifyView,
        "etudier": StudyView,
        "repondre": AnswerView,
    }
    list_display = (
        "code",
        "kind",
        ("asked_by", _("who asks")),
        "state",
        "received_on",
        "due_on",
        DueColumn("left", label=_("Term")),
    )
    list_filter = ("state", "kind", "channel", "received_on")
    list_select_related = ("person",)
    search_fields = ("code", "name", "address", "person__email", "person__family_name")
    ordering = ("due_on", "id")
