"""Invitations and confirmations of staff lists."""

from datetime import timedelta

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from registrations.ids import uuid7
from registrations.models import Invitation, InvitationWave, NameProposal, StaffConfirmation
from registrations.people.queries import hashed
from registrations.staff.rules import secret_of
from tests.factories.registrations import NOW, AffiliationFactory, OrganisationFactory, UserFactory


class InvitationWaveFactory(DjangoModelFactory):
    class Meta:
        model = InvitationWave

    name = "Première vague"
    per_hour = 60
    starts_at = NOW
    created_at = NOW


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    uuid = factory.LazyFunction(uuid7)
    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    address = factory.SelfAttribute("person.email")
    hash = factory.LazyAttribute(lambda row: hashed(secret_of(row.uuid, settings.SECRET_KEY)))
    state = "sent"
    created_at = NOW
    told_at = NOW
    expires_at = NOW + timedelta(days=30)


class StaffConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = StaffConfirmation

    organisation = factory.SubFactory(OrganisationFactory)
    period = NOW.date().replace(month=9, day=15)
    count = 3
    confirmed_at = NOW


class NameProposalFactory(DjangoModelFactory):
    class Meta:
        model = NameProposal

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    given_name = "Émilie"
    family_name = "Gagnon"
    created_at = NOW


def secret(invitation):
    """What the mail's link ends with."""
    return secret_of(invitation.uuid, settings.SECRET_KEY)


def registrar_of(organisation=None, **fields):
    """A verified registrar's post."""
    given = {"organisation": organisation} if organisation else {}
    return AffiliationFactory(is_registrar=True, **given, **fields)
