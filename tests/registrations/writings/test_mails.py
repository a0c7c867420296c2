"""A writing as each person receives it."""

import pytest
from django.core import mail as outbox
from django.utils import timezone

from registrations.association.models import Association
from registrations.messages.models import Message
from registrations.messages.tasks import deliver
from registrations.writings.actions import add_recipients, hand_over, send_writing
from registrations.writings.actions import test_writing as send_test
from registrations.writings.registry import to_person
from tests.factories.registrations import NOW, OrganisationFactory, UserFactory
from tests.registrations.writings.drafts import draft, writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    return Association.objects.create(pk=1, sender_email="info@axtra.test", email="reponse@axtra.test")


def test_writing_is_filled_linked_and_answers_go_where_it_says(closed):
    Association.objects.update(mails_opened_at=timezone.now())
    by, zoe = writer(), UserFactory(given_name="Zoé <i>", email="zoe@b.test")
    writing = draft(by=by)
    add_recipients(writing, [to_person(zoe, organisation=OrganisationFactory(name="A & B"))], by=by)
    hand_over(send_writing(writing, by=by, at=NOW), most=9, at=NOW)

    deliver.call(str(Message.objects.get().uuid))

    [sent] = outbox.outbox
    assert (sent.subject, sent.to, sent.reply_to) == ("Bonjour Zoé <i>", ["zoe@b.test"], ["formation@axtra.test"])
    assert "Chère, cher Zoé <i> de A & B," in sent.body
    html = sent.alternatives[0].content
    assert "Zoé &lt;i&gt; de A &amp; B" in html
    assert '<a href="https://axtra.test/x"' in html


def test_test_leaves_though_the_tap_is_closed_and_says_that_it_is_one(closed):
    by = writer()
    writing = draft(UserFactory(given_name="Zoé"), by=by)
    send_test(writing, by=by, at=NOW)
    hand_over(send_writing(writing, by=by, at=NOW), most=9, at=NOW)

    for message in Message.objects.all():
        deliver.call(str(message.uuid))

    assert [(sent.subject, sent.to) for sent in outbox.outbox] == [("[Essai] Bonjour Zoé", ["autrice@axtra.test"])]
