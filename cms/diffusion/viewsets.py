"""The admin's screens of the diffusion policy."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.diffusion.actions import (
    ExampleDraft,
    RuleDraft,
    add_example,
    change_policy,
    discard_policy,
    draft_next_policy,
    open_consultation,
    place_rule,
    prepare_adoption,
    remove_example,
    remove_rule,
    withdraw_adoption,
)
from cms.diffusion.forms import AdoptionForm, ConsultationForm, DraftForm, ExampleForm, RuleForm, WordsForm
from cms.diffusion.models import (
    PolicyAdoption,
    PolicyExample,
    PolicyRule,
    PolicyState,
    PolicyVersion,
    ResourceKind,
    Verb,
)
from cms.diffusion.queries import (
    AUDIENCES,
    audiences,
    audiences_named,
    matrix,
    questions_left,
    rules_of,
    worked_examples,
)
from cms.diffusion.rules import may_write_policy
from registrations.actors import Role
from registrations.files.uploads import received
from registrations.viewsets import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    actor,
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
    template_name = "cms/admin/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"policy": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.object.rules.count() + 1}

    def perform(self, *, position: int, **rule: Any) -> PolicyVersion:
        return place_rule(self.object, rule=RuleDraft(**rule), position=position, by=self.actor(), at=timezone.now())


class ExampleView(OpenPostView):
    label, icon = _("Add an example"), "pick"
    question = _("An example that does not hold stops the consultation and the adoption.")
    form_class = ExampleForm

    def perform(self, **example: Any) -> PolicyVersion:
        return add_example(self.object, example=ExampleDraft(**example), by=self.actor(), at=timezone.now())


class ConsultView(OpenPostView):
    label, icon = _("Open the consultation"), "comment"
    question = _(
        "Those whom you choose will be able to read this draft. The rules can still change until the adoption."
    )
    form_class = ConsultationForm

    @classmethod
    def offered(cls, version: PolicyVersion) -> bool:
        return version.state == PolicyState.DRAFT

    def perform(self, *, audiences: list[str]) -> PolicyVersion:
        return open_consultation(self.object, audiences=audiences, by=self.actor(), at=timezone.now())


class PrepareView(OpenPostView):
    label, icon = _("Prepare the adoption"), "check"
    question = _(
        "The board secretary will confirm it on the portal: another person than you. Then it never changes again."
    )
    form_class = AdoptionForm

    def perform(self, *, document: UploadedFile | None, **decided: Any) -> PolicyVersion:
        by, now = self.actor(), timezone.now()
        if document is None:
            return prepare_adoption(self.object, by=by, at=now, **decided).policy
        with received(document, feature="policy", at=now, allowed=frozenset({"pdf"}), megabytes=20) as kept:
            return prepare_adoption(self.object, document=kept, by=by, at=now, **decided).policy


class WithdrawAdoptionView(ActionPostView):
    label, icon = _("Withdraw what was prepared"), "cross"
    question = _("The secretary will have nothing to confirm any more.")

    @classmethod
    def offered(cls, version: PolicyVersion) -> bool:
        return PolicyAdoption.objects.filter(policy=version, confirmed_at=None).exists()

    def perform(self) -> PolicyVersion:
        return withdraw_adoption(self.object, by=self.actor(), at=timezone.now())


class PolicyInspectView(ActionInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["matrix"], context["audiences"] = matrix(rules_of(self.object)), audiences()
        context["questions"] = questions_left(self.object)
        context["examples"] = worked_examples(self.object)
        context["adoption"] = PolicyAdoption.objects.filter(policy=self.object).first()
        context["consulted"] = audiences_named(self.object.consulted)
        context["others"] = PolicyVersion.objects.exclude(pk=self.object.pk).values_list("number", flat=True)
        context["may_write"] = may_write_policy(actor(self.request)) and self.object.state != PolicyState.ADOPTED
        return context


class DiscardView(ActionDeleteView):
    def perform(self) -> None:
        discard_policy(self.object, by=self.actor(), at=timezone.now())


class PolicyVersionViewSet(ActionViewSet):
    model = PolicyVersion
    name = "politique-de-diffusion"
    icon = "lock-open"
    roles_change = (Role.LIBRARIAN, Role.BOARD_SECRETARY)
    add_view_class = DraftView
    edit_view_class = WordsView
    delete_view_class = DiscardView
    inspect_view_class = PolicyInspectView
    inspect_template_name = "cms/admin/policy.html"
    post_views = {
        "regle": RuleView,
        "exemple": ExampleView,
        "consulter": ConsultView,
        "preparer": PrepareView,
        "retirer": WithdrawAdoptionView,
    }
    inspect_view_fields = (
        *("number", "state", "title_fr", "title_en", "resolution", "adopted_at", "effective_from"),
        *("text_fr", "text_en"),
    )
    list_display = ("title_fr", "number", "state", "resolution", "adopted_at", "effective_from")
    list_filter = ("state",)
    related = ((_("Rules"), "rules", ("code", "clause", "kinds", "audiences", "verbs", "delay_days", "allows")),)


class _OfPolicy:
    """Afterwards, the page of the version is shown: its rules were numbered anew."""

    def done_url(self, version: Model) -> str:
        return reverse("politique-de-diffusion:inspect", args=[version.pk])


class EditRuleView(_OfPolicy, ActionEditView):
    form_class = RuleForm
    template_name = "cms/admin/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"policy": self.object.policy, "instead_of": self.object.order}
        return super().get_context_data(**kwargs) | given

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
    roles_change = (Role.LIBRARIAN, Role.BOARD_SECRETARY)
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


class RemoveExampleView(_OfPolicy, ActionDeleteView):
    def perform(self) -> None:
        remove_example(self.object.policy, order=self.object.order, by=self.actor(), at=timezone.now())


class PolicyExampleViewSet(ActionViewSet):
    model = PolicyExample
    name = "exemples-de-diffusion"
    icon = "pick"
    roles_change = (Role.LIBRARIAN, Role.BOARD_SECRETARY)
    delete_view_class = RemoveExampleView
    list_display = ("sentence_fr", "policy", "kind", "audience", "verb", "days", "allowed")
    list_filter = ("policy",)
    list_select_related = ("policy",)
