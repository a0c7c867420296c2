from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from registrations.people.queries import live_token
from tests.factories.registrations import UserFactory

pytestmark = pytest.mark.django_db


def test_command_prints_the_secret_of_a_read_token():
    person, out = UserFactory(email="robot@exemple.test"), StringIO()

    call_command("create_api_token", "Robot@exemple.test", "site vitrine", stdout=out)

    token = live_token(out.getvalue().strip(), at=timezone.now())
    assert (token.person, token.name, token.scopes) == (person, "site vitrine", ["read"])


@pytest.mark.parametrize("arguments", [("nobody@exemple.test", "x"), ("robot@exemple.test", "x", "--days=400")])
def test_command_refuses_an_unknown_person_and_an_end_too_far(arguments):
    UserFactory(email="robot@exemple.test")

    with pytest.raises(CommandError):
        call_command("create_api_token", *arguments)
