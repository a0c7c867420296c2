"""The same click many times at the same moment: one consent, one request, one leaving, one erasure."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from registrations.actors import Actor, Role
from registrations.errors import DomainError
from registrations.models import Consent, Entry, PrivacyRequest, Subscription, User
from registrations.privacy.actions import ask, erase, give_consent, unsubscribe
from registrations.privacy.queries import Holder
from tests.factories.privacy import ConsentTextFactory
from tests.factories.registrations import UserFactory
from tests.people import actor_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TIMES = 8
ADMIN = Actor(person=None, roles=frozenset({Role.ADMINISTRATOR}))


def at_once(act):
    """What eight calls at the same moment answer: the code of the refusal, or "done"."""
    start = Barrier(TIMES)

    def call(_number):
        start.wait()
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as threads:
        return Counter(threads.map(call, range(TIMES)))


def test_one_consent():
    ConsentTextFactory()
    person, now = UserFactory(), timezone.now()
    how = {"purpose": "newsletter", "version": 1, "how": "portal", "by": actor_for(person), "at": now}

    assert at_once(lambda: give_consent(person, **how)) == {"done": TIMES}
    assert (Consent.objects.count(), Subscription.objects.count()) == (1, 1)


def test_one_request():
    person, now = UserFactory(), timezone.now()
    how = {"kind": "access", "wording": "", "channel": "portal", "by": actor_for(person), "at": now}

    assert at_once(lambda: ask(person, **how)) == {"done": 1, "privacy-request-open": TIMES - 1}
    assert PrivacyRequest.objects.count() == 1


def test_one_leaving():
    person, now = UserFactory(), timezone.now()

    answers = at_once(lambda: unsubscribe(Holder(person), "newsletter", by=Actor(person=None), at=now))

    assert answers == {"done": TIMES}
    assert (Subscription.objects.count(), Entry.objects.filter(action="privacy.unsubscribe").count()) == (1, 1)


def test_one_leaving_of_an_address_without_account():
    now = timezone.now()

    at_once(lambda: unsubscribe(Holder(address="a@b.test"), "promotion", by=Actor(person=None), at=now))

    assert Subscription.objects.exclude(unsubscribed_at=None).count() == 1


def test_one_erasure():
    person, now = UserFactory(given_name="Ana", family_name="Roy"), timezone.now()

    def act():
        erase(User.objects.get(pk=person.pk), confirmation="Ana Roy", by=ADMIN, at=now)

    assert at_once(act) == {"done": TIMES}
    assert Entry.objects.filter(action="privacy.erase").count() == 1
