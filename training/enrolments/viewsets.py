"""The admin's screens of sessions, with the people in them, and of enrolments."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.orders.forms import MoneyField
from registrations.viewsets import ActionCreateView, ActionEditView, ActionModelForm, ActionPostView, ActionViewSet
from training.enrolments.actions import cancel_enrolment, cancel_session, enrol, revise_session
from training.enrolments.forms import SomebodyForm
from training.enrolments.jobs import end_called_off
from training.enrolments.models import Enrolment
from training.enrolments.rules import HOLDING, EnrolmentState
from training.sessions.actions import publish_session, schedule_session
from training.sessions.fields import MeetingsField
from training.sessions.models import Session
from training.sessions.rules import Period, SessionState


class SessionForm(ActionModelForm):
    """A session with its meetings and its seats."""

    meetings = MeetingsField(label=_("Meetings"), help_text=_("One a line, as: 2026-10-20 9:00 - 12:00 ; Room 2"))
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=0, max_value=100_000, help_text=_("Empty: unlimited.")
    )

    join_url = forms.URLField(label=_("Join address"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Session
        fields: ClassVar[list[str]] = [
            "activity",
            "code",
            "opens_at",
            "closes_at",
            "place",
            "cancel_hours",
        ]

    price_cents = MoneyField(
        label=_("Public price, in dollars before taxes"), required=False, help_text=_("Empty: free.")
    )
    member_price_cents = MoneyField(
        label=_("Member price, in dollars before taxes"), required=False, help_text=_("Empty: the public price.")
    )

    field_order: ClassVar[list[str]] = ["activity", "code", "meetings", "capacity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            meetings = self.instance.meetings.all()
            self.initial["meetings"] = [Period(m.starts_at, m.ends_at, m.place) for m in meetings]
            self.initial["join_url"] = self.instance.join_url
            self.initial["capacity"] = self.instance.pool.capacity
            self.initial["price_cents"] = self.instance.price_cents or None
            self.initial["member_price_cents"] = self.instance.member_price_cents

    def clean_price_cents(self) -> int:
        """An empty price is a free session."""
        return self.cleaned_data["price_cents"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        member = cleaned.get("member_price_cents")
        if member is not None and member > (cleaned.get("price_cents") or 0):
            self.add_error("member_price_cents", _("Members pay the public price at most."))
        return cleaned


class AddSessionView(ActionCreateView):
    form_class = SessionForm

    def perform(self, **cleaned: Any) -> Session:
        return schedule_session(**cleaned, by=self.actor(), at=timezone.now())


class ChangeSessionView(ActionEditView):
    form_class = SessionForm

    def perform(self, **cleaned: Any) -> Session:
        return revise_session(self.object, **cleaned, by=self.actor(), at=timezone.now())


class PublishSessionView(ActionPostView):
    label = _("Publish")
    question = _("The session will be shown to everybody; people register from its opening date on.")

    @classmethod
    def offered(cls, session: Session) -> bool:
        return session.state == SessionState.DRAFT

    def perform(self) -> Session:
        publish_session(self.object, by=self.actor(), at=timezone.now())
        return self.object


class CancelSessionView(ActionPostView):
    label = _("Cancel the session")
    question = _("Everybody in the session or in line will be told by e-mail, and their calendars updated.")
    icon = "cross"

    @classmethod
    def offered(cls, session: Session) -> bool:
        return session.state != SessionState.CANCELLED

    def perform(self) -> Session:
        cancel_session(self.object, by=self.actor(), at=timezone.now())
        end_called_off()
        return self.object


class EnrolSomebodyView(ActionPostView):
    label = _("Register somebody")
    question = _("A seat when there is one, else a place on the waiting list. The person is told by e-mail.")
    icon = "plus"
    form_class = SomebodyForm

    @classmethod
    def offered(cls, session: Session) -> bool:
        return session.state == SessionState.PUBLISHED and not session.historical

    def perform(self, email: str, reason: str) -> Session:  # noqa: ARG002  # the form found whose address it is
        enrol(session=self.object, person=self.form.somebody, by=self.actor(), at=timezone.now(), reason=reason)
        return self.object


class SessionViewSet(ActionViewSet):
    model = Session
    name = "seances"
    icon = "calendar-alt"
    roles_change = (Role.TRAINING_LEAD,)
    add_view_class = AddSessionView
    edit_view_class = ChangeSessionView
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "publier": PublishSessionView,
        "inscrire": EnrolSomebodyView,
        "annuler": CancelSessionView,
    }
    list_display = (
        "code",
        "activity",
        "starts_at",
        "state",
        "pool",
        "price_cents",
        ("pool__waiting", _("waiting"), "pool__waiting"),
        "closes_at",
    )
    list_filter = ("state", "starts_at", "historical")
    list_select_related = ("activity", "pool")
    search_fields = ("code", "activity__title", "place")
    ordering = ("-starts_at", "-id")
    related = (
        (_("Meetings"), "meetings", ("starts_at", "ends_at", "place")),
        (_("Enrolments"), "enrolments", ("person", "organisation", "state", "line", "created_at")),
    )


class CancelEnrolmentView(ActionPostView):
    label = _("Cancel the enrolment")
    question = _("The person is told by e-mail, and the seat is offered to the next in line.")
    icon = "cross"

    @classmethod
    def offered(cls, enrolment: Enrolment) -> bool:
        return enrolment.state in {*HOLDING, EnrolmentState.WAITLISTED} - {EnrolmentState.HELD}

    def perform(self) -> Enrolment:
        return cancel_enrolment(self.object, by=self.actor(), at=timezone.now())


class EnrolmentViewSet(ActionViewSet):
    model = Enrolment
    name = "inscriptions"
    icon = "form"
    roles_change = (Role.TRAINING_LEAD,)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"annuler": CancelEnrolmentView}
    list_display = ("person", "session", "state", "organisation", "region", "created_at")
    list_filter = ("state", "region", "role", "created_at", "historical")
    list_select_related = ("person", "session__activity", "organisation")
    search_fields = (
        "person__family_name",
        "person__given_name",
        "person__email",
        "session__code",
        "organisation__name",
    )
