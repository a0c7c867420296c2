"""The admin's screens of promotion codes."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from registrations.actors import Role
from registrations.money import spelled
from registrations.promotions.actions import (
    archive_promotion,
    change_promotion,
    copy_promotion,
    create_promotion,
    make_codes,
)
from registrations.promotions.forms import CopyForm, NewPromotionForm, PromotionForm
from registrations.promotions.models import Promotion
from registrations.promotions.queries import orders_shown, standing_of
from registrations.promotions.registry import PRODUCTS
from registrations.promotions.rules import Standing
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
    MoneyColumn,
)
from registrations.viewsets.reading import SpelledColumn, shown

KEEPERS = (Role.EVENT_LEAD, Role.ACCOUNTING)
STANDINGS = {
    Standing.OFF: _("Off"),
    Standing.COMING: _("To come"),
    Standing.LIVE: _("Valid"),
    Standing.ENDED: _("Ended"),
}
MOST_SHOWN = 200


def worth(promotion: Promotion) -> str:
    """10 %, 12,5 % or 25,00 $, as the language writes it."""
    language = get_language() or "fr"
    if promotion.rate is None:
        return spelled(promotion.amount_cents or 0, language)
    text = f"{promotion.rate / 100:g}"
    return f"{text.replace('.', ',')}\u00a0%" if language == "fr" else f"{text}%"


def state(promotion: Promotion) -> str:
    if promotion.archived_at:
        return str(_("Archived"))
    return str(STANDINGS[standing_of(promotion, at=timezone.now())])


def uses(promotion: Promotion) -> str:
    """3 of 10, or 3 when there is no limit."""
    taken, most = promotion.pool.taken, promotion.pool.capacity
    return str(taken) if most is None else str(_("%(taken)s of %(most)s")) % {"taken": taken, "most": most}


def budget_bar(promotion: Promotion) -> SafeString | str:
    """What is spent of the budget, as a bar with its numbers; nothing without a budget."""
    if promotion.budget_cents is None:
        return ""
    language = get_language() or "fr"
    numbers = _("%(spent)s of %(budget)s") % {
        "spent": spelled(promotion.spent_cents, language),
        "budget": spelled(promotion.budget_cents, language),
    }
    bar = '<progress max="{}" value="{}" aria-label="{}"></progress> {}'
    return format_html(bar, max(promotion.budget_cents, 1), promotion.spent_cents, numbers, numbers)


class BudgetColumn(Column):
    """The bar on the screen; the budget alone in exports."""

    def get_value(self, instance: Promotion) -> str:
        return "" if instance.budget_cents is None else spelled(instance.budget_cents, get_language() or "fr")

    def get_cell_context_data(self, instance: Promotion, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"value": budget_bar(instance)}


class CreatePromotionView(ActionCreateView):
    form_class = NewPromotionForm
    done_message = _("The promotion is ready.")
    at_fault: ClassVar = {"promotion-code-taken": "code"}

    def perform(self, *, count: int, code: str, uses: int | None, batch: str, **fields: Any) -> Promotion:
        given = {"by": self.actor(), "at": timezone.now()} | fields
        if count == 1:
            return create_promotion(code=code, uses=uses, batch=batch, **given)
        named = batch or f"{timezone.localdate()} {fields['name_fr']}"[:60]
        return make_codes(count=count, batch=named, **given)[0]

    def done_url(self, instance: Promotion) -> str:
        """The list of the batch, from which the codes are exported."""
        if self.form.cleaned_data["count"] == 1:
            return super().done_url(instance)
        return f"{reverse(self.index_url_name)}?{urlencode({'batch': instance.batch})}"


class ChangePromotionView(ActionEditView):
    form_class = PromotionForm
    at_fault: ClassVar = {"promotion-budget-below-spent": "budget_cents", "promotion-uses-below-taken": "uses"}

    def get_initial(self) -> dict[str, Any]:
        return PromotionForm.initial_of(self.object)

    def perform(self, **fields: Any) -> Promotion:
        return change_promotion(promotion=self.object, **fields, by=self.actor(), at=timezone.now())


class CopyPromotionView(ActionPostView):
    label = _("Copy")
    question = _("Another code with the same discount, scope, dates and limits, not used yet.")
    done_message = _("The promotion is copied.")
    icon = "copy"
    form_class = CopyForm
    at_fault: ClassVar = {"promotion-code-taken": "code"}

    def perform(self, *, code: str) -> Promotion:
        return copy_promotion(promotion=self.object, code=code, by=self.actor(), at=timezone.now())


class ArchivePromotionView(ActionPostView):
    label = _("Archive")
    question = _("Nobody can use this code any more. Orders placed with it keep their price. Archive it?")
    done_message = _("The promotion is archived.")
    icon = "download-alt"

    @classmethod
    def offered(cls, instance: Promotion) -> bool:
        return instance.archived_at is None

    def perform(self) -> Promotion:
        return archive_promotion(promotion=self.object, by=self.actor(), at=timezone.now())


class PromotionPage(ActionInspectView):
    """What it gives, how far it is used, and by which orders."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        promotion: Promotion = self.object
        first = [
            {"label": _("Discount"), "value": worth(promotion)},
            {"label": _("State"), "value": state(promotion)},
            {"label": _("Uses"), "value": uses(promotion)},
            {"label": _("Given so far"), "value": shown(promotion.spent_cents, None, "spent_cents")},
            {"label": _("Products"), "value": ", ".join(str(PRODUCTS.get(kind, kind)) for kind in promotion.kinds)},
            {"label": _("Budget"), "value": budget_bar(promotion)},
        ]
        return [*(field for field in first if field["value"]), *super().get_fields_context()]

    def get_related_tables(self) -> list[dict[str, Any]]:
        rows = self.object.redemptions.select_related("person", "organisation")[:MOST_SHOWN]
        used = [{"use": use, "order": order} for use, order in orders_shown(list(rows)) if order]
        return [{"label": _("Orders that used it"), "table": Table(_order_columns(), used)}]


def _order_columns() -> list[Column]:
    return [
        TitleColumn("code", label=_("Order"), accessor="order.code", get_url=lambda row: row["order"].address),
        Column("payer", label=_("Payer"), accessor="order.payer"),
        SpelledColumn("placed", label=_("Placed on"), accessor="order.placed_at"),
        Column("state", label=_("State"), accessor="order.state"),
        MoneyColumn("cents", label=_("Discount"), accessor="use.cents"),
        MoneyColumn("total", label=capfirst(_("total")), accessor="order.total_cents"),
        SpelledColumn("released", label=_("Given back"), accessor="use.released_at"),
    ]


class PromotionViewSet(ActionViewSet):
    model = Promotion
    name = "codes-promotionnels"
    icon = "tag"
    add_view_class = CreatePromotionView
    edit_view_class = ChangePromotionView
    inspect_view_class = PromotionPage
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {
        "copier": CopyPromotionView,
        "archiver": ArchivePromotionView,
    }
    roles_change = KEEPERS
    list_display = (
        "code",
        "name_fr",
        Column("worth", label=_("Discount"), accessor=worth),
        Column("uses", label=_("Uses"), accessor=uses),
        "spent_cents",
        BudgetColumn("budget", label=_("Budget")),
        "ends_at",
        Column("standing", label=_("State"), accessor=state),
        "batch",
    )
    list_filter = ("enabled", "audience", "ends_at", "batch")
    list_select_related = ("pool",)
    search_fields = ("code", "name_fr", "name_en", "batch")
    inspect_view_fields = (
        "code",
        "name_fr",
        "name_en",
        "audience",
        "starts_at",
        "ends_at",
        "per_payer",
        "enabled",
        "archived_at",
        "batch",
    )
