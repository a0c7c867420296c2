"""The admin's screens of the diffusion policy."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.diffusion.actions import (
    RuleDraft,
    adopt_policy,
    change_policy,
    discard_policy,
    draft_next_policy,
    open_consultation,
    place_rule,
    questions_left,
    remove_rule,
)
from cms.diffusion.forms import AdoptionForm, DraftForm, RuleForm, WordsForm
from cms.diffusion.models import PolicyRule, PolicyState, PolicyVersion, ResourceKind, Verb
from cms.diffusion.queries import AUDIENCES, audiences, matrix, rules_of
from registrations.actors import Role
from registrations.viewsets import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)


def kinds_in_words(rule: PolicyRule) -> str:
    return ", ".join(str(ResourceKind(kind).label) for kind in rule.kinds) or str(_("every kind"))


def audiences_in_words(rule: PolicyRule) -> str:
    """A group keeps its address: its name would ask the database for each row."""
    return ", ".join(str(AUDIENCES.get(name, name)) for name in rule.audiences) or str(_("everybody"))


def verbs_in_words(rule: PolicyRule) -> str:
    return ", ".join(str(Verb(verb).label) for verb in rule.verbs) or str(_("everything"))


class DraftView(ActionCreateView):
    form_class = DraftForm

    def perform(self, *, start: str) -> PolicyVersion:
        return draft_next_policy(start=start, by=self.actor(), at=timezone.now())


class WordsView(ActionEditView):
    form_class = WordsForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in WordsForm.base_fields}

    def perform(self, **words: Any) -> PolicyVersion:
        return change_policy(self.object, by=self.actor(), at=timezone.now(), **words)


class OpenPostView(ActionPostView):
    """Something that can be done until the board has adopted the version."""

    @classmethod
    def offered(cls, version: PolicyVersion) -> bool:
        return version.state != PolicyState.ADOPTED


class RuleView(OpenPostView):
    label, icon = _("Add a rule"), "plus"
    form_class = RuleForm

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.object.rules.count() + 1}

    def perform(self, *, position: int, **rule: Any) -> PolicyVersion:
        return place_rule(self.object, rule=RuleDraft(**rule), position=position, by=self.actor(), at=timezone.now())


class ConsultView(OpenPostView):
    label, icon = _("Open the consultation"), "comment"
    question = _("Members will be able to read this draft. The rules can still change until the adoption.")

    @classmethod
    def offered(cls, version: PolicyVersion) -> bool:
        return version.state == PolicyState.DRAFT

    def perform(self) -> PolicyVersion:
        return open_consultation(self.object, by=self.actor(), at=timezone.now())


class AdoptView(OpenPostView):
    label, icon = _("Record the adoption"), "check"
    question = _("Once adopted, this version can never change again.")
    form_class = AdoptionForm

    def perform(self, *, resolution: str, effective_from: Any) -> PolicyVersion:
        now = timezone.now()
        return adopt_policy(
            self.object, resolution=resolution, effective_from=effective_from or now, by=self.actor(), at=now
        )


class PolicyInspectView(ActionInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["matrix"], context["audiences"] = matrix(rules_of(self.object)), audiences()
        context["questions"] = questions_left(self.object)
        return context


class DiscardView(ActionDeleteView):
    def perform(self) -> None:
        discard_policy(self.object, by=self.actor(), at=timezone.now())


class PolicyVersionViewSet(ActionViewSet):
    model = PolicyVersion
    name = "politique-de-diffusion"
    icon = "lock-open"
    roles_view = (Role.LIBRARIAN,)
    roles_change = (Role.BOARD_SECRETARY,)
    add_view_class = DraftView
    edit_view_class = WordsView
    delete_view_class = DiscardView
    inspect_view_class = PolicyInspectView
    inspect_template_name = "cms/admin/policy.html"
    post_views = {"regle": RuleView, "consulter": ConsultView, "adopter": AdoptView}
    list_display = ("title_fr", "number", "state", "resolution", "adopted_at", "effective_from")
    list_filter = ("state",)
    related = ((_("Rules"), "rules", ("code", "clause", "kinds", "audiences", "verbs", "delay_days", "allows")),)


class _OfPolicy:
    """Afterwards, the page of the version is shown: its rules were numbered anew."""

    def done_url(self, version: Model) -> str:
        return reverse("politique-de-diffusion:inspect", args=[version.pk])


class EditRuleView(_OfPolicy, ActionEditView):
    form_class = RuleForm

    def get_initial(self) -> dict[str, Any]:
        return RuleForm.of(self.object)

    def perform(self, *, position: int, **rule: Any) -> PolicyVersion:
        return place_rule(
            self.object.policy,
            rule=RuleDraft(**rule),
            position=position,
            instead_of=self.object.order,
            by=self.actor(),
            at=timezone.now(),
        )


class RemoveRuleView(ActionDeleteView):
    def perform(self) -> None:
        remove_rule(self.object.policy, order=self.object.order, by=self.actor(), at=timezone.now())


class PolicyRuleViewSet(ActionViewSet):
    model = PolicyRule
    name = "regles-de-diffusion"
    icon = "list-ul"
    roles_view = (Role.LIBRARIAN,)
    roles_change = (Role.BOARD_SECRETARY,)
    edit_view_class = EditRuleView
    delete_view_class = RemoveRuleView
    list_display = (
        "code",
        "policy",
        "clause",
        Column("kinds", label=_("Kinds of resource"), accessor=kinds_in_words),
        Column("audiences", label=_("Audiences"), accessor=audiences_in_words),
        Column("verbs", label=_("To do what"), accessor=verbs_in_words),
        "delay_days",
        "allows",
    )
    list_filter = ("policy",)
    list_select_related = ("policy",)
