"""The team's roles as Django groups, with what Wagtail's own screens ask of them; made anew after each `migrate`.

Our own screens and actions ask for roles (`actors.Role`), never for Django's permissions.
"""

from typing import Any

from django.apps import apps
from django.apps.registry import Apps

from registrations.actors import Role

PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
IMAGES = ("add_image", "change_image", "choose_image")
DOCUMENTS = ("add_document", "change_document", "choose_document")
REDIRECTS = ("add_redirect", "change_redirect", "delete_redirect")
SITE = ("change_site", "add_locale", "change_locale", "add_collection", "change_collection")

# On the root page and the root collection, by codename.
PAGES_OF: dict[str, tuple[str, ...]] = {Role.EDITOR: PAGES, Role.ADMINISTRATOR: PAGES}
COLLECTIONS_OF: dict[str, tuple[str, ...]] = {
    Role.EDITOR: IMAGES + DOCUMENTS,
    Role.LIBRARIAN: IMAGES + DOCUMENTS,
    Role.EVENT_LEAD: IMAGES,
    Role.ADMINISTRATOR: IMAGES + DOCUMENTS,
}
SITE_WIDE: dict[str, tuple[str, ...]] = {
    Role.EDITOR: REDIRECTS,
    Role.ADMINISTRATOR: REDIRECTS + SITE,
}
WITHOUT_ADMIN = {Role.DOOR}
WAGTAILS_OWN = ("Editors", "Moderators")


def synchronise(sender: Any, **_kwargs: Any) -> None:
    """Make the groups and give them exactly these permissions. Runs after the last application with models."""
    if sender.name != _last_with_models(apps).name:
        return
    group_model = apps.get_model("auth", "Group")
    group_model.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()
    for role in Role:
        group, _created = group_model.objects.get_or_create(name=role.value)
        names = SITE_WIDE.get(role, ()) + (() if role in WITHOUT_ADMIN else ("access_admin",))
        group.permissions.set(_permissions(names))
        _page_permissions(group, PAGES_OF.get(role, ()))
        _collection_permissions(group, COLLECTIONS_OF.get(role, ()))


def _last_with_models(registry: Apps) -> Any:
    return [config for config in registry.get_app_configs() if config.models_module][-1]


def _permissions(codenames: tuple[str, ...]) -> list[Any]:
    found = apps.get_model("auth", "Permission").objects.filter(
        codename__in=codenames, content_type__app_label__in=("wagtailadmin", "wagtailcore", "wagtailredirects")
    )
    return list(found)


def _page_permissions(group: Any, codenames: tuple[str, ...]) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    held = apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group)
    held.exclude(permission__codename__in=codenames).delete()
    for permission in _of_model("wagtailcore", "page", codenames) if root else ():
        held.model.objects.get_or_create(group=group, page=root, permission=permission)


def _collection_permissions(group: Any, codenames: tuple[str, ...]) -> None:
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    held = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group)
    held.exclude(permission__codename__in=codenames).delete()
    wanted = [*_of_model("wagtailimages", "image", codenames), *_of_model("wagtaildocs", "document", codenames)]
    for permission in wanted if root else ():
        held.model.objects.get_or_create(group=group, collection=root, permission=permission)


def _of_model(label: str, model: str, codenames: tuple[str, ...]) -> list[Any]:
    return list(
        apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label=label, content_type__model=model, codename__in=codenames
        )
    )
