"""The librarian's queue: who asks for what, by when they are answered, and the answer in one act."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.access_requests.actions import grant_request, question_request, refuse_request
from cms.access_requests.forms import GrantRequestForm, QuestionForm, RefuseForm
from cms.access_requests.models import AccessRequest
from cms.access_requests.rules import RequestState
from cms.diffusion.rules import opens_on
from registrations.actors import Role
from registrations.viewsets import ActionPostView, ActionViewSet


class _OnOpen(ActionPostView):
    @classmethod
    def offered(cls, request: AccessRequest) -> bool:
        return request.is_open


class GrantRequestView(_OnOpen):
    label, icon = _("Grant access for a while"), "key"
    question = _("The person is told, and may download the resource at once.")
    form_class = GrantRequestForm
    at_fault = {"access-too-long": "until", "window-upside-down": "until"}

    def get_initial(self) -> dict[str, Any]:
        return {"until": GrantRequestForm.proposed()}

    def perform(self, *, until: date, answer: str) -> AccessRequest:
        ends_at = opens_on(until, 1)
        return grant_request(self.object, ends_at=ends_at, answer=answer, by=self.actor(), at=timezone.now())


class RefuseRequestView(_OnOpen):
    label, icon = _("Refuse"), "cross"
    question = _("The person is told, with the reason.")
    form_class = RefuseForm

    def perform(self, *, answer: str) -> AccessRequest:
        return refuse_request(self.object, answer=answer, by=self.actor(), at=timezone.now())


class QuestionRequestView(ActionPostView):
    label, icon = _("Ask a question"), "help"
    question = _("The request waits for the reader's reply; the deadline then starts again.")
    form_class = QuestionForm

    @classmethod
    def offered(cls, request: AccessRequest) -> bool:
        return request.state == RequestState.ASKED

    def perform(self, *, question: str) -> AccessRequest:
        return question_request(self.object, question=question, by=self.actor(), at=timezone.now())


class AccessRequestViewSet(ActionViewSet):
    model = AccessRequest
    name = "demandes-acces"
    icon = "mail"
    roles_change = (Role.LIBRARIAN,)
    post_views = {"accorder": GrantRequestView, "refuser": RefuseRequestView, "questionner": QuestionRequestView}
    list_display = ("resource", "person", "organisation", "state", "asked_at", "answer_by")
    list_filter = ("state", "answer_by", "asked_at")
    list_select_related = ("resource", "person", "organisation")
    search_fields = ("resource__title", "person__given_name", "person__family_name")
    inspect_view_fields = (
        "resource",
        "person",
        "organisation",
        "reason",
        "state",
        "asked_at",
        "answer_by",
        "question",
        "reply",
        "answer",
        "answered_at",
        "grant",
    )
