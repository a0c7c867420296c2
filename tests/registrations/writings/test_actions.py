"""Writing to several people: each once, checked, confirmed, in the outbox."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from registrations.actors import Role
from registrations.errors import WrongState
from registrations.files.uploads import Received
from registrations.messages.actions import record_bounce
from registrations.messages.models import Message
from registrations.messages.rules import BounceKind, MessageState
from registrations.privacy.models import Subscription
from registrations.privacy.queries import WHY_NOT
from registrations.writings.actions import (
    add_recipients,
    attach_to_writing,
    compose_writing,
    finish_writing,
    hand_over,
    open_writing,
    send_writing,
    start_scheduled,
    stop_writing,
    take_writing_back,
    test_writing,
)
from registrations.writings.errors import (
    ConsentNeeded,
    HalfTranslated,
    HourPassed,
    NobodyToWriteTo,
    NotAWriter,
    NothingWritten,
    NumberNotConfirmed,
    TooManyFiles,
    UnknownField,
)
from registrations.writings.models import Writing, WritingRecipient
from registrations.writings.queries import outcome
from registrations.writings.registry import CONSENTS, Addressee, to_person
from registrations.writings.rules import MANY, RecipientState, WritingState
from tests.factories.registrations import NOW, UserFactory
from tests.people import actor_for
from tests.registrations.writings.drafts import TEXT, draft, writer

pytestmark = pytest.mark.django_db
send_test = test_writing
del test_writing  # an action, not a test


@pytest.fixture(autouse=True)
def _in_french():
    with override("fr"):
        yield


def states(writing):
    return list(writing.recipients.order_by("pk").values_list("address", "state", "reason"))


def sent(*people, **text):
    by = writer()
    writing = send_writing(draft(*people, by=by, **text), by=by, at=NOW)
    while hand_over(writing, most=2, at=NOW):
        pass
    finish_writing(writing, by=by, at=NOW)
    writing.refresh_from_db()
    return writing


def test_open_writing_twice_is_the_same_draft():
    by, uuid = writer(), uuid4()

    writings = {open_writing(uuid=uuid, origin="x.Y", by=by, at=NOW).pk for _ in range(2)}

    assert len(writings) == 1
    assert Writing.objects.get().reply_to == "autrice@axtra.test"


def test_add_recipients_keeps_each_person_and_each_address_once():
    by, zoe = writer(), UserFactory(email="zoe@b.test")
    twin, silent = UserFactory(email=None, contact_email="ZOE@b.test"), UserFactory(email=None)
    writing = open_writing(uuid=uuid4(), origin="x.Y", by=by, at=NOW)

    first = add_recipients(writing, [to_person(zoe), to_person(twin), to_person(zoe), to_person(silent)], by=by)
    again = add_recipients(
        writing, [to_person(zoe), Addressee(None, "zoe@b.test"), Addressee(None, "info@c.test")], by=by
    )

    assert (first, again) == (1, 1)
    assert states(writing) == [
        ("zoe@b.test", "waiting", ""),
        ("zoe@b.test", "left_out", "Quelqu’un d’autre ici a la même adresse."),
        ("", "left_out", "Aucune adresse."),
        ("info@c.test", "waiting", ""),
    ]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ({"body_fr": "Bonjour {courriel}"}, UnknownField),
        ({"subject_en": "Hello {frist}", "body_en": "x"}, UnknownField),
        ({"subject_en": "Hello"}, HalfTranslated),
    ],
)
def test_compose_writing_refuses_what_could_not_leave(text, refusal):
    writing = draft(UserFactory())

    with pytest.raises(refusal):
        compose_writing(writing, by=writer(), at=NOW, **TEXT | text)

    assert Writing.objects.get().body_fr == TEXT["body_fr"]


def test_compose_writing_knows_the_fields_of_its_list():
    writing = draft(UserFactory(), origin="training.Enrolment", body_fr="La séance {seance}")

    assert writing.body_fr == "La séance {seance}"


@pytest.mark.parametrize("act", [compose_writing, send_writing])
def test_writing_without_a_role_for_it_is_refused(act):
    writing, text = draft(UserFactory()), TEXT if act is compose_writing else {}

    with pytest.raises(NotAWriter):
        act(writing, by=actor_for(UserFactory(), Role.EDITOR), at=NOW, **text)


def test_send_writing_puts_one_message_each_in_the_outbox():
    zoe, tom = UserFactory(language="en"), UserFactory()

    writing = sent(zoe, tom)

    assert writing.state == WritingState.SENT
    messages = Message.objects.order_by("pk").values_list("kind", "to", "to_address", "language", "state")
    assert list(messages) == [("writing", zoe.pk, "", "fr", "waiting"), ("writing", tom.pk, "", "fr", "waiting")]
    assert outcome(writing).waiting == 2


def test_send_writing_in_both_languages_speaks_to_each_in_theirs():
    sent(UserFactory(language="en"), UserFactory(), subject_en="Hello", body_en="Hello")

    assert list(Message.objects.order_by("pk").values_list("language", flat=True)) == ["en", "fr"]


def test_send_writing_twice_is_refused():
    by = writer()
    writing = draft(UserFactory(), by=by)
    stale = Writing.objects.get(pk=writing.pk)
    send_writing(writing, by=by, at=NOW)

    with pytest.raises(WrongState):
        send_writing(stale, by=by, at=NOW)


def test_hand_over_again_tells_nobody_twice():
    writing = sent(UserFactory(), UserFactory(), UserFactory())
    Writing.objects.update(state=WritingState.SENDING, sent_at=None)
    WritingRecipient.objects.update(state=RecipientState.WAITING)

    hand_over(writing, most=10, at=NOW)

    assert Message.objects.count() == 3


def test_send_writing_to_many_asks_for_their_number():
    by = writer()
    writing = draft(*UserFactory.create_batch(MANY + 1), by=by)

    for number in (None, MANY):
        with pytest.raises(NumberNotConfirmed):
            send_writing(writing, number=number, by=by, at=NOW)

    assert send_writing(writing, number=MANY + 1, by=by, at=NOW).state == WritingState.SENDING


def test_send_writing_without_text_or_people_is_refused():
    by = writer()
    empty = open_writing(uuid=uuid4(), origin="x.Y", by=by, at=NOW)

    with pytest.raises(NothingWritten):
        send_writing(empty, by=by, at=NOW)
    with pytest.raises(NobodyToWriteTo):
        send_writing(draft(), by=by, at=NOW)


def test_send_writing_at_a_past_hour_is_refused():
    with pytest.raises(HourPassed):
        send_writing(draft(UserFactory()), send_at=NOW, by=writer(), at=NOW)


def test_scheduled_writing_waits_and_can_be_taken_back():
    by, hour = writer(), NOW + timedelta(hours=1)
    writing = send_writing(draft(UserFactory(), by=by), send_at=hour, by=by, at=NOW)
    assert (writing.state, hand_over(writing, most=9, at=NOW)) == (WritingState.SCHEDULED, 0)

    assert take_writing_back(writing, by=by, at=NOW).send_at is None
    with pytest.raises(WrongState):
        start_scheduled(writing, by=by, at=hour)


@pytest.mark.parametrize("purpose", ["newsletter", "promotion"])
def test_send_writing_that_needs_consents_without_any_on_record_is_refused(purpose, monkeypatch):
    monkeypatch.setattr("registrations.writings.actions.CONSENTS", [])

    with pytest.raises(ConsentNeeded):
        send_writing(draft(UserFactory(), purpose=purpose), by=writer(), at=NOW)


def test_promotion_leaves_out_those_who_did_not_agree(monkeypatch):
    zoe, tom = UserFactory(email="zoe@b.test"), UserFactory(email="tom@b.test")
    refuses = {tom.pk: "Désabonnement."}
    monkeypatch.setattr("registrations.writings.actions.CONSENTS", [lambda people, purpose, on: refuses])

    writing = sent(zoe, tom, purpose="promotion")

    assert states(writing) == [("zoe@b.test", "handed", ""), ("tom@b.test", "left_out", "Désabonnement.")]
    assert list(Message.objects.values_list("kind", "to")) == [("writing-promotion", zoe.pk)]


def test_newsletter_goes_to_those_who_have_a_basis_on_record():
    zoe, tom = UserFactory(email="zoe@b.test"), UserFactory(email="tom@b.test")
    Subscription.objects.create(person=zoe, list="newsletter", basis="express", since=NOW.date())

    writing = sent(zoe, tom, purpose="newsletter")

    assert states(writing) == [
        ("zoe@b.test", "handed", ""),
        ("tom@b.test", "left_out", str(WHY_NOT["none"])),
    ]


def test_hand_over_leaves_out_addresses_that_bounce():
    zoe = UserFactory(email="zoe@b.test")
    record_bounce(address="zoe@b.test", kind=BounceKind.HARD, by=writer(), at=NOW)

    writing = sent(zoe)

    assert states(writing) == [("zoe@b.test", "left_out", "Cette adresse est rejetée.")]
    assert (writing.state, Message.objects.count()) == (WritingState.SENT, 0)


def test_stop_writing_holds_back_what_has_not_left():
    by = writer()
    writing = send_writing(draft(*UserFactory.create_batch(3), by=by), by=by, at=NOW)
    hand_over(writing, most=2, at=NOW)
    left = Message.objects.first()
    Message.objects.filter(pk=left.pk).update(state=MessageState.SENT, sent_at=NOW)

    held = stop_writing(writing, by=by, at=NOW)

    assert (held, writing.state) == (1, WritingState.CANCELLED)
    assert hand_over(writing, most=9, at=NOW) == 0
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "sent"]
    assert outcome(writing).left_out == 1


def test_test_writing_goes_to_oneself_alone():
    by = writer()

    send_test(draft(UserFactory(), by=by), by=by, at=NOW)

    assert list(Message.objects.values_list("kind", "to")) == [("writing-test", by.person.pk)]


def test_attach_to_writing_has_a_limit():
    by = writer()
    writing = draft(UserFactory(), by=by)
    kept = Received(name="writings/a.pdf", original_name="a.pdf", extension="pdf", size=10, sha256="", pages=1)
    for _ in range(3):
        attach_to_writing(writing, kept, by=by, at=NOW)

    with pytest.raises(TooManyFiles):
        attach_to_writing(writing, kept, by=by, at=NOW)
    assert not CONSENTS or writing.files.count() == 3
