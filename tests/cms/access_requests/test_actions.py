"""A reader asks, is questioned, granted or refused; nobody is forgotten, nobody floods the library."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cms.access_requests.actions import (
    ask_access,
    cancel_request,
    grant_request,
    question_request,
    refuse_request,
    remind_librarians,
    reply_to_question,
)
from cms.access_requests.errors import (
    AlreadyAsked,
    AlreadyOpenToYou,
    AnswerMissing,
    MayNotAnswer,
    NoSuchRequest,
    Suspended,
    TooLong,
    TooManyAsked,
    WhyMissing,
)
from cms.access_requests.models import AccessRequest
from cms.access_requests.personal import erase
from cms.access_requests.queries import late, waiting
from cms.access_requests.rules import NEXT, RequestState, reminds
from cms.library.actions import narrow_access, translate_resource
from cms.library.errors import NoSuchResource
from cms.library.models import Grant
from cms.library.queries import guarded_file
from registrations.actors import Actor, Role
from registrations.errors import WrongState
from registrations.journal.models import Entry
from registrations.messages.models import Message
from tests.factories.cms import ResourceFactory, ResourceFileFactory, adopted
from tests.factories.registrations import UserFactory
from tests.people import with_role

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)
UNTIL = AT + timedelta(days=90)
SEEN = {"kinds": ["survey"], "verbs": ["see"], "clause": "2.1"}


def acting(person):
    return {"by": Actor(person=person), "at": AT}


def keeping(at=AT):
    return {"by": Actor(person=None, roles=frozenset({Role.LIBRARIAN})), "at": at}


@pytest.fixture
def file():
    adopted(SEEN, {"kinds": ["guide"], "clause": "2.2"})
    return ResourceFileFactory(resource=ResourceFactory(kind="survey", slug="sondage"))


@pytest.fixture
def librarian():
    return with_role(UserFactory(), "librarian")


def ask(person, slug="sondage", at=AT, reason="Une recherche sur la rétention"):
    return ask_access(person, slug=slug, reason=reason, by=Actor(person=person), at=at)


def told():
    return sorted(Message.objects.values_list("kind", "to"))


def test_asked_is_acknowledged_and_told_to_the_librarian(file, librarian):
    person = UserFactory()

    request = ask(person)

    assert (request.state, request.answer_by) == ("asked", date(2026, 10, 16))
    assert told() == sorted([("access-received", person.pk), ("access-asked", librarian.pk)])
    assert Entry.objects.get().action == "access_requests.ask_access"


def test_granted_for_a_while_the_person_downloads_until_then(file):
    person, other = UserFactory(), UserFactory()
    request = ask(person)

    grant_request(request, ends_at=UNTIL, answer="Bonne lecture", **keeping())

    assert (request.state, request.grant.person) == ("granted", person)
    soon, last = AT + timedelta(seconds=1), UNTIL - timedelta(seconds=1)
    allowed = [guarded_file(file.uuid, to=who, at=at).access.allowed for who in (person, other) for at in (soon, last)]
    assert allowed == [True, True, False, False]
    assert guarded_file(file.uuid, to=person, at=UNTIL).access.allowed is False
    assert ("access-granted", person.pk) in told()


def test_refused_with_its_reason(file):
    request = ask(UserFactory())
    with pytest.raises(AnswerMissing):
        refuse_request(request, answer=" ", **keeping())

    refuse_request(request, answer="Données nominatives", **keeping())

    assert (request.state, request.answer, Grant.objects.count()) == ("refused", "Données nominatives", 0)
    with pytest.raises(WrongState):
        grant_request(request, ends_at=UNTIL, **keeping())
    assert Grant.objects.count() == 0


def test_question_waits_for_the_reader_and_the_reply_starts_the_deadline_again(file):
    person = UserFactory()
    request = ask(person)
    question_request(request, question="Pour quelle étude?", **keeping())
    assert list(waiting()) == []

    later = AT + timedelta(days=20)
    reply_to_question(request, reply="Celle de 2027", by=Actor(person=person), at=later)

    assert (request.state, request.answer_by) == ("asked", date(2026, 11, 5))
    assert ("access-question", person.pk) in told()


def test_only_the_reader_replies_or_withdraws_and_only_librarians_answer(file):
    person = UserFactory()
    request = ask(person)

    for act in (cancel_request, lambda row, **who: reply_to_question(row, reply="x", **who)):
        with pytest.raises(NoSuchRequest):
            act(request, **acting(UserFactory()))
    for act in (
        lambda: grant_request(request, ends_at=UNTIL, **acting(person)),
        lambda: refuse_request(request, answer="x", **acting(person)),
        lambda: question_request(request, question="x", **acting(person)),
    ):
        with pytest.raises(MayNotAnswer):
            act()
    assert cancel_request(request, **acting(person)).state == "cancelled"


def test_nobody_asks_for_what_they_have_or_may_not_know(file):
    person = UserFactory()
    ResourceFileFactory(resource=ResourceFactory(kind="guide", slug="guide"))
    ResourceFileFactory(resource=ResourceFactory(kind="newsletter", slug="infolettre"))

    with pytest.raises(AlreadyOpenToYou):
        ask(person, "guide")
    with pytest.raises(NoSuchResource):
        ask(person, "infolettre")
    with pytest.raises(WhyMissing):
        ask(person, reason="  ")
    assert AccessRequest.objects.count() == 0


def test_suspended_for_everybody_is_no_matter_of_asking(file):
    window = {"starts_at": AT - timedelta(1), "ends_at": AT + timedelta(9)}
    narrow_access(file.resource, reason="Plainte", verbs=["read", "download"], **window, **keeping())

    with pytest.raises(Suspended):
        ask(UserFactory())


def test_one_open_request_for_a_work_in_all_its_languages(file):
    person = UserFactory()
    english = translate_resource(file.resource, language="en", title="Survey", slug="survey", **keeping())
    type(english).objects.filter(pk=english.pk).update(live=True, state="published")
    request = ask(person)

    for slug in ("sondage", "survey"):
        with pytest.raises(AlreadyAsked):
            ask(person, slug)
    refuse_request(request, answer="Non", **keeping())
    assert ask(person, "survey").state == "asked"


def test_a_person_floods_nobody(file):
    person = UserFactory()
    for number in range(5):
        ResourceFactory(kind="survey", slug=f"s{number}")
        ask(person, f"s{number}")

    with pytest.raises(TooManyAsked):
        ask(person)
    for request in AccessRequest.objects.all():
        cancel_request(request, **acting(person))
    for number in range(5):
        cancel_request(ask(person, f"s{number}"), **acting(person))
    with pytest.raises(TooManyAsked):
        ask(person)
    assert ask(person, at=AT + timedelta(days=1, seconds=1)).state == "asked"


def test_no_exception_beyond_a_year(file):
    request = ask(UserFactory())

    with pytest.raises(TooLong):
        grant_request(request, ends_at=AT + timedelta(days=367), **keeping())
    assert (Grant.objects.count(), AccessRequest.objects.get().state) == (0, "asked")


@pytest.mark.parametrize(("days", "expected"), [(-2, False), (-1, True), (0, False), (1, True), (2, False), (3, True)])
def test_reminded_the_day_before_then_every_other_day_once_late(days, expected):
    assert reminds(date(2026, 10, 16), date(2026, 10, 16) + timedelta(days)) is expected


def test_librarian_is_reminded_of_what_is_late_once_a_day(file, librarian):
    request = ask(UserFactory())
    then = AT + timedelta(days=11)

    assert [remind_librarians(by=Actor.system("test"), at=then) for _twice in range(2)] == [1, 1]

    assert list(Message.objects.filter(kind="access-late").values_list("to", flat=True)) == [librarian.pk]
    assert list(late(on=then.date())) == [request]


def test_erased_person_leaves_no_word_and_waits_for_nothing(file):
    person = UserFactory()
    request = ask(person)

    erase(person, Actor.system("test"), AT)

    request.refresh_from_db()
    assert (request.state, request.reason) == ("cancelled", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "granted"},
        {"state": "refused", "answered_at": None},
        {"state": "asked", "answered_at": AT},
        {"state": "lost"},
    ],
)
def test_database_refuses_states_that_contradict_their_facts(file, wrong):
    request = ask(UserFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.filter(pk=request.pk).update(**wrong)


def test_what_is_closed_stays_closed():
    closed = set(RequestState.values) - {"asked", "question"}

    assert closed.isdisjoint(NEXT)
