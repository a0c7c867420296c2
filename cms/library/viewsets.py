"""The admin's screens of the library."""

from django.utils.translation import gettext_lazy as _

from cms.library.models import Grant, Narrowing, Resource, ResourceFile, Topic
from registrations.actors import Role
from registrations.viewsets import ActionViewSet


class ResourceViewSet(ActionViewSet):
    model = Resource
    name = "ressources"
    icon = "doc-full"
    roles_view = (Role.EDITOR, Role.BOARD_SECRETARY)
    roles_change = (Role.LIBRARIAN,)
    list_display = ("title", "kind", "published_on", "embargo_until", "live")
    list_filter = ("kind", "published_on", "live")
    list_select_related = ("locale",)
    search_fields = ("title", "abstract")
    inspect_view_fields = (
        "title",
        "slug",
        "kind",
        "abstract",
        "authors",
        "topics",
        "published_on",
        "embargo_until",
        "licence",
        "locale",
        "live",
    )
    related = (
        (_("Files"), "files", ("original_name", "language", "format", "edition", "pages")),
        (_("Grants"), "grants", ("person", "organisation", "reason", "starts_at", "ends_at")),
        (_("Narrowings"), "narrowings", ("reason", "starts_at", "ends_at")),
    )


class ResourceFileViewSet(ActionViewSet):
    model = ResourceFile
    name = "fichiers"
    icon = "doc-empty"
    roles_change = (Role.LIBRARIAN,)
    list_display = ("original_name", "resource", "language", "format", "edition", "pages", "created_at")
    list_filter = ("language", "format")
    list_select_related = ("resource",)
    search_fields = ("original_name", "resource__title")


class GrantViewSet(ActionViewSet):
    model = Grant
    name = "autorisations"
    icon = "key"
    roles_view = (Role.BOARD_SECRETARY,)
    roles_change = (Role.LIBRARIAN,)
    list_display = ("resource", "person", "organisation", "reason", "starts_at", "ends_at")
    list_filter = ("starts_at", "ends_at")
    list_select_related = ("resource", "person", "organisation")
    search_fields = ("resource__title", "reason")


class NarrowingViewSet(ActionViewSet):
    model = Narrowing
    name = "restrictions"
    icon = "lock"
    roles_view = (Role.BOARD_SECRETARY,)
    roles_change = (Role.LIBRARIAN,)
    list_display = ("resource", "reason", "starts_at", "ends_at")
    list_select_related = ("resource",)
    search_fields = ("resource__title", "reason")


class TopicViewSet(ActionViewSet):
    model = Topic
    name = "themes"
    icon = "tag"
    roles_change = (Role.LIBRARIAN,)
    list_display = ("name_fr", "name_en", "slug")
    search_fields = ("name_fr", "name_en")
