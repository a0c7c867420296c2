"""The accountant's screens of taxes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registrations.actors import Role
from registrations.models import TaxComponent, TaxProfile
from registrations.orders.actions import declare_registration
from tests.config.admin.conftest import person_of  # noqa: F401  # a fixture
from tests.factories.sales import actor_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant(client, person_of):  # noqa: F811
    client.force_login(person_of(Role.ACCOUNTING))
    return client


@pytest.fixture
def registered():
    by, now = actor_for(None, "accounting"), timezone.now()
    numbers = {"gst_number": "123456789 RT0001", "qst_number": "1234567890 TQ0001"}
    declare_registration(**numbers, on=timezone.localdate() - timedelta(days=900), by=by, at=now)
    TaxProfile.objects.create(kind="ticket", category="taxable")


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def test_the_table_says_who_bears_what_on_a_chosen_day(accountant, registered):
    today, then = (text(accountant.get(f"/admin/taxes-en-vigueur/{asked}")) for asked in ("", "?on=2025-03-31"))
    assert "TPS 5 % + TVQ 9,975 %" in today
    assert ("TVH 14 %" in today, "TVH 14 %" in then, "TVH 15 %" in then) == (True, False, True)
    assert "Pas décidé" in today
    assert "123456789 RT0001" in today


def test_the_table_of_an_undecided_association_says_so(accountant):
    assert "Personne n’a encore dit" in text(accountant.get("/admin/taxes-en-vigueur/?on=nimporte"))


def test_an_exception_is_added_changed_and_removed(accountant, registered):
    asked = {"kind": "ticket", "province": "ON", "category": "exempt", "accounting_code": "4110"}
    accountant.post("/admin/profils-de-taxes/new/", asked)
    exception = TaxProfile.objects.get(province="ON")
    accountant.post(
        f"/admin/profils-de-taxes/edit/{exception.pk}/", {"category": "zero_rated", "accounting_code": "4111"}
    )
    exception.refresh_from_db()
    assert (exception.kind, exception.category, exception.accounting_code) == ("ticket", "zero_rated", "4111")

    accountant.post(f"/admin/profils-de-taxes/delete/{exception.pk}/")
    assert [profile.province for profile in TaxProfile.objects.all()] == [""]


def test_a_rate_to_come_is_entered_in_per_cent(accountant, registered):
    on = timezone.localdate() + timedelta(days=30)
    asked = {"code": "hst", "rate": "13,5", "provinces": ["NS"], "on": on.isoformat()}
    response = accountant.post("/admin/taxes/new/", asked)
    assert (response.status_code, response.url) == (302, "/admin/taxes/")
    assert TaxComponent.objects.get(rate=13_500).valid_from == on


def test_a_rate_of_yesterday_is_refused_beside_its_day(accountant, registered):
    on = timezone.localdate() - timedelta(days=1)
    asked = {"code": "hst", "rate": "13", "provinces": ["NS"], "on": on.isoformat()}
    form = accountant.post("/admin/taxes/new/", asked).context["form"]
    assert list(form.errors) == ["on"]
