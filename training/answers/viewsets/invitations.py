"""The list of invitations, what one may do to one or to several."""

from typing import Any, ClassVar

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.errors import DomainError
from registrations.viewsets import (
    LINKS,
    ActionBulkView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    PageLink,
    Verdict,
    left_out,
    passes,
)
from training.answers.actions import withdraw
from training.answers.forms import NewLinkForm
from training.answers.viewsets.inviting import InviteView, SessionInvitationsView
from training.enrolments.models import Enrolment
from training.enrolments.rules import EnrolmentState
from training.invitations.actions import check_answerable, remind, send_new_link
from training.invitations.models import EXPIRED, Invitation
from training.invitations.rules import UNDECIDED, InvitationState
from training.sessions.models import Session
from training.sessions.rules import Visibility


class RemindView(ActionPostView):
    label = gettext_lazy("Remind")
    question = gettext_lazy("The person gets a reminder with the same link.")
    done_message = gettext_lazy("The reminder leaves.")
    icon = "mail"

    @classmethod
    def offered(cls, row: Invitation) -> bool:
        return row.state in UNDECIDED and row.answer_by > timezone.now()

    def perform(self) -> Invitation:
        remind(self.object, by=self.actor(), at=timezone.now())
        return self.object


class NewLinkView(ActionPostView):
    label = gettext_lazy("Send a new link")
    question = gettext_lazy("The person is invited again by e-mail; the link that they had opens nothing any more.")
    done_message = gettext_lazy("The new link leaves.")
    icon = "link"
    form_class = NewLinkForm
    at_fault: ClassVar[dict[str, str]] = {"session-answer-date-out-of-order": "answer_by"}

    @classmethod
    def offered(cls, row: Invitation) -> bool:
        return row.state != InvitationState.REVOKED and not row.forgotten_at and row.session.starts_at > timezone.now()

    def get_initial(self) -> dict[str, Any]:
        now, session = timezone.now(), self.object.session
        last = min(session.starts_at, session.closes_at)
        return {"answer_by": self.object.answer_by if self.object.answer_by > now else last}

    def perform(self, answer_by: Any) -> Invitation:
        return send_new_link(self.object, answer_by=answer_by, by=self.actor(), at=timezone.now())


class WithdrawView(ActionPostView):
    label = gettext_lazy("Withdraw the invitation")
    question = gettext_lazy(
        "The link opens nothing any more, and a seat taken by it is given up. The person is told by e-mail."
    )
    icon = "cross"

    @classmethod
    def offered(cls, row: Invitation) -> bool:
        return row.state != InvitationState.REVOKED

    def perform(self) -> Invitation:
        return withdraw(self.object, by=self.actor(), at=timezone.now())


class RemindAll(ActionBulkView):
    """Those of the list who have not answered."""

    label = gettext_lazy("Remind")
    question = gettext_lazy("Those who have not answered get a reminder with the same link.")
    done_message = gettext_lazy("The reminders leave.")
    icon = "mail"

    def verdict(self, row: Invitation) -> Verdict:
        try:
            check_answerable(row, at=timezone.now())
        except DomainError as refusal:
            return left_out(str(refusal))
        return passes() if row.state in UNDECIDED else left_out(_("They have answered."))

    def perform(self, row: Invitation, **_cleaned: Any) -> None:
        remind(row, by=self.actor(), at=timezone.now())


class WithdrawAll(ActionBulkView):
    """The chosen invitations."""

    label = gettext_lazy("Withdraw the invitations")
    question = gettext_lazy(
        "The links open nothing any more, and the seats taken by them are given up. The people are told by e-mail."
    )
    done_message = gettext_lazy("The invitations are withdrawn.")
    icon = "cross"

    def prepare(self, instances: list[Any]) -> None:
        rows = Enrolment.objects.live().filter(session__in={row.session_id for row in instances})
        people = {row.person_id for row in instances}
        self.seated = set(rows.filter(person__in=people).values_list("session_id", "person_id"))

    def verdict(self, row: Invitation) -> Verdict:
        if row.state == InvitationState.REVOKED:
            return left_out(_("It was withdrawn before."))
        seated = (row.session_id, row.person_id) in self.seated and row.session.starts_at > timezone.now()
        return passes(_("The seat is given up.") if seated else "")

    def perform(self, row: Invitation, **_cleaned: Any) -> None:
        withdraw(row, by=self.actor(), at=timezone.now())


class InvitationFilterSet(ActionFilterSet):
    session = ModelChoiceFilter(
        label=gettext_lazy("Session"),
        queryset=Session.objects.filter(visibility=Visibility.INVITATION).order_by("-starts_at"),
    )
    state = ChoiceFilter(
        label=gettext_lazy("Answer"),
        choices=[*InvitationState.choices, (EXPIRED, gettext_lazy("Not answered in time"))],
        method="of_state",
    )
    seated = ChoiceFilter(
        label=gettext_lazy("Seat"),
        choices=[("yes", gettext_lazy("With a seat")), ("no", gettext_lazy("Without a seat"))],
        method="of_seat",
    )

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = ["invited_at", "answer_by"]

    def of_state(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """*Expired* is a date's doing, and what it takes from *no answer* and *may come*."""
        past = Q(answer_by__lte=timezone.now(), state__in=UNDECIDED)
        return rows.filter(past) if value == EXPIRED else rows.filter(state=value).exclude(past)

    def of_seat(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(place__isnull=value == "no")


class InvitationIndexView(ActionIndexView):
    def get_base_queryset(self) -> "QuerySet[Any]":
        seat = Enrolment.objects.live().filter(session=OuterRef("session"), person=OuterRef("person"))
        return super().get_base_queryset().annotate(place=Subquery(seat.values("state")[:1]))


class InvitationPage(ActionInspectView):
    def get_fields(self) -> list[str]:
        return [name for name in super().get_fields() if name not in {"hash", "turn", "round"}]


def shown_state(row: Invitation) -> str:
    """The answer as a date makes it read."""
    state = row.state_at(timezone.now())
    return _("Not answered in time") if state == EXPIRED else row.get_state_display()


def shown_place(row: Any) -> str:
    return str(EnrolmentState(row.place).label) if row.place else ""


def shown_who(row: Invitation) -> str:
    return row.who


class InvitationViewSet(ActionViewSet):
    model = Invitation
    name = "invitations-aux-seances"
    icon = "mail"
    menu_label = gettext_lazy("Invitations")
    roles_change = (Role.TRAINING_LEAD,)
    index_view_class = InvitationIndexView
    inspect_view_class = InvitationPage
    filterset_class = InvitationFilterSet
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "relancer": RemindView,
        "nouveau-lien": NewLinkView,
        "retirer": WithdrawView,
    }
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"relancer": RemindAll, "retirer": WithdrawAll}
    list_display = (
        Column("who", label=gettext_lazy("Person invited"), accessor=shown_who),
        "session",
        Column("answer", label=gettext_lazy("Answer"), accessor=shown_state),
        Column("place", label=gettext_lazy("Seat"), accessor=shown_place),
        "organisation",
        "group",
        "invited_at",
        "answer_by",
        "answered_at",
        "reminded_at",
    )
    list_select_related = ("person", "session__activity", "organisation", "group")
    search_fields = (
        "person__family_name",
        "person__given_name",
        "address",
        "name",
        "session__code",
        "organisation__name",
    )

    def get_urlpatterns(self) -> list[Any]:
        screen = {"guide": self.guide, "index_url_name": self.get_url_name("index")}
        shown = SessionInvitationsView.as_view(**screen)
        return [
            *super().get_urlpatterns(),
            path("seance/<int:pk>/", self.for_readers(shown), name="seance"),
            path("seance/<int:pk>/inviter/", InviteView.as_view(**screen), name="inviter"),
        ]


def _invitations_of(session: Session) -> str:
    return reverse("invitations-aux-seances:seance", args=[session.pk])


LINKS.setdefault(Session, []).append(
    PageLink(
        gettext_lazy("Invitations"),
        "mail",
        _invitations_of,
        (Role.TRAINING_LEAD,),
        offered=lambda session: session.visibility == Visibility.INVITATION,
    )
)
