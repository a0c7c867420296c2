"""The acts of the journal, in words."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from registrations.journal.labels import LABELS, label_of


def test_acts_on_people_and_messages_all_have_words():
    folders = [Path(settings.ROOT) / "registrations" / name for name in ("people", "messages", "organisations")]
    source = "".join(path.read_text() for folder in folders for path in folder.rglob("*.py"))
    acts = set(re.findall(r'log\(\s*[\w.]+,\s*"([a-z_]+\.[a-z_]+)"', source))

    assert len(acts) > 20
    assert {act for act in acts if label_of(act) == act} == set()


def test_act_reads_in_the_language_of_the_page_and_an_unknown_one_shows_its_code():
    with override("fr"):
        french = label_of("people.merge")
    with override("en"):
        english = label_of("people.merge")

    assert (french, english, label_of("people.never")) == (
        "Fusion d’une autre fiche",
        "Merge of another record",
        "people.never",
    )
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", code) for code in LABELS)
