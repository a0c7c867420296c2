"""The same request by the portal, the API and the librarian's queue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.access_requests.mails import MAIL_KINDS
from cms.access_requests.models import AccessRequest
from tests.cms.library.test_api import as_
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    adopted({"kinds": ["survey"], "verbs": ["see"], "clause": "2.1"})
    return ResourceFileFactory(resource=ResourceFactory(kind="survey", slug="sondage", title="Le sondage"))


def asked(client):
    return client.post("/bibliotheque/sondage/demande/", {"reason": "Une recherche"})


def test_refused_reader_asks_from_the_page_is_granted_and_downloads(file, team):
    reader = as_("member")
    page = reader.get("/bibliotheque/sondage/").content.decode()
    assert reverse("access_requests:ask", args=["sondage"]) in page
    assert reader.get(f"/bibliotheque/fichiers/{file.uuid}/").status_code == 403

    answer = asked(reader)
    request = AccessRequest.objects.get()
    assert answer["Location"] == reverse("access_requests:one", args=[request.uuid])
    until = timezone.localdate() + timedelta(days=30)
    team("librarian").post(reverse("demandes-acces:accorder", args=[request.pk]), {"until": until.isoformat()})

    assert reader.get(f"/bibliotheque/fichiers/{file.uuid}/").status_code == 200
    assert "Le sondage" in reader.get(reverse("access_requests:mine")).content.decode()
    assert reader.get("/bibliotheque/sondage/demande/")["Location"] == "/bibliotheque/sondage/"


def test_question_and_reply_through_their_pages(file, team):
    reader = as_("member")
    asked(reader)
    request = AccessRequest.objects.get()
    librarian = team("librarian")

    librarian.post(reverse("demandes-acces:questionner", args=[request.pk]), {"question": "Pour quand?"})
    page = reader.get(reverse("access_requests:one", args=[request.uuid])).content.decode()
    assert "Pour quand?" in page
    reader.post(reverse("access_requests:one", args=[request.uuid]), {"reply": "En mai"})
    librarian.post(reverse("demandes-acces:refuser", args=[request.pk]), {"answer": "Données nominatives"})

    request.refresh_from_db()
    assert (request.reply, request.state, request.answer) == ("En mai", "refused", "Données nominatives")


def test_api_asks_once_and_lists_one_s_own(file):
    client = as_("member")
    send = {"data": {"reason": "Une recherche"}, "content_type": "application/json"}

    made = client.post("/api/v1/library/resources/sondage/access-requests", **send)
    twice = client.post("/api/v1/library/resources/sondage/access-requests", **send)

    assert (made.status_code, made.json()["state"]) == (201, "asked")
    assert (twice.status_code, twice.json()["code"]) == (409, "access-already-asked")
    assert client.get("/api/v1/me/access-requests").json()["count"] == 1
    assert as_("visitor").post("/api/v1/library/resources/sondage/access-requests", **send).status_code == 401


@pytest.mark.parametrize("kind", MAIL_KINDS)
def test_mails_say_nothing_of_what_is_no_more(kind, file):
    asked(as_("member"))
    request = AccessRequest.objects.get()
    states = {"access-received": "asked", "access-asked": "asked", "access-late": "asked"}

    mail = MAIL_KINDS[kind].render(request.uuid, "fr")

    assert (mail is not None) == (kind in states)
    assert mail is None or "Le sondage" in mail.subject
