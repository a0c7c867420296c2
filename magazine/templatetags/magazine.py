"""What the magazine's templates say of an issue and of an article."""

import json
import re
from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.media.queries import absolute, picture
from magazine.articles.models import ArticlePage
from magazine.issues.models import IssuePage
from magazine.issues.queries import SectionContents, by_section, draft_contents

register = template.Library()
WORDS_A_MINUTE = 200
UNBREAKABLE = (
    (re.compile(r" (?=[:»%$])|(?<=«) "), "\u00a0"),
    (re.compile(r" (?=[;!?])"), "\u202f"),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), "\u00a0"),
)
UNSAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def reading_minutes(article: ArticlePage) -> int:
    return max(1, round(len(article.search_text.split()) / WORDS_A_MINUTE))


@register.filter
@stringfilter
def french(text: str) -> str:
    """The spaces that must not break: editors type plain ones before a colon or a question mark, and in numbers."""
    for pattern, space in UNBREAKABLE:
        text = pattern.sub(space, text)
    return text


@register.simple_tag
def draft_sections(issue: IssuePage) -> list[SectionContents]:
    """The sections of an issue in preparation, for its preview."""
    return by_section(draft_contents(issue))


@register.simple_tag(takes_context=True)
def linked_article(context: dict[str, Any], article: ArticlePage) -> SafeString:
    """What search engines read of an article (schema.org), in a script that the security policy knows."""
    image = picture(article.image)
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": article.lead,
        "inLanguage": "fr-CA",
        "url": absolute(reverse("magazine:article", args=[article.issue.number, article.slug])),
        "datePublished": _iso(article.issue.released_at),
        "dateModified": _iso(article.last_published_at),
        "image": absolute(image.url) if image else None,
        "author": [{"@type": "Person", "name": each.byline} for each in article.contributions.all()],
        "isPartOf": {"@type": "PublicationIssue", "issueNumber": article.issue.number, "name": article.issue.theme},
        "publisher": {"@type": "Organization", "name": "AXTRA"},
    }
    told = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    body = mark_safe(told.translate(UNSAFE_IN_SCRIPT))  # noqa: S308 - escaped for a script on this line
    return format_html('<script type="application/ld+json" nonce="{}">{}</script>', context.get("CSP_NONCE", ""), body)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
