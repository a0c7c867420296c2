"""What an erasure leaves of the files made of training: nothing that may name the person."""

import pytest
from django.utils import timezone

from registrations.files.storages import private_storage
from tests.factories.registrations import NOW, UserFactory
from tests.factories.training import LEAD, STARTS, EnrolmentFactory
from training.reports.actions import ask_list, begin_file, retry_file
from training.reports.jobs import make_file, write_list
from training.reports.models import TrainingFile
from training.reports.personal import erase

pytestmark = pytest.mark.django_db
DAYS = {"first_on": STARTS.date(), "last_on": STARTS.date()}


def asked():
    return ask_list(kind="enrolments", format="csv", programme=None, **DAYS, by=LEAD, at=NOW)


def test_a_file_that_was_being_made_when_somebody_is_erased_is_never_there(monkeypatch):
    person = EnrolmentFactory().person
    row = asked()

    def erased_meanwhile(*given):
        rows = write_list(*given)
        erase(person, LEAD, NOW)
        return rows

    monkeypatch.setattr("training.reports.jobs.write_list", erased_meanwhile)
    before = _stored()
    make_file.call(row.pk)

    row.refresh_from_db()
    assert (row.state, row.file.name, _stored()) == ("failed", "", before)
    assert "demandez-le de nouveau" in row.error


def test_a_try_that_began_before_an_erasure_finishes_nothing_once_the_file_is_asked_for_again(monkeypatch):
    person, row, before = EnrolmentFactory().person, asked(), None

    def asked_again_meanwhile(*given):
        nonlocal before
        rows = write_list(*given)
        erase(person, LEAD, NOW)
        failed = TrainingFile.objects.get()
        retry_file(failed, by=LEAD, at=NOW)
        begin_file(failed.pk, at=NOW)
        before = _stored()
        return rows

    monkeypatch.setattr("training.reports.jobs.write_list", asked_again_meanwhile)
    make_file.call(row.pk)

    row.refresh_from_db()
    assert (row.state, row.file.name, _stored()) == ("waiting", "", before)


def test_bytes_of_a_finished_file_go_once_the_erasure_is_committed(django_capture_on_commit_callbacks):
    row = asked()
    make_file.call(row.pk)
    row.refresh_from_db()

    with django_capture_on_commit_callbacks() as later:
        erase(UserFactory(), LEAD, NOW)
    kept = private_storage().exists(row.file.name)
    for act in later:
        act()

    assert (kept, private_storage().exists(row.file.name)) == (True, False)
    assert TrainingFile.objects.get().file.name == ""


def _stored():
    year = f"training/{timezone.now():%Y}"
    return set(private_storage().listdir(year)[1]) if private_storage().exists(year) else set()
