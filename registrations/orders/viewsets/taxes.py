"""What each kind of product bears, and the association's numbers."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registrations.actors import Role, roles_of
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.orders.actions import change_rate, declare_registration, remove_tax_profile, set_tax_profile
from registrations.orders.actions.taxes import live_numbers
from registrations.orders.forms import DecisionForm, RateForm, RegistrationForm
from registrations.orders.models import LineKind, TaxCode, TaxComponent, TaxProfile
from registrations.orders.queries import spelled_rate
from registrations.orders.rules import percent
from registrations.orders.supply import Bearing, bearings
from registrations.provinces import Province
from registrations.viewsets import (
    ActionCreateView,
    ActionDeleteView,
    ActionEditView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
    DayInput,
)
from registrations.viewsets.guided import Guided


class PercentColumn(Column):
    """A rate in 100,000ths, as a percentage."""

    def get_value(self, instance: Any) -> str:
        text = f"{getattr(instance, self.accessor) / 1000:g}"
        return f"{text.replace('.', ',')}\u00a0%" if get_language() == "fr" else f"{text}%"


class _ProfileView:
    done_message = _("Tax profile saved.")

    def perform(self, **cleaned: Any) -> TaxProfile:
        return set_tax_profile(**cleaned, by=self.actor(), at=timezone.now())


class AddProfileView(_ProfileView, ActionCreateView):
    pass


class EditProfileView(_ProfileView, ActionEditView):
    """The kind and the province are what the decision is about: they stay."""

    form_class = DecisionForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("category", "accounting_code")}

    def perform(self, **cleaned: Any) -> TaxProfile:
        return super().perform(kind=self.object.kind, province=self.object.province, **cleaned)


class RemoveProfileView(ActionDeleteView):
    def perform(self) -> None:
        remove_tax_profile(profile=self.object, by=self.actor(), at=timezone.now())


class TaxProfileViewSet(ActionViewSet):
    model = TaxProfile
    name = "profils-de-taxes"
    icon = "sliders"
    roles_change = (Role.ACCOUNTING,)
    add_view_class = AddProfileView
    edit_view_class = EditProfileView
    delete_view_class = RemoveProfileView
    form_fields = ("kind", "province", "category", "accounting_code")
    list_display = (
        "kind",
        Column("where", label=_("Where"), accessor=lambda row: row.get_province_display() or _("Everywhere else")),
        "category",
        "accounting_code",
    )


class ChangeRateView(ActionCreateView):
    """A rate from a day on, in some provinces; the others keep theirs."""

    form_class = RateForm
    page_title = _("Change a rate")
    done_message = _("The rate is entered; orders already placed keep theirs.")
    at_fault: ClassVar[dict[str, str]] = {"rate-in-the-past": "on", "not-registered-for-taxes": "code"}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate() + timedelta(days=1)}

    def perform(self, **cleaned: Any) -> TaxComponent | None:
        change_rate(**cleaned, by=self.actor(), at=timezone.now())
        return TaxComponent.objects.filter(code=cleaned["code"]).order_by("-pk").first()

    def done_url(self, instance: Any) -> str:  # noqa: ARG002 - several rows may have changed
        return reverse(self.index_url_name)


class ProvincesColumn(Column):
    """Provinces by their symbols; none is all of Canada."""

    def get_value(self, instance: TaxComponent) -> str:
        return ", ".join(instance.provinces) or str(_("All of Canada"))


class TaxComponentViewSet(ActionViewSet):
    model = TaxComponent
    name = "taxes"
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    add_view_class = ChangeRateView
    form_fields = ("code",)
    list_display = (
        "code",
        PercentColumn("rate", label=_("Rate")),
        "number",
        ProvincesColumn("provinces", label=_("Provinces")),
        "valid_from",
        "valid_until",
    )
    list_filter = ("code",)


class DayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DayInput)


class TaxTableView(Guided, WagtailAdminTemplateMixin, TemplateView):
    """What applies to whom, today or on another day."""

    roles: ClassVar[tuple[str, ...]] = (Role.ACCOUNTING,)
    template_name = "registrations/admin/taxes.html"
    page_title = _("Which taxes, where?")
    header_icon = "view"
    index_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint({Role.ADMINISTRATOR, *self.roles}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        form = DayForm({"on": self.request.GET.get("on") or today.isoformat()})
        on = form.cleaned_data["on"] if form.is_valid() else today
        found = bearings(LineKind.values, on=on)
        numbers = sorted({component.number for row in found for component in row.components})
        context = {
            "form": form,
            "on": on,
            "numbers": numbers,
            "decided": association().taxes_decided,
            "kinds": LineKind.labels,
            "rows": [_shown(row) for row in found],
        }
        return {**super().get_context_data(**kwargs), **context}


def _shown(row: Bearing) -> dict[str, Any]:
    language = get_language() or "fr"
    taxes = [f"{TaxCode(each.code).label} {spelled_rate(percent(each.rate), language)}" for each in row.components]
    decisions = [each.get_category_display() if each else _("Not decided: not sold") for each in row.profiles]
    return {"province": Province(row.province).label, "taxes": " + ".join(taxes), "decisions": decisions}


class TaxTableViewSet(ActionScreenViewSet):
    name = "taxes-en-vigueur"
    icon = "view"
    menu_label = _("Which taxes, where?")
    guide = "finances"
    add_to_settings_menu = False
    view_class = TaxTableView


class RegistrationView(ActionScreenView):
    """Registered, with both numbers, or not."""

    model = Association
    roles = (Role.ACCOUNTING,)
    form_class = RegistrationForm
    template_name = "registrations/admin/act.html"
    page_title = _("Registration for taxes")
    done_message = _("Registration for taxes saved.")

    def subject(self) -> Association:
        return association()

    def get_initial(self) -> dict[str, Any]:
        numbers = live_numbers()
        return {
            "gst_number": next((number for number in numbers if " RT" in number), ""),
            "qst_number": next((number for number in numbers if " TQ" in number), ""),
            "on": timezone.localdate(),
        }

    def perform(self, **cleaned: Any) -> Association:
        declare_registration(**cleaned, by=self.actor(), at=timezone.now())
        return association()


class RegistrationViewSet(ActionScreenViewSet):
    name = "inscription-aux-taxes"
    icon = "doc-full"
    menu_label = _("Registration for taxes")
    add_to_settings_menu = False
    view_class = RegistrationView
