"""The words that fields and filters use."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from registrations.memberships.rules import AUDIENCES
from registrations.organisations.models import Term
from registrations.organisations.rules import AffiliationRole, OrganisationKind, Region, TermKind


def vocabularies() -> dict[str, list[dict[str, str]]]:
    """Every vocabulary of the register: the team's own, and those of the code in both languages."""
    terms = list(Term.objects.order_by("name_fr"))
    of_team = {
        name: [{"code": t.slug, "fr": t.name_fr, "en": t.name_en or t.name_fr} for t in terms if t.kind == kind]
        for name, kind in (
            ("specialities", TermKind.SPECIALITY),
            ("measures", TermKind.MEASURE),
            ("networks", TermKind.NETWORK),
        )
    }
    chosen: dict[str, Iterable[tuple[Any, Any]]] = {
        "regions": Region.choices,
        "kinds": OrganisationKind.choices,
        "roles": AffiliationRole.choices,
        "audiences": AUDIENCES,
    }
    return of_team | {name: [_both(code, label) for code, label in choices] for name, choices in chosen.items()}


def _both(code: str, label: object) -> dict[str, str]:
    said = {"code": str(code)}
    for language in ("fr", "en"):
        with override(language):
            said[language] = str(label)
    return said
