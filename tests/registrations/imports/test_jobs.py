"""From a file to the register: organisations and people, checked, applied, applied again."""

import time
from contextlib import suppress

import pytest
from django.db import transaction

from registrations.actors import Actor
from registrations.imports import jobs
from registrations.imports.actions import apply_lines, check_file, known_of, leave_out, start_applying
from registrations.imports.errors import LinesRefused, NothingToApply
from registrations.imports.jobs import apply_all
from registrations.journal.models import Entry
from registrations.models import Affiliation, ImportBatch, ImportLine, Organisation, User
from tests.factories.registrations import NOW, OrganisationFactory
from tests.registrations.imports.files import csv_file, xlsx_file

pytestmark = pytest.mark.django_db
TEAM = Actor.system("tests")
PEOPLE = ("Prénom", "Nom", "Courriel", "Organisme", "Rôle")


def checked(kind, *lines, historical=False):
    return check_file(kind=kind, content=csv_file(*lines), file_name="f.csv", historical=historical, by=TEAM, at=NOW)


def applied(kind, *lines, historical=False):
    batch = checked(kind, *lines, historical=historical)
    start_applying(batch=batch, by=TEAM, at=NOW)
    return apply_all(batch, by=TEAM, at=NOW)


def verdicts(batch):
    return list(batch.lines.values_list("verdict", flat=True))


def test_check_writes_nothing_but_the_batch():
    batch = checked("organisations", ("Nom", "Région"), ("Cap Nord", "09"))
    assert (Organisation.objects.count(), verdicts(batch)) == (0, ["new"])
    assert [e.action for e in Entry.objects.all()] == ["imports.check"]


def test_apply_registers_each_organisation_through_its_action():
    batch = applied(
        "organisations", ("Nom", "Région", "NEQ"), ("Cap Nord", "Côte-Nord", "1141234567"), ("Sud", "16", "")
    )
    found = list(Organisation.objects.order_by("name").values_list("name", "slug", "region", "neq", "historical"))
    assert found == [("Cap Nord", "cap-nord", "09", "1141234567", False), ("Sud", "sud", "16", None, False)]
    assert (batch.state, batch.lines_done) == ("applied", 2)
    acts = Entry.objects.filter(action="organisations.register").values_list("via", flat=True)
    assert list(acts) == ["import", "import"]


def test_apply_in_historical_mode_marks_the_rows():
    OrganisationFactory(name="Cap Nord")
    applied(
        "people",
        (*PEOPLE, "Depuis"),
        ("Ève", "Roy", "e@ex.test", "Cap Nord", "Direction", "2015-09-01"),
        historical=True,
    )
    post = Affiliation.objects.get()
    assert (post.historical, post.person.historical, str(post.starts_on)) == (True, True, "2015-09-01")


def test_import_again_changes_nothing_and_says_so():
    lines = (("Nom", "Région"), ("Cap Nord", "09"), ("Sud", "16"))
    applied("organisations", *lines)
    entries = Entry.objects.filter(action__startswith="organisations.").count()
    batch = applied("organisations", *lines)
    assert (verdicts(batch), Organisation.objects.count()) == (["same", "same"], 2)
    assert Entry.objects.filter(action__startswith="organisations.").count() == entries


def test_import_again_updates_what_changed_and_leaves_columns_that_are_not_there():
    applied("organisations", ("Nom", "Région", "Municipalité"), ("Cap Nord", "09", "Sept-Îles"))
    batch = applied("organisations", ("Nom", "Région"), ("CAP-NORD", "03"))
    organisation = Organisation.objects.get()
    assert (verdicts(batch), organisation.region, organisation.municipality) == (["update"], "03", "Sept-Îles")


def test_people_come_with_their_posts_and_prove_their_address_later():
    organisation = OrganisationFactory(name="Cap Nord", neq="1141234567")
    applied("people", PEOPLE, ("Ève", "Roy", "Eve@Ex.test", "1141234567", "Gestionnaire"))
    post = Affiliation.objects.get()
    address = post.person.emailaddress_set.get()
    assert (post.organisation, post.role, post.verified_at) == (organisation, "manager", NOW)
    assert (post.person.email, address.email, address.verified) == ("eve@ex.test", "eve@ex.test", False)


def test_an_address_that_several_people_share_signs_nobody_in():
    OrganisationFactory(name="Cap Nord")
    lines = (("Ève", "Roy", "info@ex.test", "Cap Nord", ""), ("Max", "Fay", "info@ex.test", "Cap Nord", ""))
    applied("people", PEOPLE, *lines)
    assert list(User.objects.values_list("email", "contact_email")) == [(None, "info@ex.test")] * 2
    assert verdicts(checked("people", PEOPLE, *lines)) == ["same", "same"]


def test_one_person_in_two_organisations_is_one_record():
    OrganisationFactory(name="Cap Nord")
    OrganisationFactory(name="Sud")
    applied("people", PEOPLE, ("Ève", "Roy", "e@ex.test", "Cap Nord", ""), ("Eve", "ROY", "e@ex.test", "Sud", ""))
    assert (User.objects.count(), Affiliation.objects.count()) == (1, 2)


def test_a_person_without_address_is_found_by_name_among_the_staff():
    OrganisationFactory(name="Cap Nord")
    applied("people", PEOPLE, ("Ève", "Roy", "", "Cap Nord", ""))
    batch = applied("people", PEOPLE, ("Eve", "Roy", "", "Cap Nord", "Direction"))
    assert (verdicts(batch), User.objects.count(), Affiliation.objects.get().role) == (["update"], 1, "director")


def test_an_address_of_somebody_else_is_refused():
    OrganisationFactory(name="Cap Nord")
    applied("people", PEOPLE, ("Ève", "Roy", "e@ex.test", "Cap Nord", ""))
    assert verdicts(checked("people", PEOPLE, ("Max", "Fay", "e@ex.test", "Cap Nord", ""))) == ["refused"]


def test_refused_lines_must_be_left_out_before_the_rest_is_applied():
    batch = checked("organisations", ("Nom", "Région"), ("Cap Nord", "99"), ("Sud", "16"))
    with pytest.raises(LinesRefused):
        start_applying(batch=batch, by=TEAM, at=NOW)
    assert leave_out(batch=batch, by=TEAM, at=NOW) == 1
    start_applying(batch=batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Sud"]


def test_nothing_to_apply_is_refused():
    batch = checked("organisations", ("Nom", "Région"), ("Cap Nord", "99"))
    leave_out(batch=batch, by=TEAM, at=NOW)
    with pytest.raises(NothingToApply):
        start_applying(batch=batch, by=TEAM, at=NOW)


def test_what_the_world_refuses_since_is_reported_and_the_others_stand():
    OrganisationFactory(name="Cap Nord")
    batch = checked("people", PEOPLE, ("Ève", "Roy", "e@ex.test", "Cap Nord", ""), ("Max", "Fay", "", "Cap Nord", ""))
    User.objects.create(email="e@ex.test", given_name="Autre", family_name="Nom")
    start_applying(batch=batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    batch.refresh_from_db()
    assert list(batch.lines.values_list("state", flat=True)) == ["failed", "done"]
    assert (batch.state, batch.lines_done, Affiliation.objects.count()) == ("applied", 1, 1)


def test_a_batch_resumes_where_it_was_killed_and_applies_nothing_twice():
    lines = [(f"Centre {number}", "06") for number in range(6)]
    batch = checked("organisations", ("Nom", "Région"), *lines)
    start_applying(batch=batch, by=TEAM, at=NOW)
    assert apply_lines(batch=batch, known=known_of(batch), most=4, by=TEAM, at=NOW) == 4
    apply_all(batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.lines_done, Organisation.objects.count()) == ("applied", 6, 6)
    assert Entry.objects.filter(action="imports.applied").count() == 1


def test_a_chunk_that_is_killed_leaves_neither_rows_nor_marks():
    batch = checked("organisations", ("Nom",), ("Cap Nord",))
    start_applying(batch=batch, by=TEAM, at=NOW)
    known = known_of(batch)
    with suppress(KeyboardInterrupt), transaction.atomic():
        apply_lines(batch=batch, known=known, most=4, by=TEAM, at=NOW)
        raise KeyboardInterrupt
    assert (Organisation.objects.count(), ImportLine.objects.filter(state="waiting").count()) == (0, 1)


def test_a_stalled_batch_is_resumed_by_the_sweep(work_off, django_capture_on_commit_callbacks):
    batch = checked("organisations", ("Nom",), ("Cap Nord",))
    start_applying(batch=batch, by=TEAM, at=NOW - jobs.STALLED)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.resume_imports.call_local()
    work_off()
    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == ("applied", 1)


@pytest.mark.parametrize("count", [2500])
def test_2500_people_are_checked_and_applied_in_seconds(count):
    OrganisationFactory.create_batch(80)
    names = list(Organisation.objects.values_list("name", flat=True))
    rows = [("Ève", f"Roy {n}", f"eve.{n}@ex.test", names[n % 80], "Intervenante") for n in range(count)]
    started = time.monotonic()
    batch = check_file(kind="people", content=xlsx_file(PEOPLE, *rows), file_name="p.xlsx", by=TEAM, at=NOW)
    check = time.monotonic() - started
    start_applying(batch=batch, by=TEAM, at=NOW)
    apply_all(batch, by=TEAM, at=NOW)
    whole = time.monotonic() - started
    assert (User.objects.count(), ImportBatch.objects.get().lines_done) == (count, count)
    assert (check < 10, whole < 60) == (True, True)
