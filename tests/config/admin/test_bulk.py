"""Acting on several rows of a list: the boxes, the dry run, the confirmation, the result."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.actors import Role
from registrations.lists.models import BulkRun
from registrations.lists.rules import AT_ONCE, MOST_ROWS
from registrations.messages.models import Message
from registrations.messages.rules import MessageState
from tests.config.admin.conftest import picture
from tests.factories.registrations import UserFactory

pytestmark = pytest.mark.django_db
CANCEL, RETRY = "/admin/messages/lot/retenir/", "/admin/messages/lot/renvoyer/"
APPLY = {"apply": "1", "acte-reason": "Une erreur."}


@pytest.fixture
def accountant(client, person_of):
    client.force_login(person_of(Role.ACCOUNTING))
    return client


def outbox(*states, to=None):
    now, to = timezone.now(), to or UserFactory(email="a@b.test")
    return [
        Message.objects.create(
            kind="x", fact=f"{n}:{to.pk}", about_uuid=to.uuid, to=to, not_before=now, created_at=now, state=state
        )
        for n, state in enumerate(states)
    ]


def hidden(response):
    """The fields that the page sends back."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.content.decode()))


def plain(text):
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_list_offers_boxes_and_acts_to_those_who_may_act(accountant):
    [message] = outbox("waiting")

    page = accountant.get(reverse("messages:index")).content.decode()

    assert f'name="row" form="lot" value="{message.pk}"' in page
    assert re.findall(r'formaction="([^"]+)"', page) == [RETRY, CANCEL]


def test_list_without_acts_has_no_box(client, person_of):
    client.force_login(person_of(Role.ADMINISTRATOR))

    assert 'form="lot"' not in client.get(reverse("journal:index")).content.decode()


def test_dry_run_says_who_passes_and_why_not_and_writes_nothing(accountant):
    rows = outbox("waiting", "cancelled", "failed")
    before = picture()

    response = accountant.get(RETRY, {"row": [row.pk for row in rows]})

    assert picture() == before
    assert [plain(row.text) for row in response.context["left_out"]] == [
        "Il n’a pas échoué : « En attente ».",
        "Il n’a pas échoué : « Annulé ».",
    ]
    assert [row.text for row in response.context["passing"]] == ["Un nouvel essai sera fait."]
    assert hidden(response)["rows"] == ",".join(str(row.pk) for row in rows)


def test_confirming_acts_once_however_often_it_is_sent(accountant):
    rows = outbox("waiting", "cancelled", "failed")
    sent = hidden(accountant.get(CANCEL, {"row": [row.pk for row in rows]})) | APPLY

    answers = [accountant.post(CANCEL, sent) for _ in range(2)]

    run = BulkRun.objects.get()
    assert [answer.url for answer in answers] == [f"{CANCEL}{run.uuid}/"] * 2
    assert states() == ["cancelled"] * 3
    page = accountant.get(answers[0].url)
    assert [(row.state, plain(row.text)) for row in page.context["rows"]] == [
        ("done", "Il ne partira pas."),
        ("left_out", "Trop tard : « Annulé »."),
        ("done", "Il ne partira pas."),
    ]


def test_confirming_without_what_the_act_asks_says_so_and_keeps_the_rows(accountant):
    rows = outbox("waiting")
    sent = hidden(accountant.get(CANCEL, {"row": [row.pk for row in rows]}))

    response = accountant.post(CANCEL, sent | {"apply": "1"})

    assert (response.status_code, states()) == (422, ["waiting"])
    assert response.context["form"].errors == {"reason": ["Ce champ est obligatoire."]}
    assert hidden(response)["rows"] == sent["rows"]


def test_the_whole_list_is_what_its_filters_match(accountant):
    rows = outbox("waiting", "failed", "failed")

    response = accountant.get(CANCEL, {"all": "1", "filters": "state=failed"})

    assert sorted(hidden(response)["rows"].split(",")) == sorted(str(row.pk) for row in rows[1:])


def test_no_row_is_refused_with_a_way_back(accountant):
    response = accountant.get(CANCEL, {"filters": "state=failed"})

    assert plain(response.context["refusal"]) == "Aucune ligne n’est choisie : cochez-en au moins une dans la liste."
    assert response.context["index_url"] == "/admin/messages/?state=failed"


def test_too_many_rows_are_refused(accountant):
    numbers = ",".join(str(n) for n in range(1, MOST_ROWS + 2))

    response = accountant.post(CANCEL, {"rows": numbers, "token": "x"} | APPLY, follow=True)

    assert "plus de 2" in str(next(iter(response.context["messages"])))
    assert BulkRun.objects.count() == 0


@pytest.mark.parametrize("rows", ["", "0", "a,b", "-1", "1.5", "9" * 30, "²"])
def test_rows_that_are_no_rows_choose_nothing(rows, accountant):
    before = picture()

    assert accountant.post(CANCEL, {"rows": rows} | APPLY).status_code == 302
    assert accountant.get(CANCEL, {"row": rows.split(",")}).status_code == 200
    assert picture()["registrations.Message"] == before["registrations.Message"]


def test_many_rows_are_left_to_the_worker_and_the_page_follows(
    accountant, work_off, django_capture_on_commit_callbacks
):
    rows = outbox(*["waiting"] * (AT_ONCE + 1))
    sent = hidden(accountant.get(CANCEL, {"row": [row.pk for row in rows]})) | APPLY

    with django_capture_on_commit_callbacks(execute=True):
        there = accountant.post(CANCEL, sent).url
    assert 'http-equiv="refresh"' in accountant.get(there).content.decode()
    work_off()

    assert set(states()) == {MessageState.CANCELLED}
    assert 'http-equiv="refresh"' not in accountant.get(there).content.decode()


def test_the_run_of_somebody_else_is_not_there(accountant, client, person_of):
    rows = outbox("waiting")
    sent = hidden(accountant.get(CANCEL, {"row": [row.pk for row in rows]})) | APPLY
    there = accountant.post(CANCEL, sent).url

    client.force_login(person_of(Role.TRAINING_LEAD))

    assert client.get(there).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_dry_run_query_count(number, accountant, assert_own_queries):
    for _ in range(number):
        outbox("waiting", to=UserFactory())
    accountant.get(CANCEL)

    rows = list(Message.objects.values_list("pk", flat=True))
    with assert_own_queries(8):  # six of them are every admin page's
        accountant.get(CANCEL, {"row": rows})


@pytest.mark.parametrize("number", [1, 3])
def test_result_query_count(number, accountant, assert_own_queries):
    for _ in range(number):
        outbox("waiting", to=UserFactory())
    sent = hidden(accountant.get(CANCEL, {"row": list(Message.objects.values_list("pk", flat=True))}))
    there = accountant.post(CANCEL, sent | APPLY).url
    accountant.get(there)

    with assert_own_queries(11):
        accountant.get(there)
