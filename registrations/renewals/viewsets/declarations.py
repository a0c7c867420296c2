"""The declarations: who is where, and what accounting does about it. Budgets are accounting's alone."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.ui.tables import Column

from registrations.actors import Role, roles_of
from registrations.errors import DomainError
from registrations.lists.rules import Verdict, left_out, passes
from registrations.memberships.models import MembershipCategory
from registrations.money import spelled
from registrations.organisations.rules import Region
from registrations.renewals.actions import invoice_dues, invoice_provisionally, note_budget, record_paper
from registrations.renewals.actions.dues import check_provisional
from registrations.renewals.forms import BudgetNoteForm, PaperForm
from registrations.renewals.models import Campaign, Declaration
from registrations.renewals.queries import dues_due, dues_orders, step_filter, with_steps
from registrations.renewals.rules import Step
from registrations.renewals.viewsets.campaigns import READERS
from registrations.viewsets import (
    ActionBulkView,
    ActionFilterSet,
    ActionIndexView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    MoneyColumn,
)

BUDGETS = ("budget_cents", "reference_cents")


def sees_budgets(user: Any) -> bool:
    return not roles_of(user).isdisjoint({Role.ACCOUNTING, Role.ADMINISTRATOR})


def step_of(declaration: Declaration) -> str:
    """Where the organisation is, in a word: the furthest step."""
    if declaration.declined_at:
        return str(Step.DECLINED.label)
    if not declaration.is_member:
        return str(Step.LAPSED.label)
    if declaration.is_invoiced and not declaration.is_unpaid and declaration.signed_at:
        return str(Step.PAID.label)
    if not declaration.signed_at and declaration.provisional_at:
        return str(Step.PROVISIONAL.label)
    return str(_("Declared") if declaration.signed_at else _("Not declared"))


class DeclarationFilterSet(ActionFilterSet):
    campaign = ModelChoiceFilter(queryset=Campaign.objects.select_related("year"), label=gettext_lazy("Campaign"))
    step = ChoiceFilter(label=gettext_lazy("Step"), choices=Step.choices, method="at_step")
    region = ChoiceFilter(
        field_name="membership__organisation__region", label=gettext_lazy("Region"), choices=Region.choices
    )
    category = ModelChoiceFilter(
        field_name="membership__category", queryset=MembershipCategory.objects.all(), label=gettext_lazy("Category")
    )

    class Meta:
        model = Declaration
        fields: ClassVar[list[str]] = []

    def at_step(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(step_filter(value, on=timezone.localdate()))


class DeclarationsView(ActionIndexView):
    """With where each organisation is; budgets are a column for accounting alone, exports included."""

    default_ordering = "membership__organisation__name"

    def get_base_queryset(self) -> Any:
        return with_steps(on=timezone.localdate()).select_related(*self.list_select_related)

    @property
    def columns(self) -> list[Any]:
        shown = sees_budgets(self.request.user)
        return [column for column in super().columns if shown or column.name not in BUDGETS]


class DeclarationPage(ActionInspectView):
    def get_fields(self) -> list[str]:
        shown = sees_budgets(self.request.user)
        return [name for name in super().get_fields() if shown or name not in BUDGETS]

    def get_fields_context(self) -> list[dict[str, Any]]:
        """With its orders of dues, each a link."""
        orders = dues_orders(self.object.membership.uuid)
        links = ((reverse("commandes:inspect", args=[order.pk]), order, order.get_state_display()) for order in orders)
        said = format_html_join(", ", '<a href="{}">{}</a> ({})', links)
        return [*super().get_fields_context(), *([{"label": _("Orders of dues"), "value": said}] if orders else [])]


class InvoiceView(ActionPostView):
    label = gettext_lazy("Invoice the dues")
    question = gettext_lazy(
        "What is owed after this declaration is invoiced, or credited, now. Nothing happens when it agrees."
    )
    done_message = gettext_lazy("The dues are invoiced as declared.")
    icon = "doc-full-inverse"

    @classmethod
    def offered(cls, declaration: Declaration) -> bool:
        return declaration.signed_at is not None

    def perform(self) -> Declaration:
        invoice_dues(declaration=self.object, by=self.actor(), at=timezone.now())
        return self.object


class ProvisionalView(ActionPostView):
    label = gettext_lazy("Invoice provisionally")
    question = gettext_lazy("The bracket of last year's budget is invoiced; the declaration will correct it.")
    done_message = gettext_lazy("The provisional invoice is issued.")
    icon = "doc-full"

    @classmethod
    def offered(cls, declaration: Declaration) -> bool:
        return refusal_of(declaration) is None

    def perform(self) -> Declaration:
        invoice_provisionally(declaration=self.object, by=self.actor(), at=timezone.now())
        return self.object


class NoteBudgetView(ActionPostView):
    label = gettext_lazy("Note last year's budget")
    question = gettext_lazy("A provisional invoice follows from it when the organisation does not declare in time.")
    icon = "edit"
    form_class = BudgetNoteForm

    @classmethod
    def offered(cls, declaration: Declaration) -> bool:
        return declaration.signed_at is None

    def get_initial(self) -> dict[str, Any]:
        return {"cents": self.object.reference_cents}

    def perform(self, *, cents: int | None) -> Declaration:
        return note_budget(declaration=self.object, cents=cents, by=self.actor(), at=timezone.now())


class PaperView(ActionPostView):
    label = gettext_lazy("Record a paper declaration")
    question = gettext_lazy(
        "The direction signed on paper: the dues are invoiced at once, as after an online signature."
    )
    done_message = gettext_lazy("The declaration is recorded.")
    icon = "upload"
    form_class = PaperForm

    @classmethod
    def offered(cls, declaration: Declaration) -> bool:
        return declaration.signed_at is None and declaration.declined_at is None

    def perform(self, **cleaned: Any) -> Declaration:
        return record_paper(declaration=self.object, by=self.actor(), at=timezone.now(), **cleaned)


class ProvisionalAll(ActionBulkView):
    """Those who did not declare by the due date, from last year's bracket."""

    label = gettext_lazy("Invoice provisionally")
    question = gettext_lazy(
        "Each is invoiced the bracket of last year's budget, due in thirty days; a declaration corrects it later."
    )
    done_message = gettext_lazy("The provisional invoices are issued.")
    icon = "doc-full"

    def verdict(self, declaration: Declaration) -> Verdict:
        if refusal := refusal_of(declaration):
            return left_out(str(refusal))
        try:
            cents = dues_due(declaration, declaration.reference_cents or 0)
        except DomainError as refused:
            return left_out(str(refused))
        amount = {"amount": spelled(cents, get_language() or "fr")}
        return passes(_("Dues of %(amount)s") % amount)

    def perform(self, declaration: Declaration) -> None:
        invoice_provisionally(declaration=declaration, by=self.actor(), at=timezone.now())


def refusal_of(declaration: Declaration) -> DomainError | None:
    """What stands against a provisional invoice today."""
    try:
        check_provisional(declaration, on=timezone.localdate())
    except DomainError as refusal:
        return refusal
    return None


class DeclarationViewSet(ActionViewSet):
    model = Declaration
    index_view_class = DeclarationsView
    inspect_view_class = DeclarationPage
    filterset_class = DeclarationFilterSet
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "facturer": InvoiceView,
        "facturer-provisoire": ProvisionalView,
        "budget": NoteBudgetView,
        "papier": PaperView,
    }
    bulk_views: ClassVar[dict[str, type[ActionBulkView]]] = {"facturer-provisoirement": ProvisionalAll}
    name = "declarations"
    menu_label = gettext_lazy("Yearly declarations")
    icon = "doc-full"
    roles_view = READERS
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        ("membership__organisation", gettext_lazy("organisation"), "membership__organisation__name"),
        Column("region", label=gettext_lazy("Region"), accessor="membership.organisation.get_region_display"),
        ("membership__category", gettext_lazy("category")),
        ("campaign__year", gettext_lazy("year"), "campaign__year__starts_on"),
        Column("step", label=gettext_lazy("Step"), accessor=step_of),
        "signed_at",
        ("membership__lapses_on", gettext_lazy("lapses on"), "membership__lapses_on"),
        MoneyColumn("budget_cents", label=gettext_lazy("Budget"), accessor="budget_cents"),
        MoneyColumn("reference_cents", label=gettext_lazy("Budget of the year before"), accessor="reference_cents"),
    )
    list_select_related = ("membership__organisation", "membership__category", "membership__year", "campaign__year")
    search_fields = ("membership__organisation__name",)
    inspect_view_fields = (
        "membership",
        "campaign",
        "told_at",
        "asked_at",
        "signed_at",
        "signer_name",
        "signer_title",
        "statement_version",
        "budget_cents",
        "reference_cents",
        "provisional_at",
        "declined_at",
        "decline_reason",
    )
