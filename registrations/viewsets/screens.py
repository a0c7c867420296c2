"""Screens with one form, for what has no list: the association, its taxes, the tap of its mails."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from registrations.actors import Role, roles_of
from registrations.viewsets.acting import ActionEditView


class ActionScreenView(ActionEditView):
    """`subject()` is the row shown; `perform(**cleaned)` calls one action; only `roles` and administrators enter."""

    roles: ClassVar[tuple[str, ...]] = ()
    permission_required = None
    index_url_name: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).isdisjoint({Role.ADMINISTRATOR, *self.roles}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def subject(self) -> Model:
        raise NotImplementedError

    def get_object(self, queryset: Any = None) -> Model:  # noqa: ARG002  # Django's signature
        return self.subject()

    def get_edit_url(self) -> str:
        return reverse(self.index_url_name)

    def done_url(self, instance: Model) -> str:  # noqa: ARG002  # back to the same screen
        return reverse(self.index_url_name)

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [{"url": "", "label": str(self.page_title)}]

    @cached_property
    def can_delete(self) -> bool:
        return False


class ActionScreenViewSet(ViewSet):
    """One screen and its entry in the menu, shown to those who may enter."""

    view_class: ClassVar[type[ActionScreenView]]
    add_to_settings_menu = True
    guide = "reglages"

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        roles = {Role.ADMINISTRATOR, *self.view_class.roles}

        def is_shown(_self: MenuItem, request: Any) -> bool:
            return not roles.isdisjoint(roles_of(request.user))

        return type(f"{type(self).__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})

    def get_urlpatterns(self) -> list[Any]:
        names = {"index_url_name": self.get_url_name("index"), "header_icon": self.icon}
        view = self.construct_view(self.view_class, guide=self.guide, **names)
        return [path("", view, name="index")]
