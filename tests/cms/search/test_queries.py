"""The index itself, on both databases: what is found must be the same."""

import pytest

from cms.library.models import Resource
from cms.search.actions import Entry, forget, index
from cms.search.models import SearchEntry
from cms.search.queries import Where, corrected, matching, rank
from cms.search.rules import question, terms
from tests.factories.cms import ResourceFactory

pytestmark = pytest.mark.django_db
TEXTS = {
    "Guide d’accueil des stagiaires": ("De l’offre de stage au bilan", "La conseillère rencontre l’employeur"),
    "Mise en œuvre de la télépratique": ("Œuvre collective, mise à jour en 2021", "Emploi et immigration"),
    "Emplois d'été": ("Stages pour les jeunes", "Un guide en 2e10 pages, x1e5"),
}


@pytest.fixture
def works():
    rows = [ResourceFactory(title=title) for title in TEXTS]
    texts = {title: (summary, " ".join(terms(text))) for title, (summary, text) in TEXTS.items()}
    index("resource", [Entry(row.pk, row.title, *texts[row.title]) for row in rows])


def found(typed, where=Where.WHOLE):
    rows = Resource.objects.filter(matching("resource", question(typed), where))
    return sorted(title.split()[0] for title in rows.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("typed", "title", "head", "whole"),
    [
        ("emploi", ["Emplois"], ["Emplois"], ["Emplois", "Mise"]),
        ("stage", ["Guide"], ["Emplois", "Guide"], ["Emplois", "Guide"]),
        ("stagiaire accueil", ["Guide"], ["Guide"], ["Guide"]),
        ("guide emploi", [], [], ["Emplois"]),
        ('"mise en œuvre"', ["Mise"], ["Mise"], ["Mise"]),
        ('"œuvre mise"', [], [], []),
        ('"oeuvre collective"', [], ["Mise"], ["Mise"]),
        ("immigr", [], [], ["Mise"]),
        ("migration", [], [], []),
        ("2021", [], ["Mise"], ["Mise"]),
        ("2e10", [], [], ["Emplois"]),
        ("1e5", [], [], []),
        ("x1e5", [], [], ["Emplois"]),
        ("ete", ["Emplois"], ["Emplois"], ["Emplois"]),
        ("et", [], [], []),
        ("emploi AND NOT guide OR", [], [], []),
        ("NEAR(emploi)", [], [], []),
        ("conseiller employeur", [], [], ["Guide"]),
    ],
)
def test_matching(works, typed, title, head, whole):
    if not question(typed):
        return
    assert [found(typed, where) for where in Where] == [title, head, whole]


def test_rank_puts_the_title_over_what_is_shown_over_the_text(works):
    rows = Resource.objects.annotate(n=rank("resource", question("stag"))).order_by("-n", "title")

    assert [(row.title.split()[0], row.n) for row in rows] == [("Guide", 3), ("Emplois", 2), ("Mise", 1)]


def test_entry_written_again_replaces_its_words(works):
    row = Resource.objects.first()

    index("resource", [Entry(row.pk, "Autre chose")])

    assert found("autre") == [row.title.split()[0]]
    assert row.title.split()[0] not in found("accueil") + found("emploi") + found("oeuvre")
    forget("resource", [row.pk])
    assert found("autre") == []


def test_another_kind_is_not_found(works):
    row = Resource.objects.first()
    index("article", [Entry(row.pk, "Tout autre chose")])

    assert found("autre") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("acueil stagiaires", "accueil stagiaires"), ("telepratqiue", "telepratique"), ("emploi", ""), ("xyzzyx", "")],
)
def test_mistyped_words_are_corrected_by_known_ones(works, typed, expected):
    assert corrected(typed) == expected


@pytest.mark.parametrize("change", ["title", "abstract", "delete", "topics"])
def test_what_no_action_wrote_is_marked_by_the_database(works, change):
    from cms.library.models import Topic

    row = Resource.objects.first()
    assert not SearchEntry.objects.filter(stale=True).exists()

    if change == "delete":
        Resource.objects.filter(pk=row.pk).delete()
        assert not SearchEntry.objects.filter(about=row.pk, kind="resource").exists()
        return
    if change == "topics":
        row.topics.add(Topic.objects.create(slug="x", name_fr="Autre"))
    else:
        Resource.objects.filter(pk=row.pk).update(**{change: "Autre chose"})

    assert list(SearchEntry.objects.filter(stale=True).values_list("about", flat=True)) == [row.pk]


def test_row_written_without_an_action_waits_for_its_words(works):
    from cms.library.jobs import sweep_index

    row = ResourceFactory(title="Vieux titre")
    Resource.objects.filter(pk=row.pk).update(title="Nouveau titre")
    assert found("nouveau") == []

    assert sweep_index.call_local() == 1
    assert found("nouveau") == ["Nouveau"]
    assert sweep_index.call_local() == 0


def test_index_can_be_written_anew(works):
    from django.core.management import call_command

    SearchEntry.objects.all().delete()
    call_command("index_search", verbosity=0)

    assert (SearchEntry.objects.count(), found("accueil")) == (3, ["Guide"])
