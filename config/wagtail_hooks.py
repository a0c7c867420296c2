"""The admin's composition: colours, home, menus, and the team's guide."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from config.home.admin import panels_for
from config.home.guide import guide

# Wagtail's own entries that serve nobody here: documents live in the library, help is our guide.
HIDDEN = {"documents", "help", "snippets"}
HIDDEN_SETTINGS = {"users", "groups", "sites", "locales", "workflow-tasks", "workflows", "collections"}


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("team/admin.css"))


@hooks.register("insert_global_admin_js")
def start_widgets() -> str:
    """Wagtail's choosers and panels without the inline scripts that our policy refuses; the boxes of our lists."""
    files = [(static(f"admin/{name}.js"),) for name in ("start", "lists")]
    return format_html_join("", '<script src="{}"></script>', files)


@hooks.register("construct_homepage_panels")
def home(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = panels_for(request.user)


@hooks.register("construct_main_menu")
def menu(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]
    for item in items:
        if item.name == "settings":
            item.label = _("Settings")  # our word: the guide speaks of this menu


@hooks.register("construct_settings_menu")
def settings_menu(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("aide/", guide, name="aide"), path("aide/<slug:page>/", guide, name="aide")]


@hooks.register("register_admin_menu_item")
def help_item() -> MenuItem:
    return MenuItem(_("Help"), reverse("aide"), name="aide", icon_name="help", order=11_000)
