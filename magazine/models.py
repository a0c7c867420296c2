"""The magazine's models, each in its feature; this module only gathers them for Django."""

from magazine.articles.models import ArticlePage, Contribution, Contributor, Section
from magazine.issues.models import IssuePage, MagazineIndexPage

__all__ = ["ArticlePage", "Contribution", "Contributor", "IssuePage", "MagazineIndexPage", "Section"]
