import pytest
from django.urls import reverse

from cms.models import PolicyRule, PolicyVersion
from tests.factories.cms import PolicyVersionFactory, adopted

pytestmark = pytest.mark.django_db
NAME = "politique-de-diffusion"
RULE = {"position": 1, "clause": "1.1", "allows": "yes", "delay_days": 0, "explanation_fr": "Public."}


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


@pytest.mark.parametrize(("start", "rules"), [("model", 14), ("current", 1), ("empty", 0)])
def test_board_secretary_drafts_from_what_is_there(team, start, rules):
    adopted({"clause": "9"})

    post(team("board_secretary"), f"{NAME}:add", start=start)

    draft = PolicyVersion.objects.get(state="draft")
    assert (draft.number, draft.rules.count()) == (2, rules)


def test_rules_are_added_moved_and_removed(team):
    client, draft = team("board_secretary"), PolicyVersionFactory()
    post(client, f"{NAME}:regle", draft.pk, **RULE)
    post(client, f"{NAME}:regle", draft.pk, **RULE | {"clause": "2.1", "allows": "no", "position": 1})
    assert list(draft.rules.values_list("order", "clause", "allows")) == [(1, "2.1", False), (2, "1.1", True)]

    first = PolicyRule.objects.get(order=1)
    assert "2.1" in client.get(reverse("regles-de-diffusion:edit", args=[first.pk])).content.decode()
    post(client, "regles-de-diffusion:edit", first.pk, **RULE | {"clause": "3.1", "position": 2})
    assert list(draft.rules.values_list("order", "clause")) == [(1, "1.1"), (2, "3.1")]

    post(client, "regles-de-diffusion:delete", PolicyRule.objects.get(order=1).pk)
    assert list(draft.rules.values_list("order", "clause")) == [(1, "3.1")]


def test_draft_is_written_consulted_on_and_adopted(team):
    client, draft = team("board_secretary"), PolicyVersionFactory()
    post(client, f"{NAME}:edit", draft.pk, title_fr="Politique 2026", text_fr="1. Objet")
    refused = post(client, f"{NAME}:adopter", draft.pk, resolution="CA-1")
    assert "Certaines questions restent sans réponse" in refused.content.decode()

    post(client, f"{NAME}:regle", draft.pk, **RULE)
    post(client, f"{NAME}:consulter", draft.pk)
    post(client, f"{NAME}:adopter", draft.pk, resolution="CA-1")

    draft.refresh_from_db()
    assert (draft.state, draft.title_fr, draft.resolution) == ("adopted", "Politique 2026", "CA-1")


def test_adopted_version_has_no_more_buttons(team):
    client, version = team("board_secretary"), adopted({})

    page = client.get(reverse(f"{NAME}:inspect", args=[version.pk])).content.decode()
    refused = post(client, f"{NAME}:regle", version.pk, **RULE).content.decode()

    assert "Consigner l’adoption" not in page
    assert "ne peut plus changer" in refused


def test_page_shows_the_matrix_and_what_is_left(team):
    draft = PolicyVersionFactory()

    page = team("librarian").get(reverse(f"{NAME}:inspect", args=[draft.pk])).content.decode()

    assert "280 questions n’ont pas encore de réponse" in page
    assert "Enquête salariale" in page or "Sondage" in page


def test_draft_is_discarded(team):
    draft = PolicyVersionFactory()

    post(team("board_secretary"), f"{NAME}:delete", draft.pk)

    assert PolicyVersion.objects.count() == 0


@pytest.mark.parametrize("name", ["edit", "delete", "regle", "consulter", "adopter"])
def test_librarian_may_look_only(team, name):
    draft = PolicyVersionFactory()

    post(team("librarian"), f"{NAME}:{name}", draft.pk, **RULE)

    draft.refresh_from_db()
    assert (draft.state, draft.rules.count()) == ("draft", 0)
