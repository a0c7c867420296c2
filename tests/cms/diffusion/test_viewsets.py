from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter

from cms.models import PolicyRule, PolicyVersion
from tests.factories.cms import PolicyRuleFactory, PolicyVersionFactory, adopted

pytestmark = pytest.mark.django_db
NAME = "politique-de-diffusion"
RULE = {"position": 1, "clause": "1.1", "allows": "yes", "delay_days": 0, "explanation_fr": "Public."}

EXAMPLE = {"sentence_fr": "Jamais", "kind": "survey", "audience": "public", "verb": "download", "days": 0}
EXAMPLE |= {"allowed": "no"}


def pdf():
    file = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.write(file)
    return SimpleUploadedFile("resolution.pdf", file.getvalue(), content_type="application/pdf")


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


def test_draft_is_written_consulted_on_and_its_adoption_prepared(team):
    client, draft = team("librarian"), PolicyVersionFactory()
    decided = {"resolution": "CA-1", "decided_on": "2026-01-15"}
    post(client, f"{NAME}:edit", draft.pk, title_fr="Politique 2026", text_fr="1. Objet")
    refused = post(client, f"{NAME}:preparer", draft.pk, **decided)
    assert "Certaines questions restent sans réponse" in refused.content.decode()

    post(client, f"{NAME}:regle", draft.pk, **RULE)
    post(client, f"{NAME}:exemple", draft.pk, **EXAMPLE)
    assert "ceci n’est pas vrai" in post(client, f"{NAME}:consulter", draft.pk, audiences=["member"]).content.decode()
    post(client, "exemples-de-diffusion:delete", draft.examples.get().pk)
    post(client, f"{NAME}:consulter", draft.pk, audiences=["member"])
    post(client, f"{NAME}:preparer", draft.pk, document=pdf(), **decided)

    draft.refresh_from_db()
    assert (draft.state, draft.title_fr, draft.consulted) == ("consultation", "Politique 2026", ["member"])
    assert (draft.adoption.resolution, draft.adoption.document_name) == ("CA-1", "resolution.pdf")
    page = client.get(reverse(f"{NAME}:inspect", args=[draft.pk])).content.decode()
    assert reverse("policy:adopt", args=[draft.number]) in page


def test_secretary_confirms_on_the_portal_what_somebody_else_prepared(team):
    librarian, secretary = team("librarian"), team("board_secretary")
    draft = PolicyRuleFactory(order=1).policy
    address = reverse("policy:adopt", args=[draft.number])
    assert secretary.get(address).status_code == 404

    post(librarian, f"{NAME}:preparer", draft.pk, resolution="CA-1", decided_on="2026-01-15", document=pdf())
    assert address in secretary.get("/").content.decode()
    assert secretary.get(reverse("policy:resolution", args=[draft.number])).headers["Content-Type"] == "application/pdf"
    assert librarian.post(address, {"sure": "on"}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"
    unticked = secretary.post(address, {}).content.decode()
    assert "Cochez la case" in unticked
    secretary.post(address, {"sure": "on"})

    draft.refresh_from_db()
    assert (draft.state, draft.resolution) == ("adopted", "CA-1")


def test_adopted_version_has_no_more_buttons(team):
    client, version = team("board_secretary"), adopted({})

    page = client.get(reverse(f"{NAME}:inspect", args=[version.pk])).content.decode()
    refused = post(client, f"{NAME}:regle", version.pk, **RULE).content.decode()

    assert "Préparer l’adoption" not in page
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


@pytest.mark.parametrize("name", ["edit", "delete", "regle", "consulter", "preparer"])
def test_editor_may_nothing(team, name):
    draft = PolicyVersionFactory()

    post(team("editor"), f"{NAME}:{name}", draft.pk, **RULE)

    draft.refresh_from_db()
    assert (draft.state, draft.rules.count()) == ("draft", 0)
