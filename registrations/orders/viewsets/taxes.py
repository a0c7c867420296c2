"""What each kind of product bears, and the association's numbers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from registrations.actors import Role
from registrations.association.models import Association
from registrations.association.queries import association
from registrations.orders.actions import declare_registration, set_tax_profile
from registrations.orders.actions.taxes import live_numbers
from registrations.orders.forms import RegistrationForm
from registrations.orders.models import TaxComponent, TaxProfile
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionScreenView,
    ActionScreenViewSet,
    ActionViewSet,
)


class PercentColumn(Column):
    """A rate in 100,000ths, as a percentage."""

    def get_value(self, instance: Any) -> str:
        text = f"{getattr(instance, self.accessor) / 1000:g}"
        return f"{text.replace('.', ',')}\u00a0%" if get_language() == "fr" else f"{text}%"


class _ProfileView:
    done_message = _("Tax profile saved.")

    def perform(self, kind: str, category: str, accounting_code: str) -> TaxProfile:
        return set_tax_profile(
            kind=kind, category=category, accounting_code=accounting_code, by=self.actor(), at=timezone.now()
        )


class AddProfileView(_ProfileView, ActionCreateView):
    pass


class EditProfileView(_ProfileView, ActionEditView):
    pass


class TaxProfileViewSet(ActionViewSet):
    model = TaxProfile
    name = "profils-de-taxes"
    icon = "sliders"
    roles_change = (Role.ACCOUNTING,)
    add_view_class = AddProfileView
    edit_view_class = EditProfileView
    form_fields = ("kind", "category", "accounting_code")
    list_display = ("kind", "category", "accounting_code")


class TaxComponentViewSet(ActionViewSet):
    model = TaxComponent
    name = "taxes"
    icon = "decimal"
    roles_change = (Role.ACCOUNTING,)
    list_display = ("code", PercentColumn("rate", label=_("Rate")), "number", "provinces", "valid_from", "valid_until")


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
