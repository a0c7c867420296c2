"""The scales of dues: written whole, copied to the next year."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.memberships.models import MembershipYear
from registrations.renewals.actions import copy_scales, set_scale
from registrations.renewals.forms import EditScaleForm, ScaleForm
from registrations.renewals.models import DuesScale
from registrations.viewsets import ActionCreateView, ActionEditView, ActionPostView, ActionViewSet


def next_year(scale: DuesScale) -> MembershipYear | None:
    return MembershipYear.objects.filter(starts_on__gt=scale.year.starts_on).order_by("starts_on").first()


class AddScaleView(ActionCreateView):
    form_class = ScaleForm
    done_message = _("The scale is saved.")

    def perform(self, **cleaned: Any) -> DuesScale:
        return set_scale(by=self.actor(), at=timezone.now(), **cleaned)


class EditScaleView(ActionEditView):
    form_class = EditScaleForm
    done_message = _("The scale is saved.")

    def get_initial(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for number, bracket in enumerate(self.object.brackets.all(), start=1):
            said[f"from_{number}"] = bracket.from_cents
            said[f"amount_{number}"] = bracket.amount_cents
        return said

    def perform(self, *, brackets: Any) -> DuesScale:
        scale = self.object
        return set_scale(
            year=scale.year, category=scale.category, brackets=brackets, by=self.actor(), at=timezone.now()
        )


class CopyToNextYearView(ActionPostView):
    label = _("Copy to the next year")
    question = _("The next year takes all the scales of this one, categories that it has already left as they are.")
    done_message = _("The scales are copied: open those of the next year to change them.")
    icon = "copy"

    @classmethod
    def offered(cls, scale: DuesScale) -> bool:
        following = next_year(scale)
        return following is not None and not following.dues_scales.filter(category=scale.category_id).exists()

    def perform(self) -> DuesScale:
        made = copy_scales(year=next_year(self.object), by=self.actor(), at=timezone.now())
        return next((scale for scale in made if scale.category_id == self.object.category_id), self.object)


class DuesScaleViewSet(ActionViewSet):
    model = DuesScale
    add_view_class = AddScaleView
    edit_view_class = EditScaleView
    form_fields = ("year", "category")
    post_views: ClassVar[dict[str, type[ActionPostView]]] = {"copier": CopyToNextYearView}
    name = "baremes-de-cotisation"
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    list_display = (
        "year",
        "category",
        Column("brackets", label=_("Brackets"), accessor=lambda scale: len(scale.brackets.all())),
    )
    list_filter = ("year", "category")
    list_select_related = ("year", "category")
    list_prefetch_related = ("brackets",)
    related = ((_("Brackets"), "brackets", ("from_cents", "amount_cents")),)
