"""Wagtail's own screens of accounts and groups, closed: they would write past our actions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet


def closed(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    raise Http404


class _Closed(ModelViewSet):
    """Keeps the names of the addresses, which Wagtail's templates may ask for; each answers 404."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = closed
        return patterns

    def register_search_area(self) -> None:
        """Nobody searches there."""


class ClosedUserViewSet(_Closed, UserViewSet):
    index_view_class = IndexView


class ClosedGroupViewSet(_Closed, GroupViewSet):
    index_view_class = IndexView
