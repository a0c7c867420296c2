"""What nobody can buy until its taxes are decided: accounting is told, once."""

import pytest
from django.contrib.auth.models import Group

from registrations.actors import Role
from registrations.association.queries import association
from registrations.models import Message, TaxProfile
from registrations.orders.actions import tell_undecided
from registrations.orders.mails import MAIL_KINDS
from registrations.orders.supply import undecided
from tests.factories.registrations import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant():
    person = UserFactory()
    person.groups.add(Group.objects.get(name=Role.ACCOUNTING))
    return person


def test_accounting_is_told_once_of_what_is_not_sold(accountant):
    UserFactory()
    kinds = undecided()
    assert "ticket" in kinds
    assert [tell_undecided(at=NOW), tell_undecided(at=NOW)] == [len(kinds)] * 2
    assert [(message.kind, message.to) for message in Message.objects.all()] == [("taxes-undecided", accountant)]

    mail = MAIL_KINDS["taxes-undecided"].render(association().uuid, "fr")
    assert ("Forfait", "Pas décidé : pas vendu") in [
        (label, value.replace("\u00a0", " ")) for label, value in mail.facts
    ]


def test_nothing_is_told_once_everything_is_decided(accountant):
    for kind in undecided():
        TaxProfile.objects.create(kind=kind, category="exempt")
    assert (undecided(), tell_undecided(at=NOW), Message.objects.count()) == ([], 0, 0)
    assert MAIL_KINDS["taxes-undecided"].render(association().uuid, "fr") is None
