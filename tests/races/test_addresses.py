"""Two people prove the same address at the same moment: it signs in for one of them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from registrations.errors import DomainError
from registrations.people.actions import ask_code, prove_address, type_code
from tests.factories.registrations import UserFactory
from tests.people import actor_for

pytestmark = pytest.mark.race
SHARED = "direction@centre.test"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["code", "sign-in"])
def test_one_address_proved_by_eight_people_at_once_is_one_person_s(door):
    people = UserFactory.create_batch(8)
    now = timezone.now()
    codes = {p.pk: ask_code(p, email=SHARED, by=actor_for(p), at=now) for p in people}
    start = Barrier(len(people))

    def prove(person):
        start.wait()
        try:
            if door == "code":
                type_code(person, email=SHARED, code=codes[person.pk], by=actor_for(person), at=now)
            else:
                prove_address(person, email=SHARED, by=actor_for(person), at=now)
        except DomainError as refusal:
            return refusal.code
        else:
            return "proved"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        answers = sorted(threads.map(prove, people))

    assert (answers.count("proved"), EmailAddress.objects.filter(email=SHARED).count()) == (1, 1)
    assert set(answers) <= {"proved", "address-taken", "address-of-another-record"}
