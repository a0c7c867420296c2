"""The admin's screens of sessions, with the people in them, and of enrolments."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations.actors import Role
from registrations.orders.forms import MoneyField
from registrations.questions.viewsets import ANSWERS, AnsweredIndexView
from registrations.viewsets import (
    ActionBulkView,
    ActionCreateView,
    ActionEditView,
    ActionModelForm,
    ActionPostView,
    ActionViewSet,
)
from training.enrolments.actions import (
    cancel_enrolment,
    cancel_session,
    enrol,
    move_enrolment,
    replace_person,
    revise_session,
)
from training.enrolments.forms import MoveSomebodyForm, SomebodyForm
from training.enrolments.jobs import end_called_off
from training.enrolments.models import Enrolment
from training.enrolments.rules import HANDED, HOLDING, LEAVING, EnrolmentState
from training.sessions.actions import publish_session, schedule_session
from training.sessions.fields import MeetingsField
from training.sessions.models import Session
from training.sessions.rules import SessionState
from training.sessions.viewsets import CopySessionView, OpenAll

MEETINGS_HELP = _(
    "One a line, as: 2026-10-20 9:00 - 12:00 ; Room 2. After the place, if need be: the part, a join address of its "
    "own, and “mandatory”."
)


class SessionForm(ActionModelForm):
    """A session with its meetings and its seats."""

    meetings = MeetingsField(label=_("Meetings"), help_text=MEETINGS_HELP)
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=0, max_value=100_000, help_text=_("Empty: unlimited.")
    )

    join_url = forms.URLField(label=_("Join address"), required=False, max_length=200, assume_scheme="https")

    recording_url = forms.URLField(
        label=_("Recording"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("For those who came: in the thanks, and on their page of the session."),
    )

    class Meta:
        model = Session
        fields: ClassVar[list[str]] = [
            "activity",
            "code",
            "visibility",
            "opens_at",
            "closes_at",
            "trainers",
            "place",
            "cap_per_organisation",
            "minimum",
            "cancel_hours",
            "remind_days",
            "remind_hour",
            "thanks",
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
            self.initial["meetings"] = [meeting.period for meeting in meetings]
            self.initial["join_url"] = self.instance.join_url
            self.initial["recording_url"] = self.instance.recording_url
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

    def perform(self, email: str, **given: Any) -> Session:  # noqa: ARG002  # the form found whose address it is
        enrol(session=self.object, person=self.form.somebody, by=self.actor(), at=timezone.now(), **given)
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
        "copier": CopySessionView,
        "annuler": CancelSessionView,
    }
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"ouvrir": OpenAll}
    list_display = (
        "code",
        "activity",
        "starts_at",
        "state",
        "visibility",
        "opens_at",
        "pool",
        "price_cents",
        ("pool__waiting", _("waiting"), "pool__waiting"),
        "closes_at",
    )
    list_filter = ("state", "visibility", "activity__programme", "starts_at", "historical")
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


class MoveEnrolmentView(ActionPostView):
    label = _("Move to another session")
    question = _("The new place is taken and this one freed together. The person is told by e-mail, with the calendar.")
    icon = "arrow-right"
    form_class = MoveSomebodyForm

    @classmethod
    def offered(cls, enrolment: Enrolment) -> bool:
        return enrolment.state in LEAVING and not enrolment.historical

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def perform(self, session: Session, wait: bool) -> Enrolment:
        return move_enrolment(self.object, to=session, by=self.actor(), at=timezone.now(), wait=wait)


class ReplacePersonView(ActionPostView):
    label = _("Replace the person")
    question = _(
        "The other person has the same seat. Both are told by e-mail; the order and its invoice do not change."
    )
    icon = "user"
    form_class = SomebodyForm

    @classmethod
    def offered(cls, enrolment: Enrolment) -> bool:
        return enrolment.state in HANDED and not enrolment.historical

    def perform(self, email: str, **given: Any) -> Enrolment:  # noqa: ARG002  # the form found whose address it is
        return replace_person(self.object, person=self.form.somebody, by=self.actor(), at=timezone.now(), **given)


class EnrolmentViewSet(ActionViewSet):
    model = Enrolment
    name = "inscriptions"
    icon = "form"
    roles_change = (Role.TRAINING_LEAD,)
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "remplacer": ReplacePersonView,
        "deplacer": MoveEnrolmentView,
        "annuler": CancelEnrolmentView,
    }
    index_view_class = AnsweredIndexView
    list_display = ("person", "session", "state", "organisation", "region", "created_at", ANSWERS)
    list_filter = ("state", "region", "role", "created_at", "historical")
    list_select_related = ("person", "session__activity", "organisation")
    search_fields = (
        "person__family_name",
        "person__given_name",
        "person__email",
        "session__code",
        "organisation__name",
    )
