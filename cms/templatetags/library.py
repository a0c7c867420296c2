"""Words of the library in the language of the page."""

from datetime import datetime

from django import template

from cms.diffusion.models import PolicyVersion
from cms.diffusion.queries import language
from cms.diffusion.rules import MONTREAL, Rule
from registrations.dates import spelled_day

register = template.Library()


@register.simple_tag
def spelled_opening(opens_at: datetime) -> str:
    """3 mars 2027: the day, in Montréal, from which it opens."""
    return spelled_day(opens_at.astimezone(MONTREAL).date(), language(), weekday=False)


@register.simple_tag
def in_language(version: PolicyVersion, field: str) -> str:
    """The English text when there is one and the page is in English, else the French one."""
    english = getattr(version, f"{field}_en") if language() == "en" else ""
    return english or getattr(version, f"{field}_fr")


@register.simple_tag
def explanation(rule: Rule) -> str:
    return rule.explanations[language()]
