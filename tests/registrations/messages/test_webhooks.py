"""What a mail provider tells us, through django-anymail."""

import base64
import json

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.test import RequestFactory, override_settings
from django.utils import timezone

from registrations.messages.actions import tell
from registrations.messages.models import BouncedAddress, Message
from registrations.messages.rules import BounceKind
from tests.factories.registrations import OrganisationFactory, UserFactory

pytest.importorskip("anymail")
pytestmark = pytest.mark.django_db

from anymail.signals import tracking  # noqa: E402  # the extra may not be installed

from registrations.messages.webhooks import provider_event, provider_webhook  # noqa: E402  # the same


@pytest.fixture(autouse=True)
def heard():
    tracking.connect(provider_event)
    with override_settings(ANYMAIL={"WEBHOOK_SECRET": "axtra:tres-secret"}):
        yield
    tracking.disconnect(provider_event)


def post(secret="axtra:tres-secret", **event):
    body = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": "Camille@centre.test"} | event
    request = RequestFactory().post(
        "/webhooks/courriel/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()},
    )
    return provider_webhook("postmark")(request).status_code


def test_provider_event_keeps_a_permanent_bounce_with_its_message():
    tell("test", about=OrganisationFactory(), to=UserFactory(email="camille@centre.test"), at=timezone.now())
    message = Message.objects.get()

    status = post(Metadata={"message": str(message.uuid)}, Details="550 5.1.1 <camille@centre.test> unknown")

    row = BouncedAddress.objects.get()
    assert (status, row.address, row.kind, row.message) == (200, "camille@centre.test", BounceKind.HARD, message)


def test_provider_event_of_a_full_mailbox_is_temporary():
    post(Type="SoftBounce", Details="552 5.2.2 Mailbox full")

    assert BouncedAddress.objects.get().kind == BounceKind.SOFT


def test_provider_event_of_an_opened_mail_keeps_nothing():
    post(RecordType="Open", Recipient="camille@centre.test")

    assert not BouncedAddress.objects.exists()


def test_provider_webhook_with_a_wrong_secret_is_refused():
    with pytest.raises(SuspiciousOperation):  # the site answers 400
        post(secret="axtra:faux")

    assert not BouncedAddress.objects.exists()


@override_settings(ANYMAIL={})
def test_provider_webhook_without_secret_does_not_start():
    with pytest.raises(ImproperlyConfigured):
        provider_webhook("postmark")
