"""The register's menus: Colloque, Adhésions, Finances, Contacts."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from registrations.organisations.viewsets import AffiliationViewSet, GroupViewSet, OrganisationViewSet, TermViewSet
from registrations.people.viewsets import PersonViewSet
from registrations.viewsets import TradeGroup


class ContactsGroup(TradeGroup):
    menu_label = _("Contacts")
    menu_name = "contacts"
    menu_icon = "group"
    menu_order = 700
    items = (OrganisationViewSet, PersonViewSet, AffiliationViewSet, GroupViewSet, TermViewSet)


@hooks.register("register_admin_viewset")
def register_trades() -> list[TradeGroup]:
    return [ContactsGroup()]
