"""Issuing from the lists of the admin; the certificate and the statement at the other doors."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from registrations.models import Certificate
from tests.factories.certificates import certify
from tests.factories.registrations import AffiliationFactory, UserFactory
from tests.people import with_role
from tests.training.completion.test_actions import session  # noqa: F401 - a fixture
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def test_the_dry_run_says_how_many_and_writes_nothing(client, session):  # noqa: F811 - the fixture
    client.force_login(with_role(UserFactory(), "training_lead"))

    page = client.get(reverse("seances:lot-attester"), {"row": session.pk})

    assert page.status_code == 200
    assert "2 attestations / 3" in page.content.decode()
    assert not Certificate.objects.exists()


def test_the_list_of_enrolments_says_who_is_not_due(client, session):  # noqa: F811 - the fixture
    client.force_login(with_role(UserFactory(), "training_lead"))

    page = client.get(
        reverse("inscriptions:lot-attester"), {"row": list(Enrolment.objects.values_list("pk", flat=True))}
    )

    assert "La participation n’a pas été suffisante." in page.content.decode()


def test_a_registrar_states_the_training_of_their_people(client):
    post = AffiliationFactory(is_registrar=True)
    year = localdate().year
    day = localdate().replace(month=1, day=2)
    certify(UserFactory(), organisation=post.organisation, person_name="Camille Roy", days=(day,), minutes=90)
    client.force_login(post.person)
    path = f"/moi/organisme/{post.organisation.slug}/releve-de-formation/"

    assert client.get(path).headers["Location"] == f"{path}{year}/"
    assert "Camille Roy" in client.get(f"{path}{year}/").content.decode()
    assert "Camille Roy" in client.get(f"{path}{year}.csv").content.decode()
    assert client.get(f"{path}{year}.pdf").content.startswith(b"%PDF")
    assert "Camille Roy" not in client.get(f"{path}{year - 1}/").content.decode()
    answer = client.get(f"/api/v1/organisations/{post.organisation.slug}/training-statement").json()
    assert (answer["people"], answer["minutes"], answer["items"][0]["person"]) == (1, 90, "Camille Roy")
    assert client.get(f"/moi/organisme/{post.organisation.slug}/").content.decode().count("releve-de-formation") == 1
    wrong = client.get(f"/api/v1/organisations/{post.organisation.slug}/training-statement", {"year": 12})
    assert wrong.status_code == 422
