"""Bibliothèque: the librarian's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.access_requests.viewsets import AccessRequestViewSet
from cms.diffusion.viewsets import PolicyExampleViewSet, PolicyRuleViewSet, PolicyVersionViewSet
from cms.downloads.viewsets import DownloadsViewSet
from cms.library.viewsets import (
    CollectionViewSet,
    GrantViewSet,
    NarrowingViewSet,
    ResourceFileViewSet,
    ResourceViewSet,
    TopicViewSet,
)
from cms.simulations.viewsets import PolicySimulationViewSet
from registrations.viewsets import TradeGroup


class LibraryGroup(TradeGroup):
    menu_label = _("Library")
    menu_name = "bibliotheque"
    menu_icon = "doc-full"
    menu_order = 210
    items = (
        ResourceViewSet,
        AccessRequestViewSet,
        ResourceFileViewSet,
        PolicyVersionViewSet,
        PolicyRuleViewSet,
        PolicyExampleViewSet,
        PolicySimulationViewSet,
        GrantViewSet,
        NarrowingViewSet,
        CollectionViewSet,
        DownloadsViewSet,
        TopicViewSet,
    )


@hooks.register("register_admin_viewset")
def register_trade() -> TradeGroup:
    return LibraryGroup()
