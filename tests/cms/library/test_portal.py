import html
import re

import pytest
from django.test import Client

from tests.cms.library.test_api import CONTENT, POLICY, as_, body
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def _policy():
    adopted(*POLICY)


@pytest.mark.usefixtures("_policy")
def test_list_says_what_is_available():
    ResourceFileFactory(resource__title="Le guide")
    ResourceFileFactory(resource__title="La grille", resource__kind="tool")
    ResourceFactory(title="Infolettre", kind="newsletter")

    page = as_("visitor").get("/bibliotheque/").content.decode()

    assert ("Le guide" in page, "La grille" in page, "Infolettre" in page) == (True, True, False)
    assert "2 ressources" in page
    assert "Disponible" in page
    assert "Réservé au personnel des organismes membres en règle (art.\u00a04.2)." in page


@pytest.mark.usefixtures("_policy")
@pytest.mark.parametrize(
    "query",
    ["q=%22", "kind=poem", "year=abc", "year=²", "year=99999999999", "page=0", "page=99999999999", "page=²", "topic=x"],
)
def test_list_with_an_odd_question_is_a_page(query):
    ResourceFileFactory()

    assert as_("visitor").get(f"/bibliotheque/?{query}").status_code == 200


@pytest.mark.usefixtures("_policy")
def test_list_is_narrowed_and_says_so():
    ResourceFileFactory(resource__title="Le guide")

    page = as_("visitor").get("/bibliotheque/?kind=tool").content.decode()

    assert "0 ressource" in page
    assert "Aucune ressource ne correspond à ces filtres." in page


@pytest.mark.usefixtures("_policy")
def test_record_offers_the_file_or_says_why_not():
    file = ResourceFileFactory(resource__kind="tool", resource__slug="outil")

    refused = as_("visitor").get("/bibliotheque/outil/").content.decode()
    offered = as_("member").get("/bibliotheque/outil/").content.decode()

    address = f"/bibliotheque/fichiers/{file.uuid}/"
    assert (address in refused, address in offered) == (False, True)
    assert "Ouvrir une session pour l’obtenir" in refused
    assert "Ouvrir une session pour l’obtenir" not in offered
    assert "(art.\u00a04.2)" in refused


@pytest.mark.usefixtures("_policy")
def test_file_is_sent_to_those_who_may_have_it():
    file = ResourceFileFactory(resource__kind="tool")

    response = as_("member").get(f"/bibliotheque/fichiers/{file.uuid}/")

    assert (response.status_code, body(response)) == (200, CONTENT)


@pytest.mark.usefixtures("_policy")
def test_refused_file_is_a_page_with_the_reason_and_what_to_do():
    file = ResourceFileFactory(resource__kind="tool")

    response = as_("account").get(f"/bibliotheque/fichiers/{file.uuid}/")

    page = response.content.decode()
    assert response.status_code == 403
    assert "Réservé au personnel des organismes membres en règle (art.\u00a04.2)." in page
    assert "/organismes/" in page


@pytest.mark.usefixtures("_policy")
@pytest.mark.parametrize("path", ["/bibliotheque/inconnue/", "/bibliotheque/infolettre/"])
def test_hidden_record_is_not_found(path):
    ResourceFactory(kind="newsletter", slug="infolettre")

    assert as_("visitor").get(path).status_code == 404


@pytest.mark.usefixtures("_policy")
def test_hidden_file_is_not_found():
    file = ResourceFileFactory(resource__kind="newsletter")

    assert as_("visitor").get(f"/bibliotheque/fichiers/{file.uuid}/").status_code == 404


@pytest.mark.usefixtures("_policy")
def test_policy_is_a_table():
    page = as_("visitor").get("/bibliotheque/politique/").content.decode()

    assert "Politique de diffusion" in page
    assert "Rapport de recherche" in page
    assert "Après 90 jours" in page


def test_policy_before_the_first_one():
    assert "Aucune politique n’est encore en vigueur." in Client().get("/bibliotheque/politique/").content.decode()


@pytest.mark.usefixtures("_policy")
def test_video_plays_in_its_page_with_its_captions_for_those_who_may_have_it():
    video = ResourceFileFactory(resource__kind="tool", resource__slug="capsule", format="mp4", original_name="a.mp4")
    captions = ResourceFileFactory(resource=video.resource, format="vtt", original_name="a.vtt")
    played, read = (f"/bibliotheque/lecture/{file.uuid}/" for file in (video, captions))
    member, visitor = as_("member"), as_("visitor")

    page = member.get("/bibliotheque/capsule/").content.decode()
    assert (f'src="{played}" type="video/mp4"' in page, f'kind="captions" src="{read}" srclang="fr"' in page) == (
        True,
        True,
    )
    assert "<video" not in visitor.get("/bibliotheque/capsule/").content.decode()
    part = member.get(played, headers={"Range": "bytes=0-3"})
    assert (part.status_code, body(part), part["Content-Type"]) == (206, CONTENT[:4], "video/mp4")
    assert part["Content-Disposition"].startswith("inline")
    assert [visitor.get(address).status_code for address in (played, read)] == [404, 404]
    assert member.get(read)["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.usefixtures("_policy")
def test_nothing_but_sounds_and_videos_plays_in_a_page():
    paper = ResourceFileFactory(resource__kind="tool")

    assert as_("member").get(f"/bibliotheque/lecture/{paper.uuid}/").status_code == 404


@pytest.mark.usefixtures("_policy")
def test_found_words_are_marked_and_filters_counted():
    ResourceFileFactory(resource__title="L’accueil des stagiaires", resource__abstract="Un guide pour accueillir.")
    ResourceFileFactory(resource__title="Autre", resource__kind="tool")

    page = as_("visitor").get("/bibliotheque/?q=stagiaire&kind=guide&kind=tool&kind=poem").content.decode()

    assert "L’accueil des <mark>stagiaires</mark>" in page
    assert "1 ressource" in page
    assert 'name="kind" value="guide" checked' in page
    assert 'value="poem"' not in page


@pytest.mark.usefixtures("_policy")
@pytest.mark.parametrize(
    ("query", "proposed"),
    [("q=stagaire", "?q=stagiaire"), ("q=stagiaires&kind=tool", "?q=stagiaires"), ("q=xyzxyz", "/bibliotheque/")],
)
def test_nothing_found_says_what_to_try(query, proposed):
    ResourceFileFactory(resource__title="L’accueil des stagiaires")

    page = as_("visitor").get(f"/bibliotheque/?{query}").content.decode()

    assert f'<a class="button secondary" href="{proposed}">' in page


@pytest.mark.usefixtures("_policy")
def test_pages_follow_each_other_both_ways():
    for n in range(45):
        ResourceFileFactory(resource__title=f"Numéro {n}.")
    client, seen, address = as_("visitor"), [], "/bibliotheque/"

    def go(address, rel):
        page = client.get(address).content.decode()
        link = re.search(rf'rel="{rel}" href="([^"]+)"', page)
        return re.findall(r"Numéro \d+\.", page), link and "/bibliotheque/" + html.unescape(link[1])

    while address:
        last, (found, address) = address, go(address, "next")
        seen.append(found)

    assert [len(found) for found in seen] == [20, 20, 5]
    assert len({title for found in seen for title in found}) == 45
    assert go(go(last, "prev")[1], "prev")[0] == seen[1]
    assert client.get("/bibliotheque/?cursor=forged").status_code == 200
