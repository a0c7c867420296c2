"""The admin's screens of articles, sections and contributors."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from magazine.articles.actions import add_contributor, add_section, approve_article, change_contributor
from magazine.articles.models import ArticlePage, Contributor, Section
from registrations.actors import Role
from registrations.viewsets import (
    ActionCreateView,
    ActionEditView,
    ActionInspectView,
    ActionPostView,
    ActionViewSet,
)


class ApproveArticleView(ActionPostView):
    label = gettext_lazy("Approve")
    question = gettext_lazy("Approve this article as it stands? It appears with its issue, not before.")

    @classmethod
    def offered(cls, article: ArticlePage) -> bool:
        return not article.is_approved

    def perform(self) -> ArticlePage:
        return approve_article(self.object, by=self.actor(), at=timezone.now())

    def done_url(self, article: ArticlePage) -> str:
        return reverse("numeros:inspect", args=[article.issue_id])


class ArticleInspectView(ActionInspectView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        preview = reverse("wagtailadmin_pages:view_draft", args=[self.object.pk])
        return [
            HeaderButton(_("Edit"), url=edit, icon_name="edit"),
            HeaderButton(_("Preview"), url=preview, icon_name="view"),
            *super().header_buttons,
        ]


class ArticleViewSet(ActionViewSet):
    model = ArticlePage
    name = "articles"
    pk_path_converter = "int"
    icon = "pilcrow"
    roles_change = (Role.EDITOR,)
    list_display = ("title", "issue", "section", "first_page", ("is_approved", gettext_lazy("Approved")))
    list_filter = ("issue", "section")
    list_select_related = ("issue", "section")
    search_fields = ("title",)
    inspect_view_fields = ("title", "issue", "section", "order", "first_page", "lead")
    inspect_view_class = ArticleInspectView
    post_views = {"approuver": ApproveArticleView}

    def on_register(self) -> None:
        """The menu alone: the rights and the addresses of pages stay Wagtail's own."""
        ViewSet.on_register(self)


class AddSectionView(ActionCreateView):
    def perform(self, name: str, order: int) -> Section:
        return add_section(slug=slugify(name)[:60], name=name, order=order, by=self.actor())


class ChangeSectionView(ActionEditView):
    def perform(self, name: str, order: int) -> Section:
        return add_section(slug=self.object.slug, name=name, order=order, by=self.actor())


class SectionViewSet(ActionViewSet):
    model = Section
    name = "rubriques"
    icon = "list-ul"
    roles_change = (Role.EDITOR,)
    list_display = ("name", "order", "slug")
    form_fields = ("name", "order")
    add_view_class = AddSectionView
    edit_view_class = ChangeSectionView


class AddContributorView(ActionCreateView):
    def perform(self, name: str, **fields: Any) -> Contributor:
        return change_contributor(add_contributor(name=name, by=self.actor()), name=name, by=self.actor(), **fields)


class ChangeContributorView(ActionEditView):
    def perform(self, **fields: Any) -> Contributor:
        return change_contributor(self.object, by=self.actor(), **fields)


class ContributorViewSet(ActionViewSet):
    model = Contributor
    name = "collaborateurs"
    icon = "user"
    roles_change = (Role.EDITOR,)
    list_display = ("name", "function", "organisation", "consented_on")
    search_fields = ("name", "organisation")
    form_fields = ("name", "function", "organisation", "biography", "photo", "consented_on")
    add_view_class = AddContributorView
    edit_view_class = ChangeContributorView
