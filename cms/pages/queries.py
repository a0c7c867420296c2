"""Reading pages of text."""

from cms.pages.models import StandardPage


def live_page(slug: str, *, language: str) -> StandardPage | None:
    """The published page of this address in this language, else in French, the language that always comes first."""
    pages = StandardPage.objects.live().public().filter(slug=slug).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or by_language.get("fr")
