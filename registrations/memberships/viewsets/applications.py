"""Applications under study, and the criteria that they answer to."""

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.memberships.actions import (
    Finding,
    add_criterion,
    admit,
    ask_applicant,
    change_criterion,
    recommend,
    refuse_membership,
    retire_criterion,
    study,
)
from registrations.memberships.forms import AdmitForm, AskForm, RecommendForm, RefuseForm, StudyForm
from registrations.memberships.models import AdmissionCriterion, MembershipApplication
from registrations.memberships.queries import next_step, studied
from registrations.memberships.rules import MembershipState
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)

KEEPERS = (Role.ACCOUNTING, Role.BOARD_SECRETARY)
READERS = (Role.TRAINING_LEAD, Role.EVENT_LEAD)


class _StudyingView(ActionPostView):
    """Offered until the board decided."""

    @classmethod
    def offered(cls, application: MembershipApplication) -> bool:
        return application.membership.state == MembershipState.REQUESTED


class StudyView(_StudyingView):
    label = _("Study the criteria")
    question = _("Say of each criterion whether it is met; the notes are for the team and the board.")
    icon = "list-ul"
    form_class = StudyForm
    template_name = "registrations/admin/memberships/study.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": list(self.object.criteria.all())}

    def perform(self, findings: dict[UUID, Finding]) -> MembershipApplication:
        return study(application=self.object, findings=findings, by=self.actor(), at=timezone.now())

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"findings": form.findings()}


class AskView(_StudyingView):
    label = _("Ask for what is missing")
    question = _("Who applied receives this by mail.")
    icon = "mail"
    form_class = AskForm

    def perform(self, *, text: str) -> MembershipApplication:
        ask_applicant(application=self.object, text=text, by=self.actor(), at=timezone.now())
        return self.object


class RecommendView(_StudyingView):
    label = _("Write the recommendation")
    question = _("What the study says to the board.")
    icon = "edit"
    form_class = RecommendForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("standpoint", "recommendation")}

    def perform(self, **said: str) -> MembershipApplication:
        return recommend(application=self.object, by=self.actor(), at=timezone.now(), **said)


class AdmitView(_StudyingView):
    label = _("Admit")
    question = _("Record the board's resolution that admits this organisation. Who applied is told, and welcomed.")
    form_class = AdmitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.object.membership.organisation}

    def perform(self, **decided: Any) -> MembershipApplication:
        admit(membership=self.object.membership, by=self.actor(), at=timezone.now(), **decided)
        return self.object


class RefuseView(_StudyingView):
    label = _("Refuse")
    question = _("The board did not admit this organisation. Who applied is told the reason and the recourse.")
    icon = "cross"
    form_class = RefuseForm

    def perform(self, *, reason: str) -> MembershipApplication:
        refuse_membership(membership=self.object.membership, reason=reason, by=self.actor(), at=timezone.now())
        return self.object


def waited(application: MembershipApplication) -> int | str:
    """How many days it has waited for the board; nothing once it is decided."""
    if application.membership.state != MembershipState.REQUESTED:
        return ""
    return (timezone.localdate() - timezone.localdate(application.submitted_at)).days


class ApplicationFilterSet(ActionFilterSet):
    class Meta:
        model = MembershipApplication
        fields: ClassVar[list[str]] = ["membership__state", "membership__year", "membership__category", "standpoint"]


class ApplicationIndexView(ActionIndexView):
    def get_base_queryset(self) -> Any:
        return studied(super().get_base_queryset())


class ApplicationInspectView(ActionInspectView):
    """Everything on one page: criteria, documents, questions, recommendation, what comes next."""

    template_name = "registrations/admin/memberships/application.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, today = self.object, timezone.localdate()
        membership = application.membership
        rows = list(application.criteria.all())
        past = membership.organisation.memberships.exclude(pk=membership.pk)
        return {
            **super().get_context_data(**kwargs),
            "criteria": rows,
            "unmet": sum(row.met is not True for row in rows),
            "documents": application.documents.all(),
            "requests": application.requests.all(),
            "next_step": next_step(membership, on=today),
            "past": past.select_related("year", "category").order_by("-starts_on"),
            "waited": waited(application),
            "membership_url": reverse("adhesions:inspect", args=[membership.pk]),
            "organisation_url": reverse("organisations:inspect", args=[membership.organisation_id]),
        }


class MembershipApplicationViewSet(ActionViewSet):
    model = MembershipApplication
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    inspect_template_name = "registrations/admin/memberships/application.html"
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "etudier": StudyView,
        "demander": AskView,
        "recommander": RecommendView,
        "admettre": AdmitView,
        "refuser": RefuseView,
    }
    name = "demandes-d-adhesion"
    icon = "form"
    roles_view = READERS
    roles_change = KEEPERS
    filterset_class = ApplicationFilterSet
    list_display = (
        ("membership__organisation", _("organisation"), "membership__organisation__name"),
        ("membership__category", _("category"), "membership__category__slug"),
        ("membership__get_state_display", _("state"), "membership__state"),
        "submitted_at",
        Column("waited", label=_("Days of waiting"), accessor=waited),
        Column("met", label=_("Criteria met"), accessor=lambda row: f"{row.met_count} / {row.criteria_count}"),
        ("awaited_count", _("Answers awaited")),
        ("get_standpoint_display", _("Recommendation"), "standpoint"),
    )
    list_select_related = ("membership__organisation", "membership__category", "membership__year", "applicant")
    search_fields = ("membership__organisation__name", "applicant__family_name")
    inspect_view_fields = ("applicant", "submitted_at", "message", "decided_at", "refusal")


class AddCriterionView(ActionCreateView):
    def perform(self, **cleaned: Any) -> AdmissionCriterion:
        return add_criterion(by=self.actor(), at=timezone.now(), **cleaned)


class ChangeCriterionView(ActionEditView):
    def perform(self, *, category: Any, **cleaned: Any) -> AdmissionCriterion:  # noqa: ARG002  # it stays where it is
        return change_criterion(criterion=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class RetireCriterionView(ActionPostView):
    label = _("No longer ask for it")
    question = _("Applications to come no longer answer to it; those already received keep it.")
    icon = "bin"

    @classmethod
    def offered(cls, criterion: AdmissionCriterion) -> bool:
        return criterion.retired_at is None

    def perform(self) -> AdmissionCriterion:
        return retire_criterion(criterion=self.object, by=self.actor(), at=timezone.now())


class CriterionViewSet(ActionViewSet):
    model = AdmissionCriterion
    add_view_class = AddCriterionView
    edit_view_class = ChangeCriterionView
    form_fields = ("category", "position", "text_fr", "text_en", "reference", "proof_fr", "proof_en")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"retirer": RetireCriterionView}
    name = "criteres-d-admission"
    icon = "tick"
    roles_view = READERS
    roles_change = KEEPERS
    list_display = ("text_fr", "category", ("position", _("Rank"), "position"), "reference", "proof_fr", "retired_at")
    list_filter = ("category",)
    list_select_related = ("category",)
    search_fields = ("text_fr", "reference")
