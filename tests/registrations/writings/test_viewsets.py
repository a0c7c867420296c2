"""The admin's screens of writings."""

import pytest

from registrations.actors import Role
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.registrations import UserFactory
from tests.registrations.writings.drafts import draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_writings_costs_the_same_for_more(client, person_of, rows, assert_own_queries):  # noqa: F811
    client.force_login(person_of(Role.TRAINING_LEAD))
    for _number in range(rows):
        draft(UserFactory(), UserFactory())
    client.get("/admin/envois/")

    with assert_own_queries(9):
        page = client.get("/admin/envois/")
    assert [writing.people for writing in page.context["object_list"]] == [2] * rows
