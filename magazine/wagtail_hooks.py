"""Magazine: the editor's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from magazine.articles.viewsets import ArticleViewSet, ContributorViewSet, SectionViewSet
from magazine.issues.viewsets import IssueViewSet
from registrations.viewsets import TradeGroup


class MagazineGroup(TradeGroup):
    menu_label = _("Magazine")
    menu_name = "magazine"
    menu_icon = "openquote"
    menu_order = 200
    items = (IssueViewSet, ArticleViewSet, SectionViewSet, ContributorViewSet)


@hooks.register("register_admin_viewset")
def register_trade() -> TradeGroup:
    return MagazineGroup()
