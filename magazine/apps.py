"""AXE Magazine."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MagazineConfig(AppConfig):
    name = "magazine"
    verbose_name = _("Magazine")

    def ready(self) -> None:
        from cms.search.registry import SOURCES, Source
        from magazine.articles.actions import index_articles
        from magazine.articles.queries import hits

        SOURCES["article"] = Source(rebuild=index_articles, find=hits)
