"""The acts of the journal, in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from registrations.colloquium.models import TicketState
from registrations.journal.labels import LABELS, label_of
from registrations.staff.rules import InvitationState

APPS = ("registrations", "cms", "magazine", "training", "config")
NOT_ACTS = {
    "people.address",
    "memberships.application",
    "training.invitation-link",
    "training.offers",
    "answers.{}",
} | {
    "training.programme",
    "training.session",
}
"""A salt, the names of actors, the field of a wrong answer, kinds of subjects."""

PROGRAMME = ("room", "slot", "speaker", "workshop")
COMPOSED = {
    "colloquium.add-{}": PROGRAMME,
    "colloquium.change-{}": PROGRAMME,
    "colloquium.{}-ticket": tuple(TicketState),
    "orders.{}": ("cancel", "expire"),
    "staff.invitation_{}": (InvitationState.ACCEPTED, InvitationState.DECLINED),
}
"""Names that the code puts together, and what it puts in."""


def test_every_act_that_the_code_writes_has_words():
    written = {name for tree in _writers() for name in _names(tree)} - NOT_ACTS
    composed = {template for template in written if "{}" in template}
    acts = (written - composed) | {name.format(part) for name, parts in COMPOSED.items() for part in parts}

    assert len(acts) > 150
    assert composed == set(COMPOSED)
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
    assert all(re.fullmatch(r"[a-z_-]+(\.[a-z_-]+)?", code) for code in LABELS)


def _writers() -> Iterator[ast.Module]:
    """The modules that write in the journal."""
    for app in APPS:
        for path in sorted((Path(settings.ROOT) / app).rglob("*.py")):
            source = path.read_text()
            if "log(" in source:
                tree = ast.parse(source)
                if any(_is_log(node) for node in ast.walk(tree)):
                    yield tree


def _is_log(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or len(node.args) < 2:
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) == "log"


def _names(tree: ast.Module) -> Iterator[str]:
    """Each text shaped like the name of an act; what is put in a composed one is shown by braces."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        name = ""
        if isinstance(node, ast.JoinedStr):
            name = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            name = node.value
        if re.fullmatch(r"[a-z]+\.[a-z_{}-]+", name):
            yield name
