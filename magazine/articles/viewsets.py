"""The admin's screens of articles, sections and contributors."""

from wagtail.admin.viewsets.pages import PageListingViewSet

from magazine.articles.models import ArticlePage, Contributor, Section
from registrations.actors import Role
from registrations.viewsets import ActionViewSet, ShownToRoles


class ArticleViewSet(ShownToRoles, PageListingViewSet):
    model = ArticlePage
    name = "articles"
    roles_view = (Role.EDITOR,)
    icon = "pilcrow"


class SectionViewSet(ActionViewSet):
    model = Section
    name = "rubriques"
    icon = "list-ul"
    roles_change = (Role.EDITOR,)
    list_display = ("name", "order", "slug")


class ContributorViewSet(ActionViewSet):
    model = Contributor
    name = "collaborateurs"
    icon = "user"
    roles_change = (Role.EDITOR,)
    list_display = ("name", "function", "organisation", "consented_on")
    search_fields = ("name", "organisation")
