"""How lists and pages of the admin spell values."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from registrations.viewsets.reading import shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "oui"),
        (False, "non"),
        (None, "–"),
        ([], "–"),
        (["QC", "ON"], "QC, ON"),
        (date(2026, 10, 1), "1er\u00a0octobre\u00a02026"),
        (datetime(2026, 11, 21, 17, 36, tzinfo=UTC), "21\u00a0novembre\u00a02026, 12\u00a0h\u00a036"),
        (7, 7),
    ],
)
def test_shown_spells_values_in_french_and_in_montreal_time(value: object, words: object) -> None:
    with override("fr"):
        assert shown(value, None, "") == words


def test_every_page_of_one_object_shows_its_acts() -> None:
    """The header keeps the help alone: a page that draws itself draws its acts too, or nobody finds them."""
    wagtails, ours = '{% extends "wagtailadmin/generic/inspect.html"', '{% extends "registrations/admin/inspect.html"'
    silent = [
        path.name
        for path in Path(settings.ROOT).glob("*/templates/**/*.html")
        if (text := path.read_text()).startswith((wagtails, ours))
        and "block main_content" in text
        and "registrations/admin/acts.html" not in text
        and (text.startswith(wagtails) or "block.super" not in text)
    ]
    assert silent == []
