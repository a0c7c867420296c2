"""The addresses that search engines are told of: pages, issues and articles that everybody may read."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.pages.queries import live_pages
from magazine.articles.queries import articles
from magazine.issues.queries import issues


class Pages(Sitemap):
    def items(self) -> Any:
        return live_pages(language="fr")

    def location(self, page: Any) -> str:
        return page.url

    def lastmod(self, page: Any) -> Any:
        return page.last_published_at


class Issues(Sitemap):
    def items(self) -> QuerySet[Any]:
        return issues(at=timezone.now())

    def location(self, issue: Any) -> str:
        return reverse("magazine:issue", args=[issue.number])

    def lastmod(self, issue: Any) -> Any:
        return issue.last_published_at


class Articles(Sitemap):
    def items(self) -> QuerySet[Any]:
        return articles(at=timezone.now()).select_related("issue")

    def location(self, article: Any) -> str:
        return reverse("magazine:article", args=[article.issue.number, article.slug])

    def lastmod(self, article: Any) -> Any:
        return article.last_published_at


SITEMAPS = {"pages": Pages, "issues": Issues, "articles": Articles}
