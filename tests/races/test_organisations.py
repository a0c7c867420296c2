"""The same domain or NEQ given to several organisations at the same moment: one has it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from registrations.actors import Actor
from registrations.errors import DomainError
from registrations.models import EmailDomain, Organisation
from registrations.organisations.actions import change_organisation
from tests.factories.registrations import OrganisationFactory

pytestmark = pytest.mark.race
AT = datetime(2026, 10, 6, 13, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("given", "refusal"),
    [({"email_domains": ["cap.test"]}, "email-domain-taken"), ({"neq": "1141234567"}, "neq-taken")],
)
def test_what_is_one_organisations_is_given_to_one(given, refusal):
    organisations = OrganisationFactory.create_batch(6)
    start = Barrier(len(organisations))

    def give(organisation):
        start.wait()
        try:
            change_organisation(organisation=organisation, by=Actor.system("tests"), at=AT, **given)
        except DomainError as refused:
            return refused.code
        else:
            return "given"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(organisations)) as threads:
        answers = sorted(threads.map(give, organisations))

    assert answers == sorted(["given"] + [refusal] * 5)
    held = Organisation.objects.exclude(email_domains=[]).count() + Organisation.objects.exclude(neq=None).count()
    assert (held, EmailDomain.objects.count()) == (1, int("email_domains" in given))
