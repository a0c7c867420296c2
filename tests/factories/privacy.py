"""The smallest valid rows about personal data."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from registrations.models import Consent, ConsentText, PrivacyRequest, Subscription
from tests.factories.registrations import NOW, UserFactory


class ConsentTextFactory(DjangoModelFactory):
    class Meta:
        model = ConsentText

    purpose = "newsletter"
    version = 1
    text_fr = "J’accepte."
    text_en = "I agree."
    effective_from = date(2020, 1, 1)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(UserFactory)
    text = factory.SubFactory(ConsentTextFactory)
    purpose = factory.SelfAttribute("text.purpose")
    given_at = NOW
    how = "portal"


class SubscriptionFactory(DjangoModelFactory):
    class Meta:
        model = Subscription

    person = factory.SubFactory(UserFactory)
    list = "newsletter"
    basis = "express"
    since = date(2026, 1, 1)


class PrivacyRequestFactory(DjangoModelFactory):
    class Meta:
        model = PrivacyRequest

    person = factory.SubFactory(UserFactory)
    kind = "access"
    channel = "portal"
    received_on = date(2026, 10, 1)
    due_on = date(2026, 10, 31)
    identified_at = NOW
    identified_how = "signed-in"
    created_at = NOW
