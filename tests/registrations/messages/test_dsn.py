"""Reading delivery status notifications."""

import pytest

from registrations.messages.dsn import Failure, Notification, read_notification
from registrations.messages.rules import BounceKind, bounce_kind, cleaned_diagnosis
from tests.registrations.messages.notices import absence, exchange, postfix

ID = "<0193aaaa-0000-7000-8000-000000000001@axtra.test>"


def test_read_notification_of_postfix():
    said = read_notification(postfix("camille@centre.test", ID))

    assert said == Notification(
        (ID,),
        (
            Failure(
                ("camille@centre.test",),
                BounceKind.HARD,
                "5.1.1 550 5.1.1 <camille@centre.test>: Recipient address rejected: User unknown in table",
            ),
        ),
    )


def test_read_notification_of_exchange_finds_what_it_answers():
    said = read_notification(exchange("camille@centre.test", ID))

    assert said.message_ids == (ID,)
    assert [(f.addresses, f.kind) for f in said.failures] == [(("camille@centre.test",), BounceKind.HARD)]


def test_read_notification_of_delay_has_no_failure():
    assert read_notification(postfix("a@centre.test", ID, action="delayed", status="4.4.1")).failures == ()


def test_read_notification_given_up_after_days_is_temporary():
    words = "connect to mail.centre.test[192.0.2.1]:25: Connection timed out"
    [failure] = read_notification(postfix("a@centre.test", ID, status="4.4.1", diagnosis=words)).failures

    assert failure.kind == BounceKind.SOFT


def test_read_notification_decodes_the_original_recipient_alone():
    raw = postfix("camille+essai@centre.test", ID).replace(
        b"Original-Recipient: rfc822;camille+essai@centre.test",
        b"Original-Recipient: rfc822;Camille+2Bessai@centre.test",
    )
    [failure] = read_notification(raw).failures

    assert failure.addresses == ("camille+essai@centre.test",)


@pytest.mark.parametrize("raw", [b"", b"\xff\x00\xfe", absence(ID), b"Content-Type: message/delivery-status\n\nx"])
def test_read_notification_of_anything_else_keeps_nothing(raw):
    said = read_notification(raw)

    assert said is None or said.failures == ()


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (550, "550 5.1.1 User unknown", "hard"),
        (550, "550 No such user", "hard"),
        (550, "550 5.2.1 Mailbox disabled", "hard"),
        (552, "552 5.2.2 Mailbox full", "soft"),
        (552, "552 Mailbox full", "soft"),
        (550, "550 5.7.1 Blocked by policy", "soft"),
        (554, "554 Transaction failed", "soft"),
        (450, "450 4.2.0 Greylisted", None),
        (421, "Too busy", None),
        (None, "Who knows", None),
    ],
)
def test_bounce_kind_says_what_the_server_means(code, text, kind):
    assert bounce_kind(code, text) == kind


def test_cleaned_diagnosis_repeats_no_address_and_no_mailbox_name():
    words = "550 5.1.1 <camille.roy@centre.test>:\r\n user Camille.Roy not found; see postmaster@centre.test"

    assert cleaned_diagnosis(words, address="camille.roy@centre.test") == "550 5.1.1 <…>: user … not found; see …"
