"""Lists cost the same with one row as with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registrations.actors import Role
from tests.factories.registrations import AffiliationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("organisations:index", OrganisationFactory),
        ("personnes:index", UserFactory),
        ("affiliations:index", AffiliationFactory),
        ("adhesions:index", MembershipFactory),
        ("equipe:index", None),
    ],
)
def test_list_query_count_does_not_grow_with_rows(name, factory, person_of, client):
    client.force_login(person_of(Role.ADMINISTRATOR))
    counts = []
    for more, role in ((1, Role.EDITOR), (2, Role.LIBRARIAN)):
        factory.create_batch(more) if factory else person_of(role)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]
