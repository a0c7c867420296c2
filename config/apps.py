"""The composition's own application: templates, static files, the team's accounts screen."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        from config.home.choosers import install

        install()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's accounts; our own screens replace its forms, which would write past our actions."""

    user_viewset = "config.home.accounts.ClosedUserViewSet"
    group_viewset = "config.home.accounts.ClosedGroupViewSet"

    def ready(self) -> None:
        """Wagtail would register its policies of accounts here: `RolePolicy` of our screens takes their place."""
