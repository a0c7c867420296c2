"""One certificate for one enrolment, whoever issues at the same moment; numbers without a gap."""

from collections import Counter
from uuid import uuid4

import pytest

from registrations.certificates.actions import correct_certificate, revoke_certificate
from registrations.models import Certificate, NumberSeries
from tests.factories.certificates import LEAD, attended, certify
from tests.factories.registrations import NOW, UserFactory
from tests.races.test_enrolments import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_sixteen_times_the_same_subject_is_one_certificate_and_no_gap():
    person, subjects = UserFactory(), [uuid4() for _ in range(4)]

    outcome = Counter(
        at_once([lambda subject=subject: certify(person, subject=subject) and "made" for subject in subjects * 8])
    )

    assert outcome == {"made": 4, "already-certified": 28}
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert NumberSeries.objects.get(name="A-2026").last == 4


def test_corrected_or_revoked_never_both():
    made = certify(UserFactory())

    def correct():
        return correct_certificate(made, attended=attended(), reason="Durée", by=LEAD, at=NOW) and "corrected"

    def revoke():
        return revoke_certificate(made, reason="Erreur", by=LEAD, at=NOW) and "revoked"

    outcome = Counter(at_once([correct, revoke] * 4))

    assert outcome["certificate-not-valid"] == 7
    assert outcome["corrected"] + outcome["revoked"] == 1
